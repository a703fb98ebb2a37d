"""Sums of money as written and as said, both ways; knows how currencies are called, no rates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.text.heard import Reading
from giong.text.lexicon import bag, one_of, table
from giong.text.numbers import LITERAL, grouped, read, scan
from giong.text.units import NAMES

_NAMES = table(
    "đ: đồng; ₫: đồng; đồng: đồng; vnd: đồng; vnđ: đồng; $: đô la; us$: đô la; usd: đô la mỹ; €: ơ rô; eur: ơ rô;"
    "£: bảng anh; gbp: bảng anh; ¥: yên; jpy: yên nhật; cny: nhân dân tệ; krw: won; thb: bạt; sgd: đô la singapore;"
    "aud: đô la úc"
)
_SCALES = table("k: nghìn; nghìn: nghìn; ngàn: nghìn; tr: triệu; triệu: triệu; tỷ: tỷ; tỉ: tỷ")
_STEPS = {"nghìn": "", "triệu": "nghìn", "tỷ": "triệu"}
_CURRENCY = r"(?:đồng|đ|₫|VNĐ|VND|USD|US\$|EUR|GBP|JPY|CNY|KRW|THB|SGD|AUD|\$|€|£|¥)"
_SIGN = r"(?:(?<![\w\d)])[-−–+])?"
_MIXED = re.compile(
    r"(?<![\w.,])(\d+)\s?(tr|triệu|tỷ|tỉ)\s?(\d{1,3})(?![\w.,]\d|\w|\s?(?:tr|triệu|tỷ|tỉ|nghìn|ngàn|k)(?!\w))",
    re.IGNORECASE,
)
_SCALED = re.compile(rf"(?<![\w.,/])({_SIGN}{LITERAL})\s?(k|K|tr|TR|Tr)(?![\w])(\s?{_CURRENCY}(?!\w))?")
_AFTER = re.compile(
    rf"(?<![\w.,/])({_SIGN}{LITERAL})(\s?(?:triệu|tỷ|tỉ|nghìn|ngàn|trăm))?\s?({_CURRENCY})(?![\w])",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(US\$|\$|€|£|¥)\s?(\d{{1,3}}(?:,\d{{3}})+\.\d\d?|{LITERAL})(?!\w)", re.IGNORECASE)
_EACH = one_of(
    [
        *bag("tháng năm ngày giờ h đêm người lần suất cái chiếc phòng vé tuần quý phút hộ khách lượt bộ trang bản tấn"),
        *bag("hộp gói chai ly buổi khóa thửa chỗ xe kg m2 m² m3 m³ kWh kwh km lít"),
        *("học sinh", "hồ sơ", "tín chỉ"),
    ]
)
_PER = re.compile(
    rf"((?:đồng|nghìn|triệu|tỷ|la|mỹ|rô|anh|yên)|\d|(?<!\w)\d+\s[^\W\d]+)\s?/\s?({_EACH})(?!\w)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d\d?)?")
_FOR = re.compile(r"(đồng|nghìn|triệu)\s?/\s?(?=\d+ (?:ngày|tháng|năm|phút|giờ|lần|người|suất|GB))")


def speak(text: str) -> str:
    """ "1.250.000 đ" → "một triệu hai trăm năm mươi nghìn đồng", "2tr5" → "hai triệu năm trăm nghìn"."""
    text = _MIXED.sub(_mixed, text)
    text = _SCALED.sub(_scaled, text)
    text = _BEFORE.sub(lambda match: f"{_value(match[2], foreign=True)} {_NAMES[match[1].lower()]}", text)
    text = _AFTER.sub(_after, text)
    text = _FOR.sub(r"\1 cho ", text)
    return _PER.sub(lambda match: f"{match[1]} mỗi {NAMES.get(match[2], match[2])}", text)


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
    return f"{_value(match[1], foreign=name != 'đồng')}{scale} {name}"


def _value(literal: str, *, foreign: bool) -> str:
    """Foreign sums are often written the English way: "$1,250" is a thousand, "$12.50" has cents."""
    if foreign and _ENGLISH.fullmatch(literal):
        literal = literal.replace(",", "")
    return read(literal)


_SAID_CURRENCIES = tuple(
    (tuple(said.split()), written)
    for said, written in table(
        "đồng: đồng; đô la mỹ: USD; đô la: đô la; đô: đô; ơ rô: EUR; bảng anh: GBP; yên nhật: JPY; nhân dân tệ: CNY"
    ).items()
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
