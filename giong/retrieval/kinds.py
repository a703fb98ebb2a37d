"""Where something of the kind asked for stands in a text: numbers, prices, times, names. Knows no question."""

from __future__ import annotations

import re

from giong.retrieval.question import Asked

_NUMERAL = (
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ"
    r"|linh|lẻ|rưỡi|mốt|lăm|tư|không|vài|chục)"
)
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)*(?:\s?[½¼¾])?(?:\s?%|\s?phần trăm)?"
    rf"|{_NUMERAL}(?:\s{_NUMERAL})*)(?:\s(?:trăm|nghìn|ngàn|triệu|tỷ|tỉ))*"
)
_UNIT_OF_TIME = r"(?:giây|phút|giờ|tiếng|ngày|tuần|tháng|quý|năm|thập kỷ|thế kỷ)"
_PRICE = (
    rf"{_NUMBER}\s?(?:đồng|đô la|đô|euro|bảng|yên|tệ|đ|vnđ|vnd|usd|k)\b(?:\s?/\s?\w+)?"
    rf"|[$€£]\s?{_NUMBER}|miễn phí|không (?:mất|thu|tốn) (?:tiền|phí|lệ phí)"
)
_DURATION = rf"{_NUMBER}\s{_UNIT_OF_TIME}(?:\s(?:làm việc|rưỡi))?|(?:ngay\s)?trong (?:ngày|buổi|tuần)"
_DATE = (
    r"(?:ngày\s)?\d{1,2}\s?(?:tháng|/|-)\s?\d{1,2}(?:\s?(?:năm|/|-|,)\s?\d{4})?"
    r"|tháng\s\d{1,2}(?:\s?(?:năm|/)\s?\d{4})?|(?:mùa\s\w+\s)?năm\s\d{3,4}"
    r"|(?:thế kỷ|thập niên|thập kỷ)\s(?:thứ\s)?[\dIVX]+|\d{1,2}\s?(?:giờ|h|:)\s?\d{0,2}|\b[12]\d{3}\b"
    r"|thứ\s(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật"
)
_CAPITAL = (
    "["
    + "".join(letter for letter in map(chr, range(0x250)) if letter.isupper())
    + "".join(letter for letter in map(chr, range(0x1E00, 0x1F00)) if letter.isupper())
    + "]"
)
_NAME = rf"\b{_CAPITAL}(?:[\w’'&.-]*\w)?(?:\s(?:(?:de|van|von|der|al|bin|của|và)\s)?{_CAPITAL}(?:[\w’'&.-]*\w)?)*"
_PATTERNS = {
    Asked.AMOUNT: re.compile(_NUMBER, re.IGNORECASE),
    Asked.PRICE: re.compile(_PRICE, re.IGNORECASE),
    Asked.DURATION: re.compile(_DURATION, re.IGNORECASE),
    Asked.TIME: re.compile(_DATE, re.IGNORECASE),
    Asked.PERSON: re.compile(_NAME),
    Asked.PLACE: re.compile(_NAME),
}
KINDS = (Asked.AMOUNT, Asked.DURATION, Asked.TIME, Asked.PERSON)
"""Kinds whose forms tell what a run of words is, one of each form."""


def has_form(asked: Asked) -> bool:
    """Whether what is asked for can be told by its form."""
    return asked in _PATTERNS


def found(asked: Asked, text: str) -> list[tuple[int, int]] | None:
    """(start, end) of everything in `text` that has the form of what is asked for; None where it has no form."""
    if asked not in _PATTERNS:
        return None
    places = [match.span() for match in _PATTERNS[asked].finditer(text)]
    if asked is Asked.AMOUNT:
        days = [match.span() for match in _PATTERNS[Asked.TIME].finditer(text)]
        return [(start, end) for start, end in places if not any(s <= start and end <= e for s, e in days)]
    if asked in (Asked.PERSON, Asked.PLACE):
        # Every sentence begins with a capital; one syllable there is no name.
        return [(start, end) for start, end in places if start > 0 or " " in text[start:end]]
    return places


def holds(asked: Asked, text: str) -> bool:
    """Whether something of the kind asked for is in the text; True where the kind has no form."""
    places = found(asked, text)
    return places is None or bool(places)
