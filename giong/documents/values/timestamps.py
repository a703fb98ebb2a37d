"""Dates with or without the time of day, as tills, banks and letters print them. Knows no label.

The form of a timestamp is "dd/mm/yyyy" and, where a time was printed, "dd/mm/yyyy HH:MM" or "dd/mm/yyyy HH:MM:SS": the
seconds are kept if they were printed, none are made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from giong.text.dates import exists

_FOR_DIGITS = str.maketrans("OoQDlI|i][!SsBZz", "0000111111155822")
_D = r"[0-9OoQlI|\]\[!SB]"
_SIGN = r"\s?[/.\-–_]\s?"
_YEAR = rf"(?:[12]{_D}{{3}}|\d{{2}}(?!\s?[.\-]\s?\d{{4}}))"
_DATE = re.compile(rf"(?<!\d:)(?<![\w/])({_D}{{1,2}})({_SIGN})({_D}{{1,2}}){_SIGN}({_YEAR})(?![\w/])")
_GLUED = re.compile(r"(?<![\w/])(\d{2})()/(\d{2})/((?:19|20)\d{2})(?=\d{2}:)")
_ISO = re.compile(r"(?<![\w/])((?:19|20)\d{2})[/.\-](\d{1,2})[/.\-](\d{1,2})(?=T\d|[^\w/]|$)")
_IN_ENGLISH = r"\W{0,3}(?:[a-z]{3,6}\W{1,3})?"
""" "Ngày (date) 26 tháng (month) 03 năm (year) 2021"."""
_SAID = re.compile(
    rf"(?<!\w)(?:ng[aàáảãạ]y{_IN_ENGLISH})?({_D}{{1,2}})\W{{0,3}}th[aáàảãạ]ng{_IN_ENGLISH}({_D}{{1,2}})"
    rf"\W{{0,3}}n[aăâắằẳẵặ]m{_IN_ENGLISH}([12]\s?{_D}{{3}})(?!\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<!\w)(\d{1,2})[ \-/]([A-Za-z]{3})[a-z]*[ \-/,]{1,2}((?:19|20)\d{2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(
    r"(?<!\d:)(?:(?<=\sT)|(?<![\w/.,]))([01]?[0-9OolI]|2[0-3])\s?(?:[:;]|[hg](?=\d))\s?([0-5OlI][0-9OoIl])"
    r"(?:\s?[:;]\s?([0-5][0-9]))?\s?([AaPp]\.?[Mm]\.?|SA|CH)?(?![\w:])"
)

_COLON_LOST = re.compile(r"[\s,\-]{1,3}([01]\d|2[0-3])[.,·]?\s?([0-5]\d)(?![\w.,])")


@dataclass(frozen=True, slots=True)
class Day:
    """A date found in a text."""

    day: int
    month: int
    year: int
    start: int
    end: int

    @property
    def value(self) -> str:
        return f"{self.day:02d}/{self.month:02d}/{self.year:04d}"

    @property
    def iso(self) -> str:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day found in a text; `value` is "HH:MM" or "HH:MM:SS"."""

    value: str
    start: int
    end: int


def days(text: str) -> list[Day]:
    """The dates in a text, of days that exist."""
    found: list[Day] = []
    for pattern, order in ((_SAID, "dmy"), (_ISO, "ymd"), (_GLUED, "d-my"), (_DATE, "d-my"), (_NAMED, "dby")):
        for match in pattern.finditer(text):
            day = _day(match, order)
            if day is not None and all(day.end <= other.start or day.start >= other.end for other in found):
                found.append(day)
    return sorted(found, key=lambda day: day.start)


def _day(match: re.Match[str], order: str) -> Day | None:
    parts = dict(zip(order, match.groups(), strict=True))
    year = _number(parts["y"])
    if order == "dby":
        name = parts["b"].lower()
        month = _MONTHS.index(name) + 1 if name in _MONTHS else 0
    else:
        month = _number(parts["m"])
    day = _number(parts["d"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not 1900 <= year <= 2099 or not exists(day, month, year):
        return None
    return Day(day, month, year, *match.span())


def _number(text: str) -> int:
    digits = re.sub(r"\D", "", text.translate(_FOR_DIGITS))
    return int(digits) if digits else 0


def times(text: str) -> list[Time]:
    """The times of day in a text: "17:18", "17h18", "05:18:09 PM"."""
    found = []
    for match in _TIME.finditer(text):
        hour, minute = _number(match[1]), _number(match[2])
        half = (match[4] or "").upper().replace(".", "")
        if half in ("PM", "CH") and hour < 12:
            hour += 12
        elif half in ("AM", "SA") and hour == 12:
            hour = 0
        if hour < 24 and minute < 60:
            value = f"{hour:02d}:{minute:02d}" + (f":{match[3]}" if match[3] else "")
            found.append(Time(value, *match.span()))
    return found


def _undivided(text: str, day: Day) -> list[Time]:
    """The time just behind a date whose colon was read as a dot, or not at all: "01/04/2024 16.59"."""
    match = _COLON_LOST.match(text, day.end)
    return [Time(f"{match[1]}:{match[2]}", *match.span())] if match else []


def without_days(text: str) -> str:
    """The text with dots instead of its dates, so that no time is found in them."""
    for day in days(text):
        text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    return text


def stamp(text: str) -> str:
    """The first date of a text with the time beside it, in the form above; "" without a date."""
    found = days(text)
    if not found:
        return ""
    day = found[0]
    beside = times(without_days(text)) or _undivided(text, day)
    nearest = min(beside, key=lambda time: min(abs(time.start - day.end), abs(day.start - time.end)), default=None)
    return day.value if nearest is None else f"{day.value} {nearest.value}"
