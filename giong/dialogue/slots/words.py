"""Plain words: free texts and names of people. Knows no list of given names."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.manners.spotting import any_of
from giong.dialogue.slots.kind import Found, Wrong
from giong.text import names

MAX_CHARS = 300
MAX_NAME_WORDS = 6

POLITE = r"^(?:(?:dạ|vâng|à|ờ|ừ|thưa|em ơi|bạn ơi|ạ)[\s,.]+)*"
SELF = r"(?:(?:tôi|mình|em|anh|chị|cháu|con)\s+)?"
_NAME_LEAD = re.compile(
    rf"{POLITE}(?:(?:cứ\s+)?(?:gọi|kêu)\s+)?{SELF}(?:(?:họ và tên|họ tên|tên)\s+)?{SELF}(?:(?:là|tên)\s+)*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,.]{0,5}(?:\b(?:ạ|nhé|nha|nhá|em|đó|đấy|thôi)\b[\s,.!]{0,5})*$", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[\d?@/]")
_REFUSES = re.compile(r"(?:không|chưa|chẳng|đừng|khỏi|khong)\s", re.IGNORECASE)
_WHEN = "thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|chủ nhật|hôm nay|ngày mai|ngày kia"
_ABOUT_TIME = any_of(_WHEN, "giờ|tháng|rưỡi|tuần", plain=False)
"""No name contains these words, though "Mai", "Hai" and "Năm" are names."""
_ONLY_TIME = any_of(_WHEN, before=r"^\W*", after=r"\W*$")
"""Without diacritics only where nothing else is said: "Phạm Thu Ba" is a name."""


def stripped(text: str, lead: re.Pattern[str]) -> Found | None:
    """The words without what leads to them and the courtesies after them."""
    match = lead.match(text)
    start = match.end() if match else 0
    tail = _TAIL.search(text, start)
    end = tail.start() if tail else len(text)
    if end <= start:
        start, end = 0, len(text.rstrip())
    value = text[start:end].strip(" ,.")
    return Found(value, start, end) if value and len(value) <= MAX_CHARS else None


class Text:
    """Whatever was said."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        value = text.strip()
        return Found(value, 0, len(text)) if value and len(value) <= MAX_CHARS else None

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


class Name:
    """A person's name: one to six words without digits, written with capitals."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        found = stripped(text.strip(), _NAME_LEAD)
        if found is None or _is_about_time(found.value) or _REFUSES.match(found.value):
            return None
        if _NOT_A_NAME.search(found.value) or len(found.value.split()) > MAX_NAME_WORDS:
            return _among_others(text)
        return Found(_with_capitals(found.value), found.start, found.end)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


def _among_others(text: str) -> Found | Wrong | None:
    """The one full name in a sentence that tells more: "Nguyễn Văn An, số 0912…"."""
    found = [span for span in names.find(text) if len(span.text.split()) > 1]
    if len(found) == 1 and "?" not in text:
        return Found(_with_capitals(found[0].text), found[0].start, found[0].end)
    words = re.findall(r"[^\W_]+", text)
    digits = sum(word[0].isdigit() for word in words)
    return Wrong("wrong_name_digits") if digits and digits == len(words) else None


def _with_capitals(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split())


def _is_about_time(words: str) -> bool:
    return bool(_ABOUT_TIME.search(words) or _ONLY_TIME.search(words))
