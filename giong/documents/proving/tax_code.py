"""Tax codes in print, which are enterprise codes too: ten digits, or thirteen of a branch. Knows no register.

The tenth digit is a check digit (`giong.text.identity.is_tax_code`). Since 2025 persons use their citizen number of
twelve digits instead (Circular 86/2024/TT-BTC art. 5), which has none.
"""

from __future__ import annotations

import re

from giong.documents.document import Check, Field, Verdict
from giong.documents.values.shaped import Shaped
from giong.text.identity import citizen, is_tax_code

_FOR_DIGITS = str.maketrans("OoQDlI|i][!SsBZz", "0000111111155822")
_DIGIT = r"[0-9OoQDlI|\]\[!SsBZz]"
_CODE = re.compile(rf"(?<!\w)((?:{_DIGIT}[\s.]?){{9}}{_DIGIT})(?:\s?[-–]\s?({_DIGIT}{{3}}))?(?!\w)")
_PERSON = re.compile(rf"(?<!\w)((?:{_DIGIT}[\s.]?){{11}}{_DIGIT})(?!\w)")
_LEAST_DIGITS = 8
"""Of ten; a row of letters that merely look like digits is none."""


def read(text: str) -> Shaped | None:
    """The tax code in a text as "0123456789" or "0123456789-001"; less is believed of one whose check digit fails."""
    for match in _PERSON.finditer(text):
        digits = _digits(match[1])
        if citizen(digits) is not None:
            return Shaped(digits, 0.9)
    found = [_shaped(match) for match in _CODE.finditer(text) if sum(map(str.isdigit, match[1])) >= _LEAST_DIGITS]
    return max(found, key=lambda each: each.trust, default=None)


def _shaped(match: re.Match[str]) -> Shaped:
    code = _digits(match[1]) + (f"-{_digits(match[2])}" if match[2] else "")
    return Shaped(code, 1.0 if is_tax_code(code) else 0.5)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.translate(_FOR_DIGITS))


def check(field: Field | None, *, code: str) -> list[Check]:
    """Whether the check digit of the code in a field holds; nothing where there is no field."""
    if field is None:
        return []
    if citizen(field.value) is not None:
        verdict, vi, en = Verdict.UNKNOWN, "Mã số thuế là số định danh cá nhân", "The tax code is a citizen's number"
    elif is_tax_code(field.value):
        verdict, vi, en = Verdict.PASSED, "Chữ số kiểm tra của mã số thuế đúng", "The tax code's check digit holds"
    else:
        verdict = Verdict.FAILED
        vi, en = "Chữ số kiểm tra của mã số thuế sai", "The tax code's check digit does not hold"
    return [Check(code, verdict, (field.name,), vi, en)]
