"""Choices from a list, and yes or no, in the many ways people say them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found
from giong.dialogue.spotting import any_of
from giong.text.unicode import fold, has_diacritics

_ORDINALS = {
    "1": 1, "một": 1, "nhất": 1, "đầu": 1, "đầu tiên": 1, "2": 2, "hai": 2, "3": 3, "ba": 3, "4": 4,
    "bốn": 4, "tư": 4,
    "5": 5, "năm": 5, "6": 6, "sáu": 6, "7": 7, "bảy": 7, "8": 8, "tám": 8, "9": 9, "chín": 9, "cuối": -1,
    "cuối cùng": -1,
}  # fmt: skip
_NUMBERED = re.compile(
    r"^\W*(?:(?:dạ|vâng|em|anh|chị|tôi|cho|lấy|chọn|bấm|phím|số|cái|mục|lựa chọn|phương án|thứ)\s+)*"
    r"(\d|một|nhất|đầu tiên|đầu|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|cuối cùng|cuối)(?:\s+(?:ạ|nhé|nha|đi|em))*\W*$",
    re.IGNORECASE,
)


SURE_SYLLABLES = 2
"""An option of so many syllables is recognised without diacritics also where nobody asked for it."""


_WEEKDAY_ALONE = re.compile(
    r"^\W*(?:(?:dạ|vâng|em|anh|chị|tôi|cho|lấy|chọn)\s+)*thứ\s+(?:hai|ba|bốn|tư|năm|sáu|bảy|[2-7])(?!\w)", re.IGNORECASE
)


def numbered(text: str, count: int, *, among_days: bool = False) -> int | None:
    """The index (from 0) of the option named by number, order or telephone key, if there are `count`.

    `among_days`: where days are spoken of, "thứ ba" is Tuesday and only "cái thứ ba" is the third.
    """
    if among_days and _WEEKDAY_ALONE.match(text):
        return None
    match = _NUMBERED.match(text)
    if not match:
        return None
    order = _ORDINALS.get(match.group(1).lower(), 0)
    index = order - 1 if order > 0 else count + order
    return index if order and 0 <= index < count else None


class Choice:
    """The value is the option's `value`."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        index = numbered(text, len(slot.options), among_days=True)
        if index is not None:
            return Found(slot.options[index].value, 0, len(text))
        return _named(text, slot) or _named_plainly(text, slot, least=1) or _whoever(text, slot)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        found = _named(text, slot)
        if found is None and not has_diacritics(text):
            found = _named_plainly(text, slot, least=SURE_SYLLABLES)
        return found

    def written(self, value: Any, slot: Slot) -> str:
        return next((option.title for option in slot.options if option.value == value), str(value))


def _named(text: str, slot: Slot) -> Found | None:
    """The longest option named; two different ones of the same length are no answer."""
    matches = [
        (end - start, start, end, option.value)
        for option in slot.options
        for words in (option.title, option.value, *option.synonyms)
        for start, end in [_span(words.lower(), text.lower())]
        if end
    ]
    return _longest(matches)


def _named_plainly(text: str, slot: Slot, *, least: int) -> Found | None:
    """The same without diacritics, for names of at least so many syllables: "thay" may be "thay" or "thấy"."""
    plain = fold(text)
    matches = [
        (end - start, start, end, option.value)
        for option in slot.options
        for words in (option.title, option.value.replace("_", " "), *option.synonyms)
        if len(words.split()) >= least
        for start, end in [_span(fold(words), plain)]
        if end
    ]
    return _longest(matches)


_ONESELF = any_of("tôi|tui|em|anh|chị|cô|chú|bác|cháu|con|mình|bọn mình")


def _whoever(text: str, slot: Slot) -> Found | None:
    """The same whatever people call themselves: "mỗi nhà em" for "mỗi nhà tôi"."""
    plain = _ONESELF.sub("toi", fold(text))
    named = {
        option.value
        for option in slot.options
        for words in (option.title, *option.synonyms)
        if _span(_ONESELF.sub("toi", fold(words)), plain)[1]
    }
    return Found(named.pop(), 0, len(text)) if len(named) == 1 else None


def _span(words: str, text: str) -> tuple[int, int]:
    match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) if words else None
    return (match.start(), match.end()) if match else (0, 0)


def _longest(matches: list[tuple[int, int, int, str]]) -> Found | None:
    if not matches:
        return None
    length = max(match[0] for match in matches)
    best = [match for match in matches if match[0] == length]
    if len({match[3] for match in best}) > 1:
        return None
    _, start, end, value = best[0]
    return Found(value, start, end)


_NO = any_of("không|ko|kg|hông|hổng|chưa|chả|chẳng|đừng|sai|nhầm|khỏi|no|nope|thôi", plain=False)
_NO_PLAIN = any_of("khong|hong|chua|dung co")
_YES = any_of(
    "có|vâng|dạ|ừ|ừm|ờ|uh|um|uhm|ừa|đúng|phải|đồng ý|được|ok|oke|okay|okê|chuẩn|chính xác|xác nhận|rồi",
    "yes|yep|nhất trí",
)
_NEITHER = any_of(
    "không biết|không rõ|không nhớ|không hiểu|không nghe|không chắc|chưa rõ|chưa biết|chưa hiểu|không sao"
)
_YES_AFTER_ALL = any_of("không sai|không nhầm|chả sai|không vấn đề|có chứ")
_ASKS_BACK = re.compile(r"(?<!\w)(?:có|đúng|phải|được)\s(?:.{0,60}\s)?không\W{0,5}$|\?\s*$", re.IGNORECASE)
MAX_WORDS = 8
"""A longer sentence is not taken as a bare yes or no."""


class YesNo:
    """The value is true or false. "Dạ không" is no: a denial weighs more than the polite "dạ" and "vâng"."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        if text.strip() in ("1", "2"):
            return Found(text.strip() == "1", 0, len(text))
        if len(text.split()) > MAX_WORDS:
            return None
        if _YES_AFTER_ALL.search(text):
            return Found(True, 0, len(text))
        if _NEITHER.search(text):
            return None
        if match := _NO.search(text) or _NO_PLAIN.search(text):
            return None if _ASKS_BACK.search(text) else Found(False, match.start(), match.end())
        match = _YES.search(text)
        return Found(True, match.start(), match.end()) if match else None

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return "có" if value else "không"
