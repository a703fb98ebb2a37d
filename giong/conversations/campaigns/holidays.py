"""The public holidays of Viet Nam, those of the moon too. Knows no campaign and no hour.

Days: Labour Code 45/2019/QH14, article 112; a holiday that falls on a weekly day of rest is made up for on the next
working day (article 111). Which five days Tết has is decided anew each year, and so is the day beside the second of
September: here they are all the days that it may be, since nobody wants a survey then.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from giong.text.lunar import LunarDate, new_year, solar

_DAY = timedelta(days=1)
_SATURDAY = 5
_CULTURE_SINCE = 2026
"""Resolution 80-NQ/TW of January 2026."""
_BEFORE_TET, _AFTER_TET = 2, 4
"""Days around the first of the lunar year."""


@lru_cache(maxsize=16)
def holidays(year: int) -> dict[date, str]:
    """The holidays of a solar year, each with its Vietnamese name."""
    fixed = {
        date(year, 1, 1): "Tết Dương lịch",
        date(year, 4, 30): "Ngày Chiến thắng",
        date(year, 5, 1): "Ngày Quốc tế lao động",
    }
    if year >= _CULTURE_SINCE:
        fixed[date(year, 11, 24)] = "Ngày Văn hóa Việt Nam"
    if kings := solar(LunarDate(10, 3, year)):
        fixed[kings] = "Giỗ Tổ Hùng Vương"
    wide = {new_year(year) + _DAY * days: "Tết Nguyên đán" for days in range(-_BEFORE_TET, _AFTER_TET + 1)}
    wide |= {date(year, 9, day): "Quốc khánh" for day in (1, 2, 3)}
    return dict(sorted((wide | fixed | _made_up_for(fixed, taken=wide.keys() | fixed.keys())).items()))


def holiday(day: date) -> str:
    """The holiday's name; "" on any other day."""
    return holidays(day.year).get(day, "")


def _made_up_for(fixed: dict[date, str], *, taken: set[date]) -> dict[date, str]:
    """The working days that are free instead of holidays at a weekend."""
    free: dict[date, str] = {}
    for day, name in sorted(fixed.items()):
        if day.weekday() < _SATURDAY:
            continue
        instead = day
        while instead.weekday() >= _SATURDAY or instead in taken or instead in free:
            instead += _DAY
        free[instead] = f"Nghỉ bù {name}"
    return free
