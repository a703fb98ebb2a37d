"""Vehicle identification numbers: seventeen signs without I, O and Q (ISO 3779), and the check digit that some makers
put ninth (49 CFR 565.15). Knows no maker.
"""

from __future__ import annotations

import re

from giong.documents.document import Check, Verdict

LENGTH = 17
_FORM = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_NEVER = str.maketrans("IOQ", "100")
_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def repaired(text: str) -> str:
    """The number without spaces and signs; in one of full length the letters that cannot be in it are digits."""
    signs = re.sub(r"[^A-Z0-9]", "", text.upper())
    return signs.translate(_NEVER) if len(signs) == LENGTH else signs


def is_vin(text: str) -> bool:
    """Whether it has the structure; older vehicles and motorcycles bear shorter numbers."""
    return _FORM.fullmatch(text) is not None


def proves_itself(text: str) -> bool:
    """Whether the ninth sign is the check digit: a tenth part of the numbers that have none look so by chance."""
    if not is_vin(text):
        return False
    total = sum(
        weight * (int(sign) if sign.isdigit() else _VALUES[sign]) for weight, sign in zip(_WEIGHTS, text, strict=True)
    )
    return text[8] == "0123456789X"[total % 11]


def check(text: str, field: str) -> Check:
    """Passed with a right check digit; nothing is known where there is none, and nothing fails."""
    if proves_itself(text):
        vi, en = "Số kiểm tra của số khung đúng.", "The chassis number has the right check digit."
        return Check("vin.check_digit", Verdict.PASSED, (field,), vi, en)
    if is_vin(text):
        vi, en = "Số khung đúng 17 ký tự, không có số kiểm tra.", "Seventeen signs without a check digit."
        return Check("vin.structure", Verdict.UNKNOWN, (field,), vi, en)
    vi, en = "Số khung không theo chuẩn 17 ký tự.", "The chassis number is not one of seventeen signs."
    return Check("vin.structure", Verdict.UNKNOWN, (field,), vi, en)
