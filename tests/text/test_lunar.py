"""The lunar calendar against published days of Tết, leap months and itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from giong.text.lunar import LunarDate, leap_month, lunar, new_year, solar

TET = (
    "1985-01-21 1990-01-27 1991-02-15 1992-02-04 1993-01-23 1994-02-10 1995-01-31 1996-02-19 1997-02-07 1998-01-28 "
    "1999-02-16 2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-17 2008-02-07 "
    "2009-01-26 2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 "
    "2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 "
    "2029-02-13 2030-02-02 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 "
    "2039-01-24 2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 "
    "2049-02-02 2050-01-23"
)
"""1985, 2007 and 2030 differ from the Chinese calendar by a month or a day: they are reckoned for UTC+7."""
LEAP = {
    1985: 2, 1987: 7, 1990: 5, 1993: 3, 1995: 8, 1998: 5, 2001: 4, 2004: 2, 2006: 7, 2009: 5, 2012: 4, 2014: 9,
    2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11, 2036: 6, 2039: 5, 2042: 2, 2044: 7, 2047: 5,
    2050: 3,
}  # fmt: skip


@pytest.mark.parametrize("day", TET.split())
def test_tet_falls_where_it_was_celebrated_or_is_published(day: str) -> None:
    assert new_year(int(day[:4])) == date.fromisoformat(day)


def test_leap_months() -> None:
    assert {year: leap_month(year) for year in range(1990, 2051) if leap_month(year)} == {
        year: month for year, month in LEAP.items() if year >= 1990
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-09-17", LunarDate(15, 8, 2024)),
        ("2025-07-25", LunarDate(1, 6, 2025, leap=True)),
        ("2025-08-23", LunarDate(1, 7, 2025)),
        ("2026-04-26", LunarDate(10, 3, 2026)),
        ("2026-11-20", LunarDate(12, 10, 2026)),
        ("2024-02-09", LunarDate(30, 12, 2023)),
        ("2025-01-28", LunarDate(29, 12, 2024)),
    ],
)
def test_known_days(day: str, expected: LunarDate) -> None:
    assert lunar(date.fromisoformat(day)) == expected


def test_every_day_of_a_century_goes_there_and_back_and_months_follow_one_another() -> None:
    day, before = date(1980, 1, 1), None
    while day < date(2060, 1, 1):
        found = lunar(day)
        assert solar(found) == day
        if before is not None:
            following = found.day == before.day + 1 and found.month == before.month
            assert following or (found.day == 1 and before.day in (29, 30))
        day, before = day + timedelta(days=1), found


def test_what_the_calendar_does_not_have() -> None:
    assert solar(LunarDate(30, 12, 2024)) is None
    assert solar(LunarDate(1, 5, 2025, leap=True)) is None
    assert solar(LunarDate(31, 1, 2025)) is None
    assert solar(LunarDate(1, 13, 2025)) is None
