"""Numbers, sums of money and lengths of time."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found
from giong.text.heard import heard
from giong.text.numbers import LITERAL, grouped, is_grouped, scan

_NUMBER = re.compile(rf"(?<![\w.,/]){LITERAL}(?![\w/])")
_SCALE = {
    "k": 10**3,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "triệu": 10**6,
    "tr": 10**6,
    "củ": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "trăm": 100,
}
_MONEY = re.compile(
    rf"(?<![\w.,/])({LITERAL})\s?(k|nghìn|ngàn|triệu|tr|củ|tỷ|tỉ)?(?:\s?(\d{{1,3}}|rưỡi)(?!\d|[.,]\d))?(?:\s?(nghìn|ngàn|k|triệu))?\s?(đồng|đ|vnđ|vnd|₫)?(?!\w)",
    re.IGNORECASE,
)
_UNIT_S = {
    "giây": 1, "phút": 60, "giờ": 3600, "tiếng": 3600, "ngày": 86400, "tuần": 604800, "tháng": 2592000, "năm": 31536000,
}  # fmt: skip
_DURATION = re.compile(
    rf"(?<![\w.,/])({LITERAL}|nửa)\s?({'|'.join(_UNIT_S)})(?:\s?(rưỡi)|\s(\d+)\s?(phút|giây|ngày))?(?!\w)",
    re.IGNORECASE,
)


def value_of(literal: str) -> float:
    """ "1.250.000" → 1250000, "2,5" → 2.5."""
    if is_grouped(literal):
        return float(re.sub(r"[.,](?=\d{3})", "", literal).replace(",", "."))
    return float(literal.replace(",", "."))


def tidy(value: float) -> int | float:
    return int(value) if value == int(value) else value


def spelled(text: str) -> Found | None:
    """A number said in words."""
    row = heard(text)
    for start in range(len(row.words)):
        numeral = scan(row.words, start)
        if numeral is not None:
            return Found(numeral.value, row.spans[start].start, row.spans[numeral.end - 1].end)
    return None


def _allowed(found: Found | None, slot: Slot) -> Found | None:
    if found is None:
        return None
    low = slot.minimum is not None and found.value < slot.minimum
    high = slot.maximum is not None and found.value > slot.maximum
    return None if low or high else found


class Number:
    """A number between the slot's `min` and `max`."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        match = _NUMBER.search(text)
        if match is None:
            return _allowed(spelled(text), slot)
        return _allowed(Found(tidy(value_of(match.group())), match.start(), match.end()), slot)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return grouped(value) if isinstance(value, int) else f"{value:g}".replace(".", ",")


class Money:
    """A sum in đồng: "500 nghìn", "1 triệu 2", "2 triệu rưỡi", "1.250.000 đ"."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        found = self._first(text, bare=True)
        return _allowed(found or spelled(text), slot)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return _allowed(self._first(text, bare=False), slot)

    def written(self, value: Any, slot: Slot) -> str:
        return f"{grouped(round(value))} đồng"

    def _first(self, text: str, *, bare: bool) -> Found | None:
        for match in _MONEY.finditer(text):
            literal, scale, rest, rest_scale, currency = match.groups()
            if not (scale or currency or bare):
                continue
            factor = _SCALE[scale.lower()] if scale else 1
            total = value_of(literal) * factor + _rest(rest, rest_scale, factor)
            return Found(round(total), match.start(), match.end())
        return None


def _rest(rest: str | None, scale: str | None, factor: int) -> float:
    """ "1 triệu 2" → 200 000, "1 triệu 250 nghìn" → 250 000, "2 triệu rưỡi" → 500 000."""
    if rest is None or factor == 1:
        return 0.0
    if rest == "rưỡi":
        return factor / 2
    if scale:
        return float(int(rest) * _SCALE[scale.lower()])
    return float(f"0.{rest}") * factor


class Duration:
    """A length of time; the value is in seconds."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        return self.find(text, slot, today)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        match = _DURATION.search(text)
        if match is None:
            return None
        literal, unit, half, more, more_unit = match.groups()
        count = 0.5 if literal.lower() == "nửa" else value_of(literal)
        seconds = (count + (0.5 if half else 0)) * _UNIT_S[unit.lower()]
        if more:
            seconds += int(more) * _UNIT_S[more_unit.lower()]
        return _allowed(Found(tidy(seconds), match.start(), match.end()), slot)

    def written(self, value: Any, slot: Slot) -> str:
        parts = []
        rest = round(value)
        for unit in ("ngày", "giờ", "phút", "giây"):
            count, rest = divmod(rest, _UNIT_S[unit])
            if count:
                parts.append(f"{count} {unit}")
        return " ".join(parts) or "0 giây"
