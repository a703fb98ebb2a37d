"""Vietnamese telephone numbers: which are possible, how they are written and said; knows no subscriber and no network.

Prefixes follow the national numbering plan (Circular 22/2014/TT-BTTTT) after the 2018 change from 11 to 10 mobile
digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from giong.text.heard import DigitRun, Reading, digit_run, number_run
from giong.text.numbers import digit_by_digit


class Kind(StrEnum):
    """What a number reaches."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    HOTLINE = "hotline"
    EMERGENCY = "emergency"


@dataclass(frozen=True)
class Phone:
    """A possible number, in national form without separators ("0903123456")."""

    number: str
    kind: Kind

    @property
    def international(self) -> str:
        """E.164 ("+84903123456"); short numbers and hotlines have none and stay as they are."""
        return "+84" + self.number[1:] if self.number.startswith("0") else self.number

    @property
    def groups(self) -> tuple[str, ...]:
        """The digits as people group them: 0903 123 456, 024 3825 5678, 1900 1234."""
        if self.kind is Kind.MOBILE:
            return self.number[:4], self.number[4:7], self.number[7:]
        if self.kind is Kind.LANDLINE:
            area = 3 if self.number.startswith(("024", "028")) else 4
            rest = self.number[area:]
            return self.number[:area], rest[:-4], rest[-4:]
        if self.kind is Kind.HOTLINE:
            return self.number[:4], self.number[4:]
        return (self.number,)


_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}")
_LANDLINE = re.compile(r"02(?:[48]\d|0[3-9]|1[0-6]|2[0-25-9]|3[2-9]|5[1-9]|6[0-39]|7[0-7]|9[0-79])\d{7}")
_HOTLINE = re.compile(r"1[89]00\d{4}(?:\d{2})?")
_EMERGENCY = frozenset({"111", "112", "113", "114", "115"})
# Mobile prefixes of eleven digits that were shortened in 2018.
_SHORTENED = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip

_OLD_MOBILE_DIGITS = 11

# Digits with separators that look like a telephone number. The dot form must not take "1.900.000".
PATTERN = re.compile(
    r"(?<![\w.,/-])(?:\(?\+\s?84\)?[\s.-]?(?:\(0\))?\d(?:[\s.-]?\d){7,9}"
    r"|\(?0\d{1,3}\)?(?:[\s.-]?\d){6,9}"
    r"|1[89]00(?:[\s.-]?\d{2,4}){1,3})(?!\d|[.,]\d|[/-]\d)"
)


def parse(text: str) -> Phone | None:
    """The number that the whole text writes, or None if no such number can exist."""
    digits = re.sub(r"[\s.()\-–]", "", text)
    if digits.startswith("+84"):
        digits = "0" + digits[3:].removeprefix("0")
    elif digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    if not digits.isascii() or not digits.isdigit():
        return None
    return _classified(_SHORTENED.get(digits[:4], digits[:4]) + digits[4:] if len(digits) == 11 else digits)


def _classified(digits: str) -> Phone | None:
    if _MOBILE.fullmatch(digits):
        return Phone(digits, Kind.MOBILE)
    if _LANDLINE.fullmatch(digits):
        return Phone(digits, Kind.LANDLINE)
    if _HOTLINE.fullmatch(digits):
        return Phone(digits, Kind.HOTLINE)
    return Phone(digits, Kind.EMERGENCY) if digits in _EMERGENCY else None


def speak(text: str) -> str:
    """Telephone numbers digit by digit, a comma where the groups meet."""
    return PATTERN.sub(_said, text) if any(mark in text for mark in ("0", "1")) else text


def _said(match: re.Match[str]) -> str:
    literal = match.group()
    phone = parse(literal)
    if phone is None:
        return literal
    groups = re.findall(r"\d+", literal)
    if len(groups) < 2 or min(map(len, groups)) < 2:
        groups = list(phone.groups)
        if len(literal) == _OLD_MOBILE_DIGITS and literal.isdigit() and literal != phone.number:
            # What is written is said: it may be an account's number.
            groups = [literal[:4], literal[4:7], literal[7:]]
        if literal.lstrip("(").startswith("+"):
            groups[0] = "84" + groups[0][1:]
    plus = "cộng " if literal.lstrip("(").startswith("+") else ""
    return plus + ", ".join(digit_by_digit(group) for group in groups)


def read_spoken(words: Sequence[str], start: int) -> Reading | None:
    """A number that begins at `start`, in digits or partly in tens: "không chín không ba …" → "0903…"."""
    if words[start] == "cộng":
        run = digit_run(words, start + 1, commas=True) if start + 1 < len(words) else None
        phone = parse("+" + run.digits) if run and run.digits.startswith("84") else None
        return Reading(run.end, phone.international) if run and phone else None
    if words[start] not in ("không", "một"):
        return None
    for run in _runs(words, start):
        phone = parse(run.digits)
        if phone is not None and phone.kind is not Kind.EMERGENCY:
            return Reading(run.end, phone.number)
    return None


def _runs(words: Sequence[str], start: int) -> list[DigitRun]:
    """Ways to hear the digits: all of them, without a last "không" that asks a question, and with tens."""
    runs = [digit_run(words, start, commas=True), digit_run(words, start, commas=True, guarded=False)]
    longest = runs[1]
    if longest is not None and words[longest.end - 1] == "không":
        runs.append(DigitRun(longest.digits[:-1], longest.end - 1))
    runs.append(number_run(words, start))
    return [run for run in runs if run is not None and len(run.digits) >= 8]
