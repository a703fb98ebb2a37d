"""The QR code of a citizen's card: its parts by name. Knows no picture.

`number|old number|name|ddmmyyyy born|sex|address|ddmmyyyy issued`, in UTF-8; later cards add parts at the end, which
are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from giong.text.dates import exists
from giong.text.unicode import nfc


@dataclass(frozen=True, slots=True)
class CardCode:
    """What the code says; "" where a part is empty or is no possible value. Dates are dd/mm/yyyy."""

    number: str
    old_number: str
    name: str
    dob: str
    sex: str
    address: str
    issued: str


_LEAST = 6


def card_code(text: str) -> CardCode | None:
    """The parts of the code; None where it is not the code of a card."""
    parts = [nfc(part).strip() for part in text.split("|")]
    if len(parts) < _LEAST or not re.fullmatch(r"\d{12}", parts[0], re.ASCII):
        return None
    number, old, name, born, sex, address, *rest = parts
    return CardCode(
        number,
        old if re.fullmatch(r"\d{9}", old, re.ASCII) else "",
        name,
        _date(born),
        sex if sex in ("Nam", "Nữ") else "",
        address,
        _date(rest[0]) if rest else "",
    )


def _date(text: str) -> str:
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        return ""
    day, month, year = text[:2], text[2:4], text[4:]
    return f"{day}/{month}/{year}" if exists(int(day), int(month), int(year)) else ""
