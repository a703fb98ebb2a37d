"""Dates as written and as said, both ways; knows which days exist in a month, no holidays and no lunar calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.text.heard import Reading, year
from giong.text.lexicon import bag
from giong.text.numbers import DIGITS, scan, to_words
from giong.text.words import word_at

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_FULL = re.compile(rf"(?<![\w/.-])({_DAY})\s?([/.-])\s?({_MONTH})\s?\2\s?(\d{{4}}|\d{{2}})(?![\w/]|[.-]\d)")
_ISO = re.compile(r"(?<![\w/.-])((?:19|20)\d{2})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w/-])")
_MONTH_YEAR = re.compile(
    rf"(?<![\w/.,-])((?:tháng|kỳ)\s+)?({_MONTH})[/-]((?:19|20)\d{{2}})(?![\w/]|[.-]\d)", re.IGNORECASE
)
_QUARTER = re.compile(r"(?<!\w)(?:quý\s+|Q)([1-4]|I{1,3}|IV)[/-]((?:19|20)\d{2})(?!\w)", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"(?<![\w/.,-])({_DAY})/({_MONTH})(?![\w/%]|[.,]\d)")
_DATED = re.compile(
    r"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|mùng|mồng|lễ|dịp|từ|đến|tới|trước|sau|nghỉ|hết|qua|hạn|đường|nhật|tư|hai|ba|năm|sáu|bảy|cn)"
    r"[\s,(]*$",
    re.IGNORECASE,
)
_DASHED = re.compile(rf"((?:ngày|hôm|mùng)\s+)({_DAY})-({_MONTH})(?![\w/-])", re.IGNORECASE)
_ORDINAL = re.compile(r"((?<!\w)(?:tháng|thứ)\s+)0?4(?![\w/]|[.,]\d)", re.IGNORECASE)
_FIRST = re.compile(r"((?<!\w)thứ\s+)1(?![\w/]|[.,]\d)", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?<![\w/])(?<![gG]a )(?<![tT]òa )(?<![tT]oà )(?<!tháp )T\s?([2-7])(?![\w/]|[.,]\d)")
_WEEKDAY_RANGE = re.compile(r"(?<=T[2-7])\s?[-–—]\s?(?=T[2-7]|chủ nhật)")
_SUNDAY = re.compile(r"(?<!\w)CN(?=\s|$|[,.;:)])")
_SHORT_MONTH = re.compile(r"(?<![\w/])T(0?[1-9]|1[0-2])/((?:19|20)\d{2})(?!\w)")
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Day/month pairs that are halves and quarters unless a word such as "ngày" stands before them.
_FRACTIONS = frozenset(
    tuple(map(int, pair.split("/")))
    for pair in bag("1/2 24/7 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 1/10 1/12")
)
_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")


def exists(day: int, month: int, year_: int | None = None) -> bool:
    """Whether the calendar has this day; without a year, 29 February exists."""
    if not 1 <= month <= 12 or not 1 <= day <= _MONTH_LENGTHS[month - 1]:
        return False
    leap = year_ is None or (year_ % 4 == 0 and (year_ % 100 != 0 or year_ % 400 == 0))
    return leap or (day, month) != (29, 2)


def speak(text: str) -> str:
    """ "12/5/2026" → "mười hai tháng năm năm hai nghìn không trăm hai mươi sáu"."""
    if any(mark in text for mark in "/.-"):
        text = _ISO.sub(_iso, text)
        text = _FULL.sub(_full, text)
        text = _QUARTER.sub(_quarter, text)
        text = _SHORT_MONTH.sub(lambda match: f"{_month(match[1])} năm {to_words(int(match[2]))}", text)
        text = _MONTH_YEAR.sub(_month_year, text)
        text = _DASHED.sub(_dashed, text)
        text = _DAY_MONTH.sub(_day_month, text)
    text = _ORDINAL.sub(r"\1tư", text)
    return _FIRST.sub(r"\1nhất", text)


def speak_weekdays(text: str) -> str:
    """ "T2 - T6, CN" → "thứ hai đến thứ sáu, chủ nhật"; CN is Sunday only beside another weekday."""
    if "T" not in text or _WEEKDAY.search(text) is None:
        return text
    text = _WEEKDAY_RANGE.sub(" đến ", _SUNDAY.sub("chủ nhật", text))
    return _WEEKDAY.sub(lambda match: "thứ " + _WEEKDAYS[int(match[1]) - 2], text)


def _month(digits: str) -> str:
    number = int(digits)
    return "tháng " + ("tư" if number == 4 else to_words(number))


def _full(match: re.Match[str]) -> str:
    if not exists(int(match[1]), int(match[3]), int(match[4])):
        return match.group()
    return f"{to_words(int(match[1]))} {_month(match[3])} năm {to_words(int(match[4]))}"


def _iso(match: re.Match[str]) -> str:
    if not exists(int(match[3]), int(match[2]), int(match[1])):
        return match.group()
    return f"{to_words(int(match[3]))} {_month(match[2])} năm {to_words(int(match[1]))}"


def _month_year(match: re.Match[str]) -> str:
    head = (match[1] or "").rstrip()
    month = _month(match[2])
    lead = f"{head} {month}" if head.lower() == "kỳ" else month if not head else head + month.removeprefix("tháng")
    return f"{lead} năm {to_words(int(match[3]))}"


def _quarter(match: re.Match[str]) -> str:
    numeral = match[1].upper()
    number = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(numeral) or int(numeral)
    return f"quý {'tư' if number == 4 else to_words(number)} năm {to_words(int(match[2]))}"


def _dashed(match: re.Match[str]) -> str:
    if int(match[2]) < int(match[3]) and not exists(int(match[2]), int(match[3])):
        return match.group()
    return f"{match[1]}{to_words(int(match[2]))} {_month(match[3])}"


def _day_month(match: re.Match[str]) -> str:
    day, month = int(match[1]), int(match[2])
    dated = _DATED.search(match.string[max(0, match.start() - 12) : match.start()]) is not None
    zeros = match[1].startswith("0") or match[2].startswith("0")
    if not exists(day, month) or (not dated and not zeros and (day, month) in _FRACTIONS):
        return match.group()
    return f"{to_words(day)} {_month(match[2])}"


_LEADS = bag("ngày mùng mồng hôm đường")
_ENDS_MONTH = bag(". , ? ! ; ạ nhé nha vừa tới sau trước này đến và hoặc hay là") | {""}
_COUNTED_AFTER = bag("lần nữa người cái nay ngoái sau trước tới liền qua rồi tuần ngày trời tuổi")


def read_spoken(words: Sequence[str], start: int) -> Reading | None:
    """A date that begins at `start`: "mười hai tháng năm năm hai nghìn không trăm hai mươi sáu" → "12/5/2026".

    A bare "hai tháng một" is no date ("hai tháng một lần"): a lone digit needs a word such as "ngày" before it or a
    year after it.
    """
    if words[start] == "năm" and word_at(words, start + 1) != "tháng":
        return _spoken_year(words, start)
    if words[start] == "tháng":
        return _spoken_month(words, start)
    day = scan(words, start)
    if day is None or not 1 <= day.value <= 31 or day.loose:
        return None
    led = (start > 0 and words[start - 1] in _LEADS) or _follows_date(words, start)
    month = _month_after(words, day.end)
    if month is None:
        plain = led and (day.end - start > 1 or words[start] == "mười" or words[start - 1] in ("mùng", "mồng"))
        return Reading(day.end, str(day.value)) if plain else None
    number, end = month
    if not exists(day.value, number):
        return None
    dated = _year_after(words, end)
    if dated is not None:
        return Reading(dated[1], f"{day.value}/{number}/{dated[0]}")
    if led or (day.end - start > 1 and word_at(words, end) not in _COUNTED_AFTER):
        return Reading(end, f"{day.value}/{number}")
    return None


def _follows_date(words: Sequence[str], at: int) -> bool:
    """Whether a day and a month stand just before: "ba mươi tháng tư một tháng năm"."""
    return word_at(words, at - 2) == "tháng" and word_at(words, at - 3) in {*DIGITS, "mươi", "mười", "mốt"}


def _month_after(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The month named at `at` ("tháng tư", "tháng mười hai"), and where its name ends."""
    if word_at(words, at) != "tháng":
        return None
    name = word_at(words, at + 1)
    if name in ("giêng", "chạp", "tư"):
        return {"giêng": 1, "chạp": 12, "tư": 4}[name], at + 2
    if name == "mười":
        after = {"một": 11, "hai": 12}.get(word_at(words, at + 2))
        return (after, at + 3) if after else (10, at + 2)
    number = DIGITS.get(name)
    if not number:
        return None
    if word_at(words, at + 2) in ("mươi", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ") or (
        name == "năm" and word_at(words, at + 2) in _COUNTED_AFTER
    ):
        return None
    return number, at + 2


def _year_after(words: Sequence[str], at: int) -> tuple[int, int] | None:
    if word_at(words, at) != "năm":
        return None
    if len(word_at(words, at + 1)) == 4 and words[at + 1].isdigit():
        return int(words[at + 1]), at + 2
    found = year(words, at + 1)
    if found is None or found[0] > 99:
        return found
    return found[0] + (1900 if found[0] >= 30 else 2000), found[1]


def _spoken_month(words: Sequence[str], start: int) -> Reading | None:
    """ "tháng mười hai", "tháng năm năm hai nghìn…"; a lone "tháng một" may be a count and stays."""
    month = _month_after(words, start)
    if month is None or word_at(words, start - 1) == "mạng":  # the street "Cách mạng Tháng Tám"
        return None
    number, end = month
    dated = _year_after(words, end)
    if dated is not None:
        return Reading(dated[1], f"tháng {number}/{dated[0]}")
    counted = start > 0 and scan(words, start - 1) is not None
    name = words[start + 1]
    if counted or name in ("giêng", "chạp", "tư"):
        return None
    if end == start + 2 and name != "mười" and word_at(words, end) not in _ENDS_MONTH:
        return None
    return Reading(end, f"tháng {number}")


def _spoken_year(words: Sequence[str], start: int) -> Reading | None:
    if start > 0 and words[start - 1] in ("mươi", "mười", "trăm", "mấy", "nhiều", "bao"):
        return None
    found = year(words, start + 1)
    if found is None:
        return None
    return Reading(found[1], f"năm {found[0]}")
