"""Dates and times of day in answers: within the slot's bounds, or what is wrong with them. How days are named is
`text/days.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found, Wrong
from giong.text import days
from giong.text.counting import counted

_I = re.IGNORECASE
_PART_WORDS = "sáng|trưa|chiều|tối|đêm|khuya|sang|trua|chieu|toi|dem|am|pm"
_HOUR = re.compile(
    r"(?<![\w/.,:])(\d{1,2})\s?(?:giờ|gio|h|g|:)\s?(kém\s+|kem\s+)?"
    rf"([0-5]\d|\d(?=\s*(?:phút|p|phut|{_PART_WORDS}|ạ|nhé|nha|[^\w\s]|$))|rưỡi|ruoi)?(?:\s?(?:phút|p|phut))?"
    rf"(?:\s?({_PART_WORDS}))?(?![\w/])",
    _I,
)
_HALF_PAST = re.compile(r"(?<![\w.,])(\d{1,2})\s+(?:rưỡi|ruoi)(?!\w)", _I)
"""Half past without "giờ", which could be a sum or a length as well: read only where a time was asked for."""
_PART = re.compile(r"(?<!\w)(sáng|trưa|chiều|tối|đêm|khuya)(?!\w)", _I)
_PARTS = {
    "sáng": "sáng", "sang": "sáng", "trưa": "trưa", "trua": "trưa", "chiều": "chiều", "chieu": "chiều",
    "tối": "tối", "toi": "tối", "đêm": "đêm", "dem": "đêm", "khuya": "đêm",
    "am": "sáng", "pm": "chiều",
}  # fmt: skip
_BARE_HOUR = re.compile(r"^\D*(\d{1,2})(?::([0-5]\d))?\D*$")
_NOON = re.compile(r"(?<!\w)(?:giữa trưa|đúng ngọ|chính ngọ)(?!\w)", _I)
_PART_ONLY = re.compile(
    r"(?<!\w)((?:đầu |cuối |giữa )?(?:buổi )?(?:sáng|trưa|chiều|tối)(?: (?:sớm|mai|nay|mốt|muộn))?"
    r"|(?:trong )?giờ hành chính|giờ nào cũng được|lúc nào cũng được|mấy giờ cũng được)(?!\w)",
    _I,
)


class Date:
    """A day; the value is ISO, "2026-11-20". A day without a month or year is the next one to come.

    The slot's `min` and `max` are days from today: with `min: 0` no day that is past will do.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        if two := _two_days(text, today):
            return two
        named = days.asked(text, today)
        if isinstance(named, days.NoDay):
            return Wrong("wrong_date_which" if named.vague else "wrong_date_none_such", {"value": named.words})
        return None if named is None else _within(named, slot, today)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        named = days.mentioned(text, today)
        found = _within(named, slot, today) if isinstance(named, days.Day) else None
        return found if isinstance(found, Found) else None

    def written(self, value: Any, slot: Slot) -> str:
        return _written(date.fromisoformat(str(value)))


_BETWEEN = re.compile(r"(?<!\w)(?:đến|tới|hoặc|hay|hay là|den|toi|hoac)(?!\w)", _I)


def _two_days(text: str, today: date) -> Wrong | None:
    """ "từ thứ hai đến thứ tư", "mai hay cuối tuần": one of them is to be chosen."""
    for middle in _BETWEEN.finditer(text):
        first, second = _one_day(text[: middle.start()], today), _one_day(text[middle.end() :], today)
        if first and second and first.day != second.day:
            return Wrong("wrong_date_two", {"first": _written(first.day), "second": _written(second.day)})
    return None


def _one_day(text: str, today: date) -> days.Day | None:
    """A day by its name; numbers on both sides of "đến" may be hours as well."""
    named = days.asked(text, today)
    return named if isinstance(named, days.Day) and not named.bare else None


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _within(named: days.Day, slot: Slot, today: date) -> Found | Wrong:
    ahead = (named.day - today).days
    value = {"value": _written(named.day)}
    if slot.minimum is not None and ahead < slot.minimum:
        if slot.minimum == 0:
            return Wrong("wrong_date_past", value)
        return Wrong("wrong_date_early", {**value, "least": _written(today + timedelta(days=slot.minimum))})
    if slot.maximum is not None and ahead > slot.maximum:
        if slot.maximum <= 0 < ahead:
            return Wrong("wrong_date_future", value)
        return Wrong("wrong_date_late", {**value, "most": _written(today + timedelta(days=slot.maximum))})
    return Found(named.day.isoformat(), named.start, named.end, unsure=named.rough)


class Time:
    """A time of day; the value is "15:30".

    The slot's `min` and `max` are hours that decide whether "3 giờ" is the night or the afternoon; they refuse nothing.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        said = counted(text)
        found = _clock(said.text, slot) or _bare(said.text, slot)
        if isinstance(found, Found):
            start, end = said.origin(found.start, found.end)
            return replace(found, start=start, end=end)
        return found or _no_time(text)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        found = _clock(text, slot)
        return found if isinstance(found, Found) else None

    def written(self, value: Any, slot: Slot) -> str:
        hour, minute = str(value).split(":")
        return f"{int(hour)} giờ {int(minute)}" if int(minute) else f"{int(hour)} giờ"


def _clock(text: str, slot: Slot) -> Found | Wrong | None:
    """An hour that is called one."""
    match = _HOUR.search(text)
    if match is None:
        return None
    hour, before, minutes, part = match.groups()
    minute = 30 if minutes and not minutes.isdigit() else int(minutes or 0)
    return _at(int(hour), minute, short=bool(before), part=part or _nearby(text), match=match, slot=slot)


def _bare(text: str, slot: Slot) -> Found | Wrong | None:
    """A number that is an hour only where one was asked for."""
    if match := _HALF_PAST.search(text):
        return _at(int(match[1]), 30, short=False, part=_nearby(text), match=match, slot=slot)
    if match := _BARE_HOUR.match(text):
        return _at(int(match[1]), int(match[2] or 0), short=False, part=_nearby(text), match=match, slot=slot)
    return None


def _no_time(text: str) -> Found | Wrong | None:
    if match := _NOON.search(text):
        return Found("12:00", *match.span())
    match = _PART_ONLY.search(text)
    return Wrong("wrong_time_which", {"value": match[1].lower()}) if match else None


def _nearby(text: str) -> str:
    part = _PART.search(text)
    return part[1] if part else ""


def _at(hour: int, minute: int, *, short: bool, part: str, match: re.Match[str], slot: Slot) -> Found | Wrong:
    """ "3 giờ kém 15" is `short` by its minutes."""
    if short:
        total = (hour * 60 - minute) % 1440
        hour, minute = divmod(total, 60)
    start, end = match.span()
    half = _PARTS.get(part.lower(), "")
    if (half in ("chiều", "tối") and hour < 12) or (half == "trưa" and hour < 4) or (half == "đêm" and 6 <= hour < 12):
        hour += 12
    elif half == "đêm" and hour == 12:
        hour = 0
    if hour == 24:
        hour = 0
    if hour > 24 or minute > 59:
        return Wrong("wrong_time_none_such", {"value": f"{hour}:{minute:02}" if minute else str(hour)})
    if not half:
        hour = _likelier(hour, minute, slot)
    return Found(f"{hour:02}:{minute:02}", start, end)


def _likelier(hour: int, minute: int, slot: Slot) -> int:
    """Half a day later where only that lies between the slot's hours."""
    low = 0.0 if slot.minimum is None else slot.minimum
    high = 24.0 if slot.maximum is None else slot.maximum
    hours = hour + minute / 60
    return hour + 12 if hour < 12 and not low <= hours <= high and low <= hours + 12 <= high else hour
