"""Numbers that stand on papers: identity cards, tax codes, bank accounts, vehicle plates. Knows forms and check digits;
looks nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found, Wrong
from giong.text import dictation, identity, plates
from giong.text.codes import PLATE

CARD_DIGITS, OLD_CARD_DIGITS = 12, 9
TAX_DIGITS = (10, 13, 12)
"""A business, its branch, and since July 2025 a person, whose identity number it is."""
ACCOUNT_DIGITS = range(6, 20)
_LIKE_A_SUM = 8
_FEWEST = 4
"""Fewer digits than this are no number of a paper."""
_ROW = re.compile(r"(?<![\w.,/-])\d(?:[ .-]?\d)+(?![\w/]|[.,-]\d)")


def _announced(text: str, kind: identity.Kind, fits: Callable[[str], bool]) -> Found | None:
    """A row of digits that the words before it call so."""
    for match in _ROW.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if identity.context(text[: match.start()]) is kind and fits(digits):
            return Found(digits, match.start(), match.end())
    return None


class CitizenId:
    """A citizen's number (CCCD, 12 digits) or that of an old card (CMND, 9 digits); `only: [cccd]` refuses the old."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        found = dictation.meant(text, lambda digits: _is_card(digits, slot, today), (CARD_DIGITS,))
        if found is not None:
            return Found(found.text, found.start, found.end)
        longest = dictation.longest(text)
        if longest is None or len(longest.text) < _FEWEST:
            return None
        return _card_fault(longest.text, slot, today) or Found(longest.text, longest.start, longest.end)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        for match in _ROW.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            if _is_card(digits, slot, today):
                return Found(digits, match.start(), match.end())
        return _announced(text, identity.Kind.CITIZEN, lambda digits: _card_fault(digits, slot, today) is None)

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


def _is_card(digits: str, slot: Slot, today: date) -> bool:
    return len(digits) == CARD_DIGITS and _card_fault(digits, slot, today) is None


def _card_fault(digits: str, slot: Slot, today: date) -> Wrong | None:
    if slot.only != ("cccd",) and identity.is_old_card(digits):
        return None
    if slot.only == ("cccd",) and len(digits) == OLD_CARD_DIGITS:
        return Wrong("wrong_id_old")
    if len(digits) != CARD_DIGITS:
        return Wrong("wrong_id_length", {"count": str(len(digits)), "needs": str(CARD_DIGITS)})
    citizen = identity.citizen(digits)
    if citizen is None:
        return Wrong("wrong_id_province", {"prefix": digits[:3]})
    if citizen.birth_year > today.year:
        return Wrong("wrong_id_year", {"year": str(citizen.birth_year)})
    return None


class TaxCode:
    """A tax code with its check digit; the value has a dash before a branch: "0100109106-001"."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        if found := dictation.meant(text, _is_tax_code, TAX_DIGITS):
            return Found(_dashed(found.text), found.start, found.end)
        longest = dictation.longest(text)
        if longest is None or len(longest.text) < _FEWEST:
            return None
        if len(longest.text) in TAX_DIGITS:
            return Wrong("wrong_tax_check")
        return Wrong("wrong_tax_length", {"count": str(len(longest.text))})

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        found = _announced(text, identity.Kind.TAX, _is_tax_code)
        return Found(_dashed(found.value), found.start, found.end) if found else None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


def _is_tax_code(digits: str) -> bool:
    return identity.is_tax_code(digits) or identity.citizen(digits) is not None


def _dashed(digits: str) -> str:
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


class BankAccount:
    """A bank account of six to nineteen digits; the slot's `min` and `max` are other numbers of digits."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        lengths = _lengths(slot)
        said = dictation.meant(text, lambda digits: len(digits) in lengths) or dictation.longest(text)
        if said is None or len(said.text) < _FEWEST:
            return None
        if len(said.text) not in lengths:
            bounds = {"least": str(lengths[0]), "most": str(lengths[-1])}
            return Wrong("wrong_account_length", {"count": str(len(said.text)), **bounds})
        return Found(said.text, said.start, said.end)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return _announced(text, identity.Kind.ACCOUNT, lambda digits: len(digits) in _lengths(slot))

    def written(self, value: Any, slot: Slot) -> str:
        """A short one digit by digit, so that a voice does not make a sum of it."""
        digits = str(value)
        return digits if len(digits) > _LIKE_A_SUM or digits.startswith("0") else " ".join(digits)


def _lengths(slot: Slot) -> range:
    low = ACCOUNT_DIGITS.start if slot.minimum is None else int(slot.minimum)
    high = ACCOUNT_DIGITS.stop - 1 if slot.maximum is None else int(slot.maximum)
    return range(low, high + 1)


class Plate:
    """A vehicle's plate; the value is as it is painted: "51F-123.45"."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        said = dictation.last_version(text)
        offset = len(text) - len(said)
        if (found := _typed_plate(said) or _spelled_plate(said)) is None:
            letters = [sign.text for part in dictation.parts(dictation.signs(said)) for sign in part]
            digits = sum(letter.isdigit() for letter in "".join(letters))
            return Wrong("wrong_plate_form") if digits >= _FEWEST else None
        plate, start, end = found
        if not plate.is_issued:
            return Wrong("wrong_plate_area", {"prefix": plate.area})
        return Found(plate.written, start + offset, end + offset)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        found = _typed_plate(text)
        return Found(found[0].written, found[1], found[2]) if found and found[0].is_issued else None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


_TYPED_PLATE = re.compile(r"(?<!\w)\d{2}[\s-]?[A-ZĐ]{1,2}\d?[\s-]{0,3}\d{3}\.?\d{1,2}(?!\w)", re.IGNORECASE)


def _typed_plate(text: str) -> tuple[plates.Plate, int, int] | None:
    for pattern in (PLATE, _TYPED_PLATE):
        for match in pattern.finditer(text):
            if plate := plates.parse(match.group()):
                return plate, match.start(), match.end()
    return None


_PLATE_SIGNS = 16
"""With pauses."""


def _spelled_plate(text: str) -> tuple[plates.Plate, int, int] | None:
    """ "năm mốt ép một hai ba bốn lăm"."""
    for part in dictation.parts(dictation.signs(text)):
        for start in range(len(part)):
            for end in range(min(len(part), start + _PLATE_SIGNS), start, -1):
                written = "".join(sign.text for sign in part[start:end] if sign.text not in "_/@")
                if plate := plates.parse(written):
                    return plate, part[start].start, part[end - 1].end
    return None
