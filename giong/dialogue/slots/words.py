"""Plain words: free texts, names of people and addresses. Knows neither a gazetteer nor a list of names."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.contact import Phone
from giong.dialogue.slots.kind import Found
from giong.dialogue.spotting import any_of

MAX_CHARS = 300

_POLITE = r"^(?:(?:dạ|vâng|à|ờ|ừ|thưa|em ơi|bạn ơi|ạ)[\s,.]+)*"
_SELF = r"(?:(?:tôi|mình|em|anh|chị|cháu|con)\s+)?"
_LEAD = re.compile(
    rf"{_POLITE}{_SELF}(?:(?:tên|họ tên|họ và tên|nhà|ở|địa chỉ|của)\s+)*{_SELF}(?:(?:là|ở|tại)\s+)?", re.IGNORECASE
)
_NAME_LEAD = re.compile(rf"{_POLITE}{_SELF}(?:(?:họ và tên|họ tên|tên)\s+)?{_SELF}(?:(?:là|tên)\s+)*", re.IGNORECASE)
_TAIL = re.compile(r"[\s,.]{0,5}(?:\b(?:ạ|nhé|nha|nhá|em|đó|đấy|thôi)\b[\s,.!]{0,5})*$", re.IGNORECASE)
_UNITS = "giờ|ngày|tháng|năm|triệu|nghìn|ngàn|đồng|người|tuổi|cái|tiếng|phút|lần|hôm|tuần"
_ROADS = "đường|phố|ngõ|ngách|hẻm|tổ|ấp|thôn|khu"
_WARDS = "phường|quận|xã|huyện|tỉnh|thành phố"
_PROPER = r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*"
_HOUSE = r"\d+[a-z]?(?:/\d+[a-z]?)*"
_STREET = re.compile(
    rf"(?:(?:số nhà|số|nhà)\s+)?{_HOUSE}(?:\s*,?\s+(?:{_ROADS})\s+{_HOUSE})*\s*,?\s+(?!(?:{_UNITS})\b)"
    rf"(?:(?:{_ROADS})\s+)?{_PROPER}"
    rf"(?:[\s,]+(?:(?:{_ROADS}|{_WARDS})\s+)?(?:{_PROPER}|\d+))*"
)
_PLACE = re.compile(
    r"(?:đường|phố|ngõ|ngách|hẻm|tổ dân phố|thôn|ấp|khu phố|phường|xã|quận|huyện|chung cư|toà nhà|tòa nhà)\s+\S+",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"[\d?@/]")
_WHEN = "thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|chủ nhật|hôm nay|ngày mai|ngày kia"
_ABOUT_TIME = any_of(_WHEN, "giờ|tháng|rưỡi|tuần", plain=False)
"""No name contains these words, though "Mai", "Hai" and "Năm" are names."""
_ONLY_TIME = any_of(_WHEN, before=r"^\W*", after=r"\W*$")
"""Without diacritics only where nothing else is said: "Phạm Thu Ba" is a name."""


def _stripped(text: str, lead: re.Pattern[str]) -> Found | None:
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

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        value = text.strip()
        return Found(value, 0, len(text)) if value and len(value) <= MAX_CHARS else None

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


class Name(Text):
    """A person's name: one to six words without digits, written with capitals."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        found = _stripped(text.strip(), _NAME_LEAD)
        if found is None or _is_about_time(found.value) or _NOT_A_NAME.search(found.value):
            return None
        if not 1 <= len(found.value.split()) <= 6:
            return None
        capitals = " ".join(word[:1].upper() + word[1:] for word in found.value.split())
        return Found(capitals, found.start, found.end)


def _is_about_time(words: str) -> bool:
    return bool(_ABOUT_TIME.search(words) or _ONLY_TIME.search(words))


class Address(Text):
    """A place: a house number with a street, or at least the name of a street, quarter or commune."""

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        text = _without_phone(text)
        if sure := self.find(text, slot, today):
            whole = _stripped(text, _LEAD)
            return whole if whole and len(whole.value) >= len(sure.value) else sure
        found = _stripped(text, _LEAD)
        return found if found and _looks_like_place(found.value) else None

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        match = _STREET.search(text)
        return Found(match.group().strip(" ,."), match.start(), match.end()) if match else None


_ABOUT_PHONE = re.compile(r"[\s,.;]*(?:(?:số điện thoại|điện thoại|sđt|đt|số máy|số|gọi|là)[\s:]*)*$", re.IGNORECASE)


def _without_phone(text: str) -> str:
    """A telephone number in the same sentence is no part of the address."""
    found = Phone().find(text, Slot("", "phone", ()), date.min)
    return text if found is None else _ABOUT_PHONE.sub("", text[: found.start])


def _looks_like_place(text: str) -> bool:
    if "?" in text or len(text.split()) > 25:
        return False
    return (
        bool(_PLACE.search(text))
        or (len(text.split()) >= 2 and any(letter.isdigit() for letter in text))
        or (2 <= len(text.split()) <= 8 and text.split()[0][:1].isupper())
    )
