"""Numbers, shares, sums of money and lengths of time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found, Kind, Wrong
from giong.text.counting import Counted, counted
from giong.text.lexicon import one_of
from giong.text.numbers import LITERAL, grouped, is_grouped
from giong.text.unicode import fold

_I = re.IGNORECASE
_NUMBER = re.compile(
    rf"(?<![\w.,/])((?:(?<!\S)[-−]|âm\s)?)({LITERAL})(?:\s(?:phẩy|phảy|chấm)\s(\d+(?:\s\d)*))?(?![\w/])", _I
)
_HALF_MORE = re.compile(r"\s+(?:rưỡi|ruoi)(?!\w)", _I)
_HALF = re.compile(r"(?<!\w)(?:(?:một|1|mot)\s)?(?:nửa|nua)(?!\w)", _I)
_NOUGHT = re.compile(r"\W*(không|zero)\W*", _I)
_SCALE = {
    "k": 10**3, "nghìn": 10**3, "ngàn": 10**3, "nghin": 10**3, "ngan": 10**3, "triệu": 10**6, "trieu": 10**6,
    "tr": 10**6, "củ": 10**6, "tỷ": 10**9, "tỉ": 10**9, "ty": 10**9,
}  # fmt: skip
_COUNT = rf"(?:{LITERAL}|nửa|nua)"
_CURRENCY = r"(?:đồng|dong|đ|vnđ|vnd|₫)(?!\w)"
_THEN_CURRENCY = re.compile(rf"\s?{_CURRENCY}", _I)
_SCALE_NEXT = re.compile(rf"\s?(?:trăm|tram|{one_of(_SCALE)})(?![^\W\d])", _I)
_SCALED = re.compile(rf"{one_of(_SCALE)}(?![^\W\d])", _I)
_PART = re.compile(rf"\s?({_COUNT}|rưỡi|ruoi)(?![\d/])(?:\s?(trăm|tram))?(?:\s?({one_of(_SCALE)})(?![^\W\d]))?", _I)
_FIRST = re.compile(rf"(?<![\w.,/-])(?={_COUNT}\s?(?:trăm|tram|{one_of(_SCALE)}|{_CURRENCY}|\W|$))", _I)
_UNIT_S = {
    "giây": 1, "phút": 60, "giờ": 3600, "tiếng": 3600, "ngày": 86400, "tuần": 604800, "tháng": 2592000, "năm": 31536000,
}  # fmt: skip
_TYPED_UNIT_S = (
    _UNIT_S | {fold(unit): seconds for unit, seconds in _UNIT_S.items()} | {"h": 3600, "p": 60, "quý": 7776000}
)
_LENGTH = re.compile(
    rf"(?<![\w.,/])(?:({_COUNT})\s?({one_of(_TYPED_UNIT_S)})(?![^\W\d])(?:\s+đồng hồ)?"
    rf"|(rưỡi)\s({one_of(_TYPED_UNIT_S)})(?!\w))(?:\s?(rưỡi|ruoi)(?!\w))?",
    _I,
)
_MORE = re.compile(
    rf"(?:\s*(?:,|và|va)?\s*)({_COUNT})(?:\s?({one_of(_TYPED_UNIT_S)})(?![^\W\d]))?(?:\s?(rưỡi|ruoi))?(?!\w)", _I
)


def value_of(literal: str) -> float:
    """ "1.250.000" → 1250000, "2,5" → 2.5."""
    if is_grouped(literal):
        return float(re.sub(r"[.,](?=\d{3})", "", literal).replace(",", "."))
    return float(literal.replace(",", "."))


def tidy(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 6)


def _count(word: str) -> float:
    """A literal, or "nửa"."""
    return 0.5 if fold(word) == "nua" else value_of(word)


def _located(found: Found | None, text: Counted) -> Found | None:
    """The same in the words as they were said."""
    if found is None:
        return None
    start, end = text.origin(found.start, found.end)
    return replace(found, start=start, end=end)


def _first_number(text: str) -> Found | None:
    """In digits or words, with "rưỡi", a scale ("3 nghìn") and places after the comma."""
    match = _NUMBER.search(text)
    if match is None:
        if half := _HALF.search(text):
            return Found(0.5, *half.span())
        none = _NOUGHT.fullmatch(text)
        return Found(0, *none.span(1)) if none else None
    if not match[1] and _SCALE_NEXT.match(text, match.end(2)):
        return _sum_at(text, match.start(2), bare=True)
    value = value_of(match[2])
    if match[3]:
        value += float("0." + match[3].replace(" ", ""))
    found = Found(tidy(-value if match[1] else value), *match.span())
    if half := _HALF_MORE.match(text, found.end):
        return Found(tidy(value + _half_of(value)), found.start, half.end())
    return found


def _half_of(value: float) -> float:
    """ "hai trăm rưỡi" is 250, "hai rưỡi" 2.5."""
    return next((scale / 2 for scale in (10**9, 10**6, 1000, 100) if value >= scale and value % scale == 0), 0.5)


def _allowed(found: Found | None, slot: Slot, kind: Kind) -> Found | Wrong | None:
    """The value, or how it lies outside the slot's bounds."""
    if found is None:
        return None
    value = kind.written(found.value, slot)
    if slot.minimum is not None and found.value < slot.minimum:
        return Wrong("wrong_number_small", {"value": value, "least": kind.written(tidy(slot.minimum), slot)})
    if slot.maximum is not None and found.value > slot.maximum:
        return Wrong("wrong_number_large", {"value": value, "most": kind.written(tidy(slot.maximum), slot)})
    return found


def _sure(found: Found | Wrong | None) -> Found | None:
    return found if isinstance(found, Found) else None


class Number:
    """A number, also with places after the comma, between the slot's `min` and `max`."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        said = counted(text)
        return _allowed(_located(_first_number(said.text), said), slot, self)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return None

    def written(self, value: Any, slot: Slot) -> str:
        if isinstance(value, int):
            return grouped(value)
        whole, _, places = f"{abs(value):.6f}".rstrip("0").partition(".")
        return ("-" if value < 0 else "") + grouped(int(whole)) + (f",{places}" if places else "")


class Integer(Number):
    """A number without places after the comma."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        found = super().read(text, slot, today)
        if isinstance(found, Found) and not isinstance(found.value, int):
            return Wrong("wrong_number_whole")
        return found


_PERCENT = re.compile(r"\s?(?:%|phần trăm|phan tram|phần)(?!\w)", _I)
_DENOMINATOR = re.compile(r"\s(?:phần|phan)\s([2-9]|10|tư|tu)(?!\w)", _I)


class Percent:
    """A share; the value is the number before the percent sign: 15 for "15%". From 0 to 100 where the slot has no
    bounds.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        said = counted(text)
        found = _first_number(said.text)
        if found and (part := _DENOMINATOR.match(said.text, found.end)):
            whole = int(part[1]) if part[1].isdigit() else 4
            found = replace(found, value=tidy(100 * found.value / whole), end=part.end())
        elif found and (sign := _PERCENT.match(said.text, found.end)):
            found = replace(found, end=sign.end())
        elif found and found.value == 0.5 and _HALF.fullmatch(said.text[found.start : found.end]):
            found = replace(found, value=50)
        found = _located(found, said)
        if found and slot.minimum is None and slot.maximum is None and not 0 <= found.value <= 100:
            return Wrong("wrong_percent_range")
        return _allowed(found, slot, self)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        found = self.read(text, slot, today)
        return found if isinstance(found, Found) and _PERCENT.search(text, found.start, found.end) else None

    def written(self, value: Any, slot: Slot) -> str:
        return f"{Number().written(value, slot)}%"


class Money:
    """A sum in đồng: "500 nghìn", "1 triệu 2", "2 triệu rưỡi", "1.250.000 đ"."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        return _allowed(_sum(text, bare=False) or _sum(text, bare=True), slot, self)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return _sure(_allowed(_sum(text, bare=False), slot, self))

    def written(self, value: Any, slot: Slot) -> str:
        return f"{grouped(round(value))} đồng"


def _sum(text: str, *, bare: bool) -> Found | None:
    """The first sum; `bare`: also a number alone."""
    said = counted(text)
    for first in _FIRST.finditer(said.text):
        if found := _sum_at(said.text, first.start(), bare=bare):
            return _located(found, said)
    return None


def _sum_at(text: str, start: int, *, bare: bool) -> Found | None:
    """Parts that grow smaller: "1 tỷ 200 triệu", "2 triệu 3 trăm", "1 triệu 250 nghìn", "2 triệu rưỡi"."""
    total, at, factor = 0.0, start, 0
    while match := _PART.match(text, at):
        word, hundred, scale = match.groups()
        part = _part(word, bool(hundred), _SCALE[scale.lower()] if scale else 0, factor)
        if part is None:
            break
        total += part[0]
        factor, at = part[1], match.end()
        if factor <= 1:
            break
    currency = _THEN_CURRENCY.match(text, at)
    end = currency.end() if currency else at
    named = factor > 1 or total >= 1000 or currency is not None
    if at == start or (text[end : end + 1].isalnum()):
        return None
    if not (bare or currency or _SCALED.search(text[start:end])):
        return None
    return Found(round(total), start, end) if named or bare else None


def _part(word: str, hundred: bool, scale: int, before: int) -> tuple[float, int] | None:
    """What one part adds and its scale, after a part of the scale `before` (0: it is the first)."""
    if word.lower() in ("rưỡi", "ruoi"):
        return (before / 2, 1) if before > 1 else None
    if before and scale >= before:
        return None
    count = _count(word) * (100 if hundred else 1)
    if scale or not before:
        return count * (scale or 1), scale or 1
    if hundred:
        # "2 triệu 3 trăm" leaves out its "nghìn".
        return count * (before // 1000 or 1), 1
    digits = re.sub(r"\D", "", word) or str(int(count))
    return (int(digits) / 10 ** len(digits) * before, 1) if len(digits) <= 3 else None


class Duration:
    """A length of time; the value is in seconds, a month counting 30 days."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        return _allowed(_length(text), slot, self)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return _sure(_allowed(_length(text), slot, self))

    def written(self, value: Any, slot: Slot) -> str:
        parts = []
        rest = round(value)
        for unit in ("ngày", "giờ", "phút", "giây"):
            count, rest = divmod(rest, _UNIT_S[unit])
            if count:
                parts.append(f"{count} {unit}")
        return " ".join(parts) or "0 giây"


def _length(text: str) -> Found | None:
    """ "2 giờ 30 phút", "một tiếng rưỡi", "1 ngày 2 giờ", "2 tiếng 15"."""
    said = counted(text)
    match = _LENGTH.search(said.text)
    if match is None:
        return None
    unit_s = _TYPED_UNIT_S[(match[2] or match[4]).lower()]
    seconds = (1.0 if match[3] else _count(match[1])) * unit_s
    if match[5] or match[3]:
        seconds += unit_s / 2
    end = match.end()
    while more := _MORE.match(said.text, end):
        smaller_s = _TYPED_UNIT_S[more[2].lower()] if more[2] else 60 if unit_s == 3600 else 0
        if not smaller_s or smaller_s >= unit_s:
            break
        seconds += (_count(more[1]) + (0.5 if more[3] else 0)) * smaller_s
        unit_s, end = smaller_s, more.end()
    return _located(Found(tidy(seconds), match.start(), end) if seconds else None, said)
