"""Dates and times of day, also relative: "mai", "thứ sáu tuần sau", "ba giờ rưỡi chiều". Knows no lunar calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found
from giong.dialogue.spotting import any_of

_I = re.IGNORECASE
_DAYS = (
    (any_of("hôm nay|bữa nay|ngay bây giờ|sáng nay|trưa nay|chiều nay|tối nay|đêm nay"), 0),
    (any_of("hôm qua|bữa qua|tối qua|chiều qua|đêm qua"), -1),
    (any_of("hôm kia|bữa kia"), -2),
    (any_of("ngày kia|ngày mốt|bữa mốt|sáng mốt|chiều mốt|tối mốt"), 2),
    (any_of("ngày mai|sáng mai|trưa mai|chiều mai|tối mai|mai|hôm sau|ngày hôm sau"), 1),
)
_IN_DAYS = re.compile(r"(?<!\w)(\d{1,3})\s+ngày\s+(?:nữa|sau|tới)(?!\w)", _I)
_IN_WEEKS = re.compile(r"(?<!\w)(\d{1,2})\s+tuần\s+(?:nữa|sau|tới)(?!\w)", _I)
_NAMES = {
    "hai": 0,
    "2": 0,
    "ba": 1,
    "3": 1,
    "tư": 2,
    "bốn": 2,
    "4": 2,
    "năm": 3,
    "5": 3,
    "sáu": 4,
    "6": 4,
    "bảy": 5,
    "bẩy": 5,
    "7": 5,
}
_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?:thứ|thu)\s+(hai|ba|tư|tu|bốn|năm|nam|sáu|sau|bảy|bay|bẩy|[2-7])"
    r"|(?<!\d )t([2-7])|(chủ nhật|chu nhat|cn))"
    r"(?:\s+(tuần này|tuần sau|tuần tới|tới|sau|này|tuan nay|tuan sau|tuan toi))?(?!\w)",
    _I,
)
_PLAIN = {"tu": "tư", "nam": "năm", "sau": "sáu", "bay": "bảy"}
_FULL = re.compile(r"(?<![\w/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})(?![\w/])")
_ISO = re.compile(r"(?<![\w/.-])(\d{4})-(\d{2})-(\d{2})(?![\w/])")
_SPOKEN = re.compile(
    r"(?<!\w)(?:ngày\s+|mùng\s+|mồng\s+|ngay\s+)?(\d{1,2})\s+(?:tháng|thang)\s+(\d{1,2}|giêng|tư)(?:\s*(?:,\s*)?(?:năm|nam)\s+(\d{4}))?(?!\w|/)",
    _I,
)
_SHORT = re.compile(r"(?<![\w/.,-])(\d{1,2})/(\d{1,2})(?![\w/])")
_HYPHENED = re.compile(r"^\D*?(?<![\w/.,-])(\d{1,2})\s?[-.]\s?(\d{1,2})(?![\w/.-])\D*$")
"""Could be a house number or a span as well: read only where a day was asked for."""
_DAY_ONLY = re.compile(r"(?<!\w)(?:ngày|mùng|mồng|hôm|ngay)\s+(\d{1,2})(?!\s*(?:giờ|tháng|/|:)|\w)", _I)
_BARE = re.compile(r"^\D*(\d{1,2})\D*$")

_HOUR = re.compile(
    r"(?<![\w/.,:])(\d{1,2})\s?(?:giờ|gio|h|g|:)\s?(kém\s+)?([0-5]?\d|rưỡi|ruoi)?(?:\s?(?:phút|p|phut))?"
    r"(?:\s?(sáng|trưa|chiều|tối|đêm|khuya|sang|trua|chieu|toi|dem|am|pm))?(?![\w/])",
    _I,
)
_HOURS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_HALF_PAST = re.compile(rf"(?<![\w.,])(\d{{1,2}}|{'|'.join(reversed(_HOURS))})\s+(?:rưỡi|ruoi)(?!\w)", _I)
"""Half past without "giờ", which could be a sum or a length as well: read only where a time was asked for."""
_PART = re.compile(r"(?<!\w)(sáng|trưa|chiều|tối|đêm)(?!\w)", _I)
_PARTS = {
    "sáng": "sáng", "sang": "sáng", "trưa": "trưa", "trua": "trưa", "chiều": "chiều", "chieu": "chiều",
    "tối": "tối", "toi": "tối", "đêm": "đêm", "dem": "đêm", "khuya": "đêm",
    "am": "sáng", "pm": "chiều",
}  # fmt: skip
_BARE_HOUR = re.compile(r"^\D*(\d{1,2})(?::([0-5]\d))?\D*$")


class Date:
    """A day; the value is ISO, "2026-11-20". A day without a month or year is the next one to come.

    The slot's `min` and `max` are days from today: with `min: 0` no day that is past will do.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        return _within(_any_day(text, today) or _answered(text, today), slot, today)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return _within(_any_day(text, today), slot, today)

    def written(self, value: Any, slot: Slot) -> str:
        day = date.fromisoformat(str(value))
        return f"{day.day}/{day.month}/{day.year}"


def _any_day(text: str, today: date) -> Found | None:
    for reader in (_absolute, _weekday, _relative, _short, _day_only):
        if found := reader(text, today):
            return found
    return None


def _within(found: Found | None, slot: Slot, today: date) -> Found | None:
    if found is None:
        return None
    days = (date.fromisoformat(found.value) - today).days
    early = slot.minimum is not None and days < slot.minimum
    late = slot.maximum is not None and days > slot.maximum
    return None if early or late else found


def _answered(text: str, today: date) -> Found | None:
    """Numbers that are a day only where one was asked for."""
    if match := _HYPHENED.match(text):
        day = _in_year(int(match.group(1)), int(match.group(2)), None, today)
        return _found(day, match.start(1), match.end(2))
    match = _BARE.match(text)
    return _found(_next_day(int(match.group(1)), today), match.start(1), match.end(1)) if match else None


def _found(day: date | None, start: int, end: int) -> Found | None:
    return None if day is None else Found(day.isoformat(), start, end)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _absolute(text: str, today: date) -> Found | None:
    if match := _ISO.search(text):
        return _found(_date(*(int(part) for part in match.groups())), match.start(), match.end())
    if match := _FULL.search(text):
        year = int(match.group(3))
        # Two digits: 30 and later belong to the twentieth century, as on old papers.
        year += 0 if year > 99 else 2000 if year < 30 else 1900
        return _found(_date(year, int(match.group(2)), int(match.group(1))), match.start(), match.end())
    if match := _SPOKEN.search(text):
        word = match.group(2).lower()
        month = {"giêng": 1, "tư": 4}.get(word) or int(word)
        named = int(match.group(3)) if match.group(3) else None
        return _found(_in_year(int(match.group(1)), month, named, today), match.start(), match.end())
    return None


def _in_year(day: int, month: int, year: int | None, today: date) -> date | None:
    if year is not None:
        return _date(year, month, day)
    this = _date(today.year, month, day)
    if this is not None and this < today - timedelta(days=180):
        return _date(today.year + 1, month, day)
    return this


def _weekday(text: str, today: date) -> Found | None:
    match = _WEEKDAY.search(text)
    if match is None:
        return None
    name = (match.group(1) or match.group(2) or "").lower()
    number = 6 if match.group(3) else _NAMES[_PLAIN.get(name, name)]
    which = (match.group(4) or "").lower()
    monday = today - timedelta(days=today.weekday())
    if which in ("tuần này", "tuan nay", "này"):
        day = monday + timedelta(days=number)
    elif which in ("tuần sau", "tuần tới", "tuan sau", "tuan toi", "sau"):
        day = monday + timedelta(days=7 + number)
    else:
        day = today + timedelta(days=(number - today.weekday()) % 7 or (7 if which == "tới" else 0))
    return _found(day, match.start(), match.end())


def _relative(text: str, today: date) -> Found | None:
    if match := _IN_DAYS.search(text):
        return _found(today + timedelta(days=int(match.group(1))), match.start(), match.end())
    if match := _IN_WEEKS.search(text):
        return _found(today + timedelta(days=7 * int(match.group(1))), match.start(), match.end())
    for pattern, days in _DAYS:
        if match := pattern.search(text):
            return _found(today + timedelta(days=days), match.start(), match.end())
    return None


def _short(text: str, today: date) -> Found | None:
    match = _SHORT.search(text)
    if match is None:
        return None
    return _found(_in_year(int(match.group(1)), int(match.group(2)), None, today), match.start(), match.end())


def _day_only(text: str, today: date) -> Found | None:
    match = _DAY_ONLY.search(text)
    return _found(_next_day(int(match.group(1)), today), match.start(), match.end()) if match else None


def _next_day(number: int, today: date) -> date | None:
    """The next day with this number, this month or in one of the two that follow (not every month has a 31st)."""
    for ahead in range(3):
        month = today.month - 1 + ahead
        day = _date(today.year + month // 12, month % 12 + 1, number)
        if day is not None and day >= today:
            return day
    return None


class Time:
    """A time of day; the value is "15:30".

    The slot's `min` and `max` are hours that decide whether "3 giờ" is the night or the afternoon; they refuse nothing.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | None:
        if found := self.find(text, slot, today):
            return found
        nearby = _PART.search(text)
        part = nearby.group(1) if nearby else ""
        if half := _HALF_PAST.search(text):
            hour = half.group(1).lower()
            number = int(hour) if hour.isdigit() else _HOURS.index(hour) + 1
            return _likelier(_time(number, 30, part, half.span()), slot, part)
        match = _BARE_HOUR.match(text)
        if match is None:
            return None
        return _likelier(_time(int(match.group(1)), int(match.group(2) or 0), part, match.span(1)), slot, part)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        match = _HOUR.search(text)
        if match is None:
            return None
        hour, before, minutes, part = match.groups()
        minute = 30 if minutes and not minutes.isdigit() else int(minutes or 0)
        if before:
            total = (int(hour) * 60 - minute) % 1440
            hour, minute = str(total // 60), total % 60
        if part is None and (nearby := _PART.search(text)):
            part = nearby.group(1)
        return _likelier(_time(int(hour), minute, part or "", match.span()), slot, part or "")

    def written(self, value: Any, slot: Slot) -> str:
        hour, minute = str(value).split(":")
        return f"{int(hour)} giờ {int(minute)}" if int(minute) else f"{int(hour)} giờ"


def _likelier(found: Found | None, slot: Slot, part: str) -> Found | None:
    """Half a day later where only that lies between the slot's hours and no part of the day was said."""
    if found is None or part:
        return found
    hour, minute = map(int, found.value.split(":"))
    low = 0.0 if slot.minimum is None else slot.minimum
    high = 24.0 if slot.maximum is None else slot.maximum
    hours = hour + minute / 60
    if hour < 12 and not low <= hours <= high and low <= hours + 12 <= high:
        return Found(f"{hour + 12:02}:{minute:02}", found.start, found.end)
    return found


def _time(hour: int, minute: int, part: str, span: tuple[int, int]) -> Found | None:
    part = _PARTS.get(part.lower(), "")
    if (part in ("chiều", "tối") and hour < 12) or (part == "trưa" and hour < 4) or (part == "đêm" and 6 <= hour < 12):
        hour += 12
    elif part == "đêm" and hour == 12:
        hour = 0
    if hour == 24:
        hour = 0
    return Found(f"{hour:02}:{minute:02}", *span) if hour < 24 and minute < 60 else None
