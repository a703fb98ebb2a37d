"""The Vietnamese lunar calendar: days of the moon and of the sun, both ways; knows no holiday and no words.

A month begins on the day of the new moon in Vietnam (UTC+7); the month that holds the winter solstice is the
eleventh, and of thirteen months between two solstices the first in which the sun enters no new twelfth of its way is
leap. The positions of sun and moon follow J. Meeus, "Astronomical Algorithms" (1991/1998), ch. 25 and 49, in the
shortened series that Hồ Ngọc Đức published for this calendar ("Thuật toán tính âm lịch", 2004).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import floor, pi, radians, sin

YEARS = range(1900, 2200)
"""Before, other time zones were used; after, the series grows inexact."""

_ZONE_DAYS = 7 / 24
_MONTH_DAYS = 29.530588853
_FIRST_NEW_MOON_JD = 2415021.076998695
"""Of 1900, in Universal Time."""
_JULIAN_OF_ORDINAL = 1721425
_SOLSTICE_TWELFTH = 9
"""The winter solstice is where the sun enters the tenth twelfth (270°)."""


@dataclass(frozen=True)
class LunarDate:
    """A day of the lunar calendar; `year` is the solar year in which the lunar one began."""

    day: int
    month: int
    year: int
    leap: bool = False


def lunar(day: date) -> LunarDate:
    """The lunar date of a solar day."""
    julian = day.toordinal() + _JULIAN_OF_ORDINAL
    count = floor((julian - _FIRST_NEW_MOON_JD) / _MONTH_DAYS)
    start = next(start for start in map(_new_moon_day, (count + 1, count, count - 1)) if start <= julian)
    before, after, year = _eleventh_month(day.year), _eleventh_month(day.year), day.year
    if before >= start:
        before = _eleventh_month(day.year - 1)
    else:
        year += 1
        after = _eleventh_month(day.year + 1)
    ahead = (start - before) // 29
    month, leap = ahead + 11, False
    if after - before > 365:
        leap_at = _leap_month(before)
        month -= ahead >= leap_at
        leap = ahead == leap_at
    month = month - 12 if month > 12 else month
    if month >= 11 and ahead < 4:
        year -= 1
    return LunarDate(julian - start + 1, month, year, leap)


def solar(day: LunarDate) -> date | None:
    """The solar day of a lunar date; None where the year has no such month or the month no such day."""
    if day.year not in YEARS or not 1 <= day.month <= 12 or not 1 <= day.day <= 30:
        return None
    first_year = day.year - 1 if day.month < 11 else day.year
    before, after = _eleventh_month(first_year), _eleventh_month(first_year + 1)
    ahead = (day.month - 11) % 12
    leap_at = _leap_month(before) if after - before > 365 else 0
    if day.leap and (not leap_at or ((leap_at - 2) % 12 or 12) != day.month):
        return None
    if leap_at and (day.leap or ahead >= leap_at):
        ahead += 1
    count = floor(0.5 + (before - _FIRST_NEW_MOON_JD) / _MONTH_DAYS) + ahead
    start, following = _new_moon_day(count), _new_moon_day(count + 1)
    if start + day.day > following:
        return None
    return date.fromordinal(start + day.day - 1 - _JULIAN_OF_ORDINAL)


def new_year(year: int) -> date:
    """The first day of Tết in a solar year."""
    day = solar(LunarDate(1, 1, year))
    if day is None:
        raise ValueError(f"no lunar calendar for {year}")
    return day


def leap_month(year: int) -> int:
    """Which month of the lunar year comes twice; 0 where none does."""
    return next((month for month in range(1, 13) if solar(LunarDate(1, month, year, leap=True)) is not None), 0)


@lru_cache(maxsize=4096)
def _new_moon_day(count: int) -> int:
    """The Julian day number, in Vietnam, of the new moon that is the `count`-th after that of January 1900."""
    return floor(_new_moon_jd(count) + 0.5 + _ZONE_DAYS)


def _new_moon_jd(count: int) -> float:
    """Meeus ch. 49: the mean new moon, corrected for the anomalies of sun and moon and the moon's latitude."""
    centuries = count / 1236.85
    square, cube = centuries**2, centuries**3
    mean = 2415020.75933 + 29.53058868 * count + 0.0001178 * square - 0.000000155 * cube
    mean += 0.00033 * sin(radians(166.56 + 132.87 * centuries - 0.009173 * square))
    sun = radians(359.2242 + 29.10535608 * count - 0.0000333 * square - 0.00000347 * cube)
    moon = radians(306.0253 + 385.81691806 * count + 0.0107306 * square + 0.00001236 * cube)
    node = radians(21.2964 + 390.67050646 * count - 0.0016528 * square - 0.00000239 * cube)
    correction = (
        (0.1734 - 0.000393 * centuries) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2 * moon)
        - 0.0004 * sin(3 * moon)
        + 0.0104 * sin(2 * node)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2 * node + sun)
        - 0.0004 * sin(2 * node - sun)
        - 0.0006 * sin(2 * node + moon)
        + 0.0010 * sin(2 * node - moon)
        + 0.0005 * sin(2 * moon + sun)
    )
    clock_days = -0.000278 + 0.000265 * centuries + 0.000262 * square
    return mean + correction - clock_days


@lru_cache(maxsize=4096)
def _sun_twelfth(julian_day: int) -> int:
    """In which twelfth of its way (0 from the spring equinox) the sun stands as the day begins (Meeus ch. 25)."""
    centuries = (julian_day - 0.5 - _ZONE_DAYS - 2451545.0) / 36525
    square = centuries**2
    anomaly = radians(357.52910 + 35999.05030 * centuries - 0.0001559 * square - 0.00000048 * centuries**3)
    mean = 280.46645 + 36000.76983 * centuries + 0.0003032 * square
    centre = (1.914600 - 0.004817 * centuries - 0.000014 * square) * sin(anomaly)
    centre += (0.019993 - 0.000101 * centuries) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return int(radians(mean + centre) % (2 * pi) / pi * 6)


@lru_cache(maxsize=1024)
def _eleventh_month(year: int) -> int:
    """The Julian day on which the month of the winter solstice of a solar year begins."""
    last_day = date(year, 12, 31).toordinal() + _JULIAN_OF_ORDINAL
    count = int((last_day - 2415021) / _MONTH_DAYS)
    start = _new_moon_day(count)
    return _new_moon_day(count - 1) if _sun_twelfth(start) >= _SOLSTICE_TWELFTH else start


@lru_cache(maxsize=1024)
def _leap_month(eleventh: int) -> int:
    """How many months after the eleventh, which begins on this day, the leap month of a long year comes."""
    count = floor((eleventh - _FIRST_NEW_MOON_JD) / _MONTH_DAYS + 0.5)
    ahead = 1
    twelfth = _sun_twelfth(_new_moon_day(count + ahead))
    while ahead < 14:
        ahead += 1
        before, twelfth = twelfth, _sun_twelfth(_new_moon_day(count + ahead))
        if twelfth == before:
            break
    return ahead - 1
