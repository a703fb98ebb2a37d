"""Sums of money as written and as said, both ways; knows how currencies are called, no rates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.text.heard import Reading
from giong.text.numbers import LITERAL, grouped, read, scan
from giong.text.units import NAMES

_DONG = "đồng"
_NAMES = {
    "đ": _DONG, "₫": _DONG, "đồng": _DONG, "vnd": _DONG, "vnđ": _DONG, "dong": _DONG,
    "$": "đô la", "usd": "đô la mỹ", "us$": "đô la mỹ", "€": "ơ rô", "eur": "ơ rô", "£": "bảng anh", "gbp": "bảng anh",
    "¥": "yên", "jpy": "yên nhật", "cny": "nhân dân tệ", "krw": "won", "thb": "bạt", "sgd": "đô la singapore", "aud": "đô la úc",
}  # fmt: skip
_SCALES = {
    "k": "nghìn",
    "tr": "triệu",
    "triệu": "triệu",
    "tỷ": "tỷ",
    "tỉ": "tỷ",
    "ty": "tỷ",
    "nghìn": "nghìn",
    "ngàn": "nghìn",
}
_STEPS = {"nghìn": "", "triệu": "nghìn", "tỷ": "triệu"}
_CURRENCY = r"(?:đồng|đ|₫|VNĐ|VND|USD|US\$|EUR|GBP|JPY|CNY|KRW|THB|SGD|AUD|\$|€|£|¥)"
_SIGN = r"(?:(?<![\w\d)])[-−–+])?"
_MIXED = re.compile(
    rf"(?<![\w.,])(\d+)\s?(tr|triệu|tỷ|tỉ)\s?(\d{{1,3}})(?![\w.,]\d|\w|\s?(?:tr|triệu|tỷ|tỉ|nghìn|ngàn|k)(?!\w))",
    re.IGNORECASE,
)
_SCALED = re.compile(rf"(?<![\w.,/])({_SIGN}{LITERAL})\s?(k|K|tr|TR|Tr)(?![\w])(\s?{_CURRENCY}(?!\w))?")
_AFTER = re.compile(
    rf"(?<![\w.,/])({_SIGN}{LITERAL})(\s?(?:triệu|tỷ|tỉ|nghìn|ngàn|trăm))?\s?({_CURRENCY})(?![\w])",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(US\$|\$|€|£|¥)\s?({LITERAL})(?!\w)", re.IGNORECASE)
_PER = re.compile(
    r"((?:đồng|nghìn|triệu|tỷ|la|mỹ|rô|anh|yên)|\d)\s?/\s?(tháng|năm|ngày|giờ|đêm|người|lần|suất|kg|cái|chiếc|phòng|vé|m2|m²|m3|m³|kWh|kwh|km|lít|"
    r"tuần|quý|phút|hộ|học sinh|khách|lượt|bộ|trang|bản|hồ sơ|tấn|hộp|gói|chai|ly|buổi|khóa|tín chỉ|thửa|chỗ|h)(?!\w)",
    re.IGNORECASE,
)


def speak(text: str) -> str:
    """ "1.250.000 đ" → "một triệu hai trăm năm mươi nghìn đồng", "2tr5" → "hai triệu năm trăm nghìn"."""
    text = _MIXED.sub(_mixed, text)
    text = _SCALED.sub(_scaled, text)
    text = _BEFORE.sub(lambda match: f"{_value(match[2], foreign=True)} {_NAMES[match[1].lower()]}", text)
    text = _AFTER.sub(_after, text)
    return (
        _PER.sub(lambda match: f"{match[1]} mỗi {NAMES.get(match[2], match[2])}", text)
        if "/" in text
        else text
    )


def _mixed(match: re.Match[str]) -> str:
    scale = _SCALES[match[2].lower()]
    part = int(match[3]) * 10 ** (3 - len(match[3]))
    low = f" {read(str(part))} {_STEPS[scale]}" if part else ""
    return f"{read(match[1])} {scale}{low}"


def _scaled(match: re.Match[str]) -> str:
    currency = match[3]
    name = " " + _NAMES[currency.strip().lower()] if currency else ""
    return f"{read(match[1])} {_SCALES[match[2].lower()]}{name}"


def _after(match: re.Match[str]) -> str:
    scale = " " + match[2].strip().lower() if match[2] else ""
    name = _NAMES[match[3].lower()]
    return f"{_value(match[1], foreign=name != _DONG)}{scale} {name}"


def _value(literal: str, *, foreign: bool) -> str:
    """Foreign sums are often written the English way: "$1,250" is a thousand, "$12.50" has cents."""
    if foreign and re.fullmatch(r"\d{1,3},\d{3}", literal):
        literal = literal.replace(",", ".")
    return read(literal)


_SAID_CURRENCIES = (
    (("đồng",), "đồng"),
    (("đô", "la", "mỹ"), "USD"),
    (("đô", "la"), "đô la"),
    (("đô",), "đô"),
    (("ơ", "rô"), "EUR"),
    (("bảng", "anh"), "GBP"),
    (("yên", "nhật"), "JPY"),
    (("nhân", "dân", "tệ"), "CNY"),
)


def read_spoken(words: Sequence[str], start: int) -> Reading | None:
    """A sum with its currency: "một triệu hai trăm năm mươi nghìn đồng" → "1.250.000 đồng"."""
    number = scan(words, start)
    if number is None:
        return None
    for names, written in _SAID_CURRENCIES:
        if tuple(words[number.end : number.end + len(names)]) == names:
            # "một đồng", "ba đô" in passing are idioms as often as sums.
            if number.value < 10:
                return None
            return Reading(number.end + len(names), f"{grouped(number.value)} {written}")
    return None
