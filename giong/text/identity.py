"""Numbers that identify a person or an account: which are possible, and which kind a row of digits is; looks nothing
up.

Citizen numbers follow Decree 137/2015/NĐ-CP art. 13: province (3), century and sex (1), year of birth (2), random (6).
Tax codes carry the check digit of Circular 105/2020/TT-BTC's numbering; cards that of ISO/IEC 7812 (Luhn).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from giong.text.provinces import BY_NUMBER as PROVINCES
from giong.text.unicode import fold


class Kind(StrEnum):
    """What a number identifies."""

    CITIZEN = "citizen"
    TAX = "tax"
    INSURANCE = "insurance"
    PASSPORT = "passport"
    ACCOUNT = "account"
    CARD = "card"
    SECRET = "secret"


_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@dataclass(frozen=True)
class Citizen:
    """What a citizen number (CCCD) says about its bearer."""

    province: str
    birth_year: int
    female: bool


def citizen(digits: str) -> Citizen | None:
    """The parts of a citizen number of twelve digits; None if no such number can be issued."""
    if not re.fullmatch(r"\d{12}", digits, re.ASCII) or digits[:3] not in PROVINCES:
        return None
    century, sex = divmod(int(digits[3]), 2)
    return Citizen(digits[:3], 1900 + 100 * century + int(digits[4:6]), sex == 1)


def is_old_card(digits: str) -> bool:
    """Whether these may be the nine digits of an identity card of before 2016 (CMND): they bear no check digit."""
    return re.fullmatch(r"[0-3]\d{8}", digits, re.ASCII) is not None


def is_tax_code(digits: str) -> bool:
    """Whether a tax code of ten digits, or thirteen with a branch, has the right check digit."""
    if not re.fullmatch(r"\d{10}(?:-?\d{3})?", digits, re.ASCII):
        return False
    check = 10 - sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits[:9], strict=True)) % 11
    return check == int(digits[9])


def is_card(digits: str) -> bool:
    """Whether a payment card number has a plausible length, issuer and Luhn check digit."""
    if not re.fullmatch(r"[2-69]\d{12,18}", digits, re.ASCII):
        return False
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


_BANKS = "vietcombank|vietinbank|bidv|agribank|techcombank|mb bank|mbbank|acb|vpbank|tpbank|sacombank"
_CONTEXTS = {
    Kind.SECRET: r"otp|ma pin|pin|mat khau|password|ma xac (?:nhan|thuc|minh)|cvv|cvc",
    Kind.CARD: r"so the|the (?:tin dung|ghi no|visa|master\w*|atm|ngan hang)",
    Kind.ACCOUNT: rf"tai khoan|stk|so tk|tk|chuyen khoan|acc|ngan hang|{_BANKS}",
    Kind.TAX: r"ma so thue|mst",
    Kind.INSURANCE: r"bao hiem|bhxh|bhyt|so so",
    Kind.PASSPORT: r"ho chieu|passport",
    Kind.CITIZEN: r"can cuoc|cccd|cmnd|cmt|chung minh|dinh danh|giay to tuy than",
}
_CUES = [(kind, re.compile(rf"(?<!\w)(?:{cue})(?!\w)")) for kind, cue in _CONTEXTS.items()]


def context(before: str) -> Kind | None:
    """What the words before a number announce ("số tài khoản của em là …"); the nearest cue wins. Diacritics are not
    needed.
    """
    folded = fold(before[-60:])
    places = [(match.end(), kind) for kind, cue in _CUES for match in cue.finditer(folded)]
    return max(places)[1] if places else None


_LENGTHS = {
    Kind.SECRET: range(3, 13),
    Kind.CARD: range(4, 20),
    Kind.ACCOUNT: range(5, 20),
    Kind.TAX: range(10, 14),
    Kind.INSURANCE: range(10, 16),
    Kind.PASSPORT: range(6, 10),
    Kind.CITIZEN: range(8, 13),
}


def classify(digits: str, before: str) -> Kind | None:
    """The kind of a row of digits from what was said before it, else from its check digits and length."""
    announced = context(before)
    if announced is not None and len(digits) in _LENGTHS[announced]:
        return announced
    if citizen(digits) is not None:
        return Kind.CITIZEN
    if is_card(digits):
        return Kind.CARD
    return Kind.TAX if is_tax_code(digits) else None
