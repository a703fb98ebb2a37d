"""Addresses and provinces. Knows the provinces of before and after July 2025, no street, ward or district by name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.contact import Phone
from giong.dialogue.slots.kind import Found, Wrong
from giong.dialogue.slots.words import POLITE, SELF, stripped
from giong.text import addresses, provinces

_LEAD = re.compile(
    rf"{POLITE}{SELF}(?:(?:tên|họ tên|họ và tên|nhà|ở|địa chỉ|của)\s+)*{SELF}(?:(?:là|ở|tại)\s+)?", re.IGNORECASE
)
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
    r"(?:đường|phố|ngõ|ngách|hẻm|tổ dân phố|thôn|ấp|khu phố|phường|xã|quận|huyện|thị trấn|thị xã|khu đô thị|bản|buôn"
    r"|xóm|chung cư|toà nhà|tòa nhà)\s+\S+",
    re.IGNORECASE,
)
_ABOUT_PHONE = re.compile(
    r"[\s,.;]*(?:(?<!\w)(?:số điện thoại|điện thoại|sđt|đt|số máy|số|gọi|là|của|tôi|mình|em|anh|chị|cháu|con)[\s:]*)*$",
    re.IGNORECASE,
)
_ONLY_PROVINCE_WORDS = 2
"""So many words beside the province's name and nothing that is a place make no address."""


class Address:
    """A place: a house number with a street, or at least the name of a street, quarter or commune; the value is the
    words. Which province they name, as it was and as it is, tell `province` and `province_then` in expressions.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        said = _without_phone(text)
        numbered = addresses.house_numbers(said)
        found = self._read(numbered, slot, today)
        # Numbers written as figures have moved the words: all of them said it.
        return replace(found, start=0, end=len(said)) if isinstance(found, Found) and numbered != said else found

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        match = _STREET.search(text)
        return Found(match.group().strip(" ,."), match.start(), match.end()) if match else None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)

    def _read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        sure, whole = self.find(text, slot, today), stripped(text, _LEAD)
        if sure is not None:
            return whole if whole and len(whole.value) >= len(sure.value) else sure
        if whole is None:
            return None
        if alone := _only_province(whole.value):
            return Wrong("wrong_address_province_only", {"value": alone})
        return whole if _looks_like_place(whole.value) else None


def _without_phone(text: str) -> str:
    """A telephone number in the same sentence is no part of the address."""
    found = Phone().find(text, Slot("", "phone", ()), date.min)
    return text if found is None else _ABOUT_PHONE.sub("", text[: found.start])


def _only_province(text: str) -> str:
    """The name of the province where nothing else is said."""
    place = provinces.find(text)
    if place is None or _PLACE.search(text) or any(letter.isdigit() for letter in text):
        return ""
    rest = f"{text[: place.start]} {text[place.end :]}".replace(",", " ").split()
    return place.province.name if len(rest) < _ONLY_PROVINCE_WORDS and not any(w[:1].isupper() for w in rest) else ""


def _looks_like_place(text: str) -> bool:
    if "?" in text or len(text.split()) > 25:
        return False
    return (
        bool(_PLACE.search(text))
        or (len(text.split()) >= 2 and any(letter.isdigit() for letter in text))
        or (2 <= len(text.split()) <= 8 and text.split()[0][:1].isupper())
    )


class Province:
    """A province or city under the central government; the value is the name it has since July 2025, whichever of the
    63 old or 34 new ones was named.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        return self.find(text, slot, today)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        place = provinces.find(text)
        return Found(place.province.today, place.start, place.end) if place else None

    def written(self, value: Any, slot: Slot) -> str:
        province = provinces.named(str(value))
        return province.full_today if province else str(value)
