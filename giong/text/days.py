"""Which day people mean: "mai", "thứ sáu tuần sau", "mùng 2 Tết", "rằm tháng bảy", "cuối tháng", "25/12". Knows the
lunar calendar and the feasts that have a day, no appointment.

Numbers may be digits or words. A day without a month or a year is the next one to come; a weekday may be today.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from giong.text.counting import counted
from giong.text.lexicon import one_of
from giong.text.lunar import LunarDate, lunar, solar
from giong.text.unicode import fold


@dataclass(frozen=True)
class Day:
    """A day and the words that named it; `rough` where they named it only about ("cuối tuần"), `bare` where the words
    are a day only if one was asked for ("25", "5-12").
    """

    day: date
    start: int
    end: int
    rough: bool = False
    bare: bool = False


@dataclass(frozen=True)
class NoDay:
    """Words that name a day which the calendar does not have ("30/2"), or, if `vague`, no one day ("tuần sau")."""

    words: str
    vague: bool = False


_Reader = Callable[[str, date], Day | NoDay | None]
_I = re.IGNORECASE
_WORDS = (
    *("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"),
    *("mười một", "mười hai", "mười ba", "mười bốn", "mười lăm", "mười sáu", "mười bảy", "mười tám", "mười chín"),
    *("hai mươi", "hai mươi mốt", "hai mươi hai", "hai mươi ba", "hai mươi tư", "hai mươi lăm", "hai mươi sáu"),
    *("hai mươi bảy", "hai mươi tám", "hai mươi chín", "ba mươi", "ba mươi mốt"),
)
_NUMBERS = {word: number for number, word in enumerate(_WORDS) if number}
_NUMBERS |= {"tư": 4, "bẩy": 7, "rằm": 15, "ba mốt": 31, "băm mốt": 31}
_UNITS = ("mốt", "hai", "ba", "tư", "lăm", "sáu", "bảy", "tám", "chín")
# "hai năm" is two years.
_NUMBERS |= {f"{tens} {unit}": 20 + number for tens in ("hai", "hăm") for number, unit in enumerate(_UNITS, 1)}
# Without diacritics "sau" is rather "after" than six.
_NUMBERS |= {fold(word): number for word, number in _NUMBERS.items() if word != "sáu"}
_NUMBER = rf"(?:\d{{1,3}}|{one_of(_NUMBERS)})"
_MONTH_NAMES = {"giêng": 1, "chạp": 12, "gieng": 1, "chap": 12}
_MONTH = rf"(?:\d{{1,2}}|{one_of([*_NUMBERS, *_MONTH_NAMES])})"
_MOON = r"(?:âm lịch|âm|am lich)"
_LED = r"(?:ngày|mùng|mồng|hôm|ngay|mung|mong)"

_OFFSETS = (
    ("hôm nay|bữa nay|ngay bây giờ|sáng nay|trưa nay|chiều nay|tối nay|đêm nay", 0),
    ("hôm qua|bữa qua|tối qua|chiều qua|đêm qua|sáng qua", -1),
    ("hôm kia|bữa kia|hôm kìa", -2),
    ("ngày kia|ngày mốt|bữa mốt|sáng mốt|chiều mốt|tối mốt", 2),
    ("ngày mai|sáng mai|trưa mai|chiều mai|tối mai|mai|hôm sau|ngày hôm sau|bữa mai", 1),
    ("ngày kìa", 3),
)
_OFFSET_OF = {form: days for some, days in _OFFSETS for word in some.split("|") for form in (word, fold(word))}
_OFFSET = re.compile(rf"(?<!\w)({one_of(_OFFSET_OF)})(?!\w)(?!\s+(?:ít|số|vài|người|cái|linh|mốt)(?!\w))", _I)
_DAY_AFTER = re.compile(
    r"^\W*(?:(?:dạ|vâng|ừ|vậy|thế|thì|chắc|để|tới|vào|khoảng|là|em|anh|chị|tôi)\s+)*(mốt)"
    r"(?:\s+(?:ạ|nhé|nha|nghen|đi|em|được không|thôi))*\W*$",
    _I,
)
"""The South's "ngày mốt"; elsewhere in a sentence it is a fashion, or the one of twenty-one. "Mai mốt" is some day."""
_AHEAD = re.compile(
    rf"(?<![\w,.])({_NUMBER})\s+(ngày|hôm|bữa|tuần|tháng|năm|ngay|tuan|thang|nam)\s+(nữa|sau|tới|nua|toi|trước|truoc)"
    r"(?!\w)",
    _I,
)
_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "bốn": 2, "tu": 2, "4": 2, "năm": 3, "nam": 3, "5": 3,
    "sáu": 4, "sau": 4, "6": 4, "bảy": 5, "bẩy": 5, "bay": 5, "7": 5,
}  # fmt: skip
_WEEK = r"tuần này|tuần sau nữa|tuần tới nữa|tuần sau|tuần tới|tuần trước|tuan nay|tuan sau|tuan toi|tuan truoc"
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?:thứ|thu)\s*({one_of(_WEEKDAYS)})|(?<!\d )t([2-7])|(chủ nhật|chúa nhật|chu nhat|cn))"
    rf"(?:\s+({_WEEK}|tới|sau|này))?(?!\w)",
    _I,
)
_WEEK_BEFORE = re.compile(rf"(?<!\w)({_WEEK})\W+(?:(?:vào|ngày)\s+)?(?=thứ|thu|t[2-7]|chủ nhật|chu nhat|cn)", _I)
_FULL = re.compile(r"(?<![\w/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})(?![\w/])")
_ISO = re.compile(r"(?<![\w/.-])(\d{4})-(\d{2})-(\d{2})(?![\w/])")
_NAMED = re.compile(
    rf"(?<!\w)(?:{_LED}\s+)?({_NUMBER})\s+(?:tháng|thang)\s+({_MONTH})(?:\s*(?:,\s*)?(?:(?:năm|nam)\s+)?(\d{{4}}|nay|sau|tới))?"
    rf"(?:\s+({_MOON}))?(?!\w|/)(?!\s+(?:lần|ngày|tuần))",
    _I,
)
_SPELLED_YEAR = re.compile(r"\s*,?\s*(?:năm|nam)\s+(?!nay|sau|tới)[^\W\d]", _I)
"""A year in words is read once it is written out."""
_SHORT = re.compile(rf"(?<![\w/.,-])(\d{{1,2}})/(\d{{1,2}})(?![\w/])(?:\s+({_MOON})(?!\w))?")
_FULL_MOON = re.compile(rf"(?<!\w)(rằm|ram)(?:\s+(?:tháng|thang)\s+({_MONTH}))?(?!\w)", _I)
_TET = re.compile(
    rf"(?<!\w)(?:(?:ngày|mùng|mồng|mung|mong)\s+)?({_NUMBER})\s+(?:tết|tet)(?!\s+(?:dương|tây))(?:\s+năm\s+(\d{{4}}))?(?!\w)",
    _I,
)
_LUNAR_DAY = re.compile(rf"(?<!\w)(?:mùng|mồng|mung|mong|ngày)\s+({_NUMBER})\s+{_MOON}(?!\w)", _I)
_DAY_NEXT_MONTH = re.compile(
    rf"(?<!\w)(?:{_LED}\s+)?({_NUMBER})\s+(?:tháng|thang)\s+(này|sau|tới|nay|toi|trước)(?!\w)", _I
)
_DAY_ONLY = re.compile(rf"(?<!\w){_LED}\s+({_NUMBER})(?!\s*(?:giờ|tháng|thang|/|:|ngày|người)|\w)", _I)
_HYPHENED = re.compile(r"^\D*?(?<![\w/.,-])(\d{1,2})\s?[-.]\s?(\d{1,2})(?![\w/.-])\D*$")
"""Could be a house number or a span as well: only where a day was asked for."""
_BARE = re.compile(
    rf"^\W*(?:(?:dạ|vâng|vào|hôm|ngày|khoảng|là|em|anh|chị)\s+)*({_NUMBER})(?:\s+(?:ạ|nhé|nha|em))*\W*$", _I
)
_BARE_DIGITS = re.compile(r"^\D*(\d{1,2})\D*$")
_ROUGH = re.compile(
    r"(?<!\w)(đầu|giữa|cuối|dau|giua|cuoi)\s+(tuần|tháng|năm|tuan|thang|nam)"
    rf"(?:\s+(này|nay|sau|tới|toi|{_MONTH}))?(?!\w)",
    _I,
)
_VAGUE = re.compile(
    r"(?<!\w)(?:(?:trong|khoảng)\s+)?((?:tuần|tháng|năm|tuan|thang) (?:sau nữa|này|sau|tới|nay|toi)|mấy hôm nữa|mai mốt"
    r"|vài ngày nữa|vài hôm nữa|hôm nào cũng được|ngày nào cũng được|bữa nào|dịp tết|tết này|sau tết|trước tết)(?!\w)",
    _I,
)
_MONTH_ONLY = re.compile(rf"(?<!\w)(?:tháng|thang)\s+{_MONTH}(?!\w)", _I)
_FEASTS = (
    ("giao thừa|giao thua|đêm ba mươi", LunarDate(30, 12, 0)),
    ("giỗ tổ hùng vương|giỗ tổ|gio to", LunarDate(10, 3, 0)),
    ("tết trung thu|trung thu", LunarDate(15, 8, 0)),
    ("ông công ông táo|ông táo|ong tao", LunarDate(23, 12, 0)),
    ("tết đoan ngọ|đoan ngọ", LunarDate(5, 5, 0)),
    ("vu lan", LunarDate(15, 7, 0)),
    ("tết dương lịch|tết dương|tết tây|tet tay|tet duong", (1, 1)),
    ("quốc khánh|quoc khanh", (2, 9)),
    ("quốc tế lao động", (1, 5)),
    ("giải phóng miền nam", (30, 4)),
    ("noel|nô en|giáng sinh|giang sinh", (25, 12)),
    ("lễ tình nhân|valentine", (14, 2)),
    ("quốc tế phụ nữ", (8, 3)),
    ("nhà giáo việt nam", (20, 11)),
)
_FEAST_OF = {name: when for names, when in _FEASTS for name in names.split("|")}
_FEAST = re.compile(rf"(?<!\w)({one_of(_FEAST_OF)})(?!\w)", _I)
_SYLLABLES = 2
"""Longer numbers are put in digits before a day is looked for; "ba" and "tư" are weekdays and months as well."""
_PAST_DAYS = 180
"""A day and a month without a year that passed longer ago than this belong to the next year."""


def mentioned(text: str, today: date) -> Day | NoDay | None:
    """The day that the words surely name."""
    return _first(_READERS, text, today)


def asked(text: str, today: date) -> Day | NoDay | None:
    """The day that the words name to someone who asked for one: also "25", "5-12", "cuối tuần"."""
    found = mentioned(text, today)
    if isinstance(found, Day):
        return found
    late = _first(_ASKED_READERS, text, today)
    return late if found is None or isinstance(late, Day) else found


def _first(readers: tuple[_Reader, ...], text: str, today: date) -> Day | NoDay | None:
    """What the first reader makes of it, placed in the words as they were said."""
    said = counted(text, least=_SYLLABLES)
    for reader in readers:
        found = reader(said.text, today)
        if isinstance(found, Day):
            start, end = said.origin(found.start, found.end)
            return replace(found, start=start, end=end)
        if found is not None:
            return found
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[" ".join(word.lower().split())]


def _month_number(word: str) -> int:
    return _MONTH_NAMES.get(word.lower()) or _number(word)


def _is_lunar_name(word: str) -> bool:
    return word.lower() in _MONTH_NAMES


def _day(day: date | None, match: re.Match[str], *, rough: bool = False, bare: bool = False) -> Day | NoDay:
    return NoDay(match.group().strip()) if day is None else Day(day, match.start(), match.end(), rough, bare)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_year(day: int, month: int, year: int | None, today: date) -> date | None:
    if year is not None:
        return _date(year, month, day)
    this = _date(today.year, month, day)
    if this is None and (day, month) == (29, 2):
        return next((leap for ahead in range(1, 9) if (leap := _date(today.year + ahead, month, day))), None)
    return _date(today.year + 1, month, day) if this and this < today - timedelta(days=_PAST_DAYS) else this


def _lunar_day(day: int, month: int, today: date, year: int | None = None) -> date | None:
    """The next such day of the moon; "30 Tết" is the last of the year also where that is the 29th."""
    for candidate in (year,) if year is not None else range(today.year - 1, today.year + 3):
        found = solar(LunarDate(day, month, candidate))
        if found is None and (day, month) == (30, 12):
            found = solar(LunarDate(29, 12, candidate))
        if found is not None and (year is not None or found >= today):
            return found
    return None


def _iso(text: str, today: date) -> Day | NoDay | None:
    match = _ISO.search(text)
    return _day(_date(*map(int, match.groups())), match) if match else None


def _full(text: str, today: date) -> Day | NoDay | None:
    match = _FULL.search(text)
    if match is None:
        return None
    year = int(match[3])
    # Two digits: 30 and later belong to the twentieth century, as on old papers.
    year += 0 if year > 99 else 2000 if year < 30 else 1900
    return _day(_date(year, int(match[2]), int(match[1])), match)


def _tet(text: str, today: date) -> Day | NoDay | None:
    match = _TET.search(text)
    if match is None:
        return None
    day, year = _number(match[1]), int(match[2]) if match[2] else None
    month = 12 if day > 15 else 1
    return _day(_lunar_day(day, month, today, year - (month == 12) if year else None), match)


def _full_moon(text: str, today: date) -> Day | NoDay | None:
    match = _FULL_MOON.search(text)
    if match is None:
        return None
    if match[2]:
        return _day(_lunar_day(15, _month_number(match[2]), today), match)
    now = lunar(today)
    ahead = (15 - now.day) % 30
    near = (today + timedelta(days=days) for days in range(ahead - 1 if ahead else 0, ahead + 2))
    return _day(next((day for day in near if day >= today and lunar(day).day == 15), None), match)


def _lunar_only(text: str, today: date) -> Day | NoDay | None:
    match = _LUNAR_DAY.search(text)
    if match is None:
        return None
    near = (today + timedelta(days=days) for days in range(62))
    return _day(next((day for day in near if lunar(day).day == _number(match[1])), None), match)


def _named(text: str, today: date) -> Day | NoDay | None:
    match = _NAMED.search(text)
    if match is None or _SPELLED_YEAR.match(text, match.end()) or _is_count(match):
        return None
    day, month = _number(match[1]), _month_number(match[2])
    if month > 12:
        return _day(None, match)
    year = _year(match[3], today)
    if match[4] or (_is_lunar_name(match[2]) and match[2].lower() in ("chạp", "chap")):
        return _day(_lunar_day(day, month, today, year), match)
    if _is_lunar_name(match[2]) and re.match(r"m[ùồuo]ng", match.group().lower()):
        return _day(_lunar_day(day, month, today, year), match)
    return _day(_in_year(day, month, year, today), match)


def _is_count(match: re.Match[str]) -> bool:
    """ "hai tháng một lần" names no day."""
    one_word = not match[1].isdigit() and " " not in match[1].strip()
    return one_word and re.match(_LED, match.group(), _I) is None and not _is_lunar_name(match[2])


def _year(said: str | None, today: date) -> int | None:
    if said is None or said.isdigit():
        return int(said) if said else None
    return today.year + (said.lower() != "nay")


def _next_month(text: str, today: date) -> Day | NoDay | None:
    match = _DAY_NEXT_MONTH.search(text)
    if match is None:
        return None
    ahead = {"này": 0, "nay": 0, "trước": -1}.get(match[2].lower(), 1)
    first = _months_on(today, ahead)
    return _day(_date(first.year, first.month, _number(match[1])), match)


def _weekday(text: str, today: date) -> Day | NoDay | None:
    match = _WEEKDAY.search(text)
    if match is None:
        return None
    number = 6 if match[3] else _WEEKDAYS[(match[1] or match[2]).lower()]
    which = (match[4] or "").lower()
    if not which and (before := _WEEK_BEFORE.search(text)):
        which = before[1].lower()
    which = fold(which)
    monday = today - timedelta(days=today.weekday())
    if which in ("tuan nay", "nay"):
        day = monday + timedelta(days=number)
    elif which in ("tuan sau nua", "tuan toi nua"):
        day = monday + timedelta(days=14 + number)
    elif which in ("tuan sau", "tuan toi", "sau"):
        day = monday + timedelta(days=7 + number)
    elif which == "tuan truoc":
        day = monday + timedelta(days=number - 7)
    else:
        day = today + timedelta(days=(number - today.weekday()) % 7 or (7 if which == "toi" else 0))
    return _day(day, match)


def _ahead(text: str, today: date) -> Day | NoDay | None:
    match = _AHEAD.search(text)
    if match is None:
        return None
    count, unit = _number(match[1]), fold(match[2])
    count = -count if fold(match[3]) == "truoc" else count
    if unit in ("thang", "nam"):
        first = _months_on(today, count * (12 if unit == "nam" else 1))
        day = min(today.day, calendar.monthrange(first.year, first.month)[1])
        return _day(first.replace(day=day), match)
    return _day(today + timedelta(days=count * (7 if unit == "tuan" else 1)), match)


def _offset(text: str, today: date) -> Day | NoDay | None:
    match = _OFFSET.search(text)
    return _day(today + timedelta(days=_OFFSET_OF[match[1].lower()]), match) if match else None


def _day_after(text: str, today: date) -> Day | NoDay | None:
    match = _DAY_AFTER.match(text)
    return Day(today + timedelta(days=2), match.start(1), match.end(1), bare=True) if match else None


def _short(text: str, today: date) -> Day | NoDay | None:
    match = _SHORT.search(text)
    if match is None:
        return None
    day, month = int(match[1]), int(match[2])
    return _day(_lunar_day(day, month, today) if match[3] else _in_year(day, month, None, today), match)


def _feast(text: str, today: date) -> Day | NoDay | None:
    match = _FEAST.search(text)
    if match is None:
        return None
    when = _FEAST_OF[match[1].lower()]
    if isinstance(when, LunarDate):
        return _day(_lunar_day(when.day, when.month, today), match)
    this = date(today.year, when[1], when[0])
    return _day(this if this >= today else this.replace(year=today.year + 1), match)


def _day_only(text: str, today: date) -> Day | NoDay | None:
    match = _DAY_ONLY.search(text)
    return _day(_next_day(_number(match[1]), today), match) if match else None


def _next_day(number: int, today: date) -> date | None:
    """The next day with this number, this month or in one of the two that follow (not every month has a 31st)."""
    for ahead in range(3):
        first = _months_on(today, ahead)
        day = _date(first.year, first.month, number)
        if day is not None and day >= today:
            return day
    return None


def _months_on(today: date, count: int) -> date:
    """The first day of the month so many months from now."""
    months = today.year * 12 + today.month - 1 + count
    return date(min(max(months // 12, 1), 9998), months % 12 + 1, 1)


def _hyphened(text: str, today: date) -> Day | NoDay | None:
    match = _HYPHENED.match(text)
    if match is None:
        return None
    day = _in_year(int(match[1]), int(match[2]), None, today)
    return Day(day, match.start(1), match.end(2), bare=True) if day else NoDay(f"{match[1]}/{match[2]}")


def _bare(text: str, today: date) -> Day | NoDay | None:
    match = _BARE.match(text) or _BARE_DIGITS.match(text)
    if match is None:
        return None
    day = _next_day(_number(match[1]), today)
    return Day(day, match.start(1), match.end(1), bare=True) if day else NoDay(match[1])


def _rough(text: str, today: date) -> Day | NoDay | None:
    """The first, the middle or the last day: the person will say if it is another."""
    match = _ROUGH.search(text)
    if match is None:
        return None
    part, unit, which = fold(match[1]), fold(match[2]), fold(match[3] or "")
    on = which in ("sau", "toi")
    if unit == "tuan":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * on)
        day = monday + timedelta(days={"dau": 0, "giua": 2, "cuoi": 5}[part])
        return _day(day if day >= today or which == "nay" else day + timedelta(days=7), match, rough=True)
    if unit == "nam":
        day = date(today.year + on, {"dau": 1, "giua": 6, "cuoi": 12}[part], 1)
        day = day.replace(day=31) if part == "cuoi" else day
        return _day(day if day >= today else day.replace(year=day.year + 1), match, rough=True)
    first = _months_on(today, int(on))
    if which and not on and which != "nay":
        month = _month_number(match[3])
        if not 1 <= month <= 12:
            return _day(None, match)
        first = date(today.year + (month < today.month), month, 1)
    last = calendar.monthrange(first.year, first.month)[1]
    day = first.replace(day={"dau": 1, "giua": 15, "cuoi": last}[part])
    if day < today and not which:
        first = _months_on(today, 1)
        day = first.replace(day=1 if part == "dau" else 15)
    return _day(day, match, rough=True)


def _month_only(text: str, today: date) -> Day | NoDay | None:
    match = _MONTH_ONLY.search(text)
    return NoDay(match.group().lower(), vague=True) if match else None


def _vague(text: str, today: date) -> Day | NoDay | None:
    match = _VAGUE.search(text)
    return NoDay(match[1].lower(), vague=True) if match else None


_READERS: tuple[_Reader, ...] = (
    _iso, _full, _tet, _full_moon, _lunar_only, _named, _next_month, _short, _day_only, _weekday, _ahead, _offset,
    _feast,
)  # fmt: skip
_ASKED_READERS: tuple[_Reader, ...] = (_rough, _day_after, _hyphened, _vague, _month_only, _bare)
