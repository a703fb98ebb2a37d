"""When people may be called: hours of each weekday, holidays, days off, a time zone. Knows no list and no telephone.

    T2-T6 08:00-11:30, 13:30-17:00; T7 08:00-11:30

The advertising calls of an organisation are allowed from 8 to 17 o'clock (Decree 91/2020/NĐ-CP); the
default keeps to it and leaves out the hours of rest at noon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from giong.clock import VIETNAM
from giong.conversations.campaigns.holidays import holiday
from giong.errors import BadInput

DEFAULT = "T2-T6 08:00-11:30, 13:30-17:00; T7 08:00-11:30"
ZONE = "Asia/Ho_Chi_Minh"
AHEAD_DAYS = 400
"""How far ahead the next opening is looked for."""

_DAYS = {"T2": 0, "T3": 1, "T4": 2, "T5": 3, "T6": 4, "T7": 5, "CN": 6}
_ALSO = {"MON": "T2", "TUE": "T3", "WED": "T4", "THU": "T5", "FRI": "T6", "SAT": "T7", "SUN": "CN"}
_RULE = re.compile(r"\s*(\w+)(?:\s*-\s*(\w+))?\s+(.+?)\s*", re.ASCII)
_SPAN = re.compile(r"\s*(\d{1,2})[:h](\d{2})\s*-\s*(\d{1,2})[:h](\d{2})\s*")
_MIDNIGHT_MIN = 24 * 60

Span = tuple[int, int]
"""From and until, in minutes of the day; the last minute is outside."""


@dataclass(frozen=True)
class Hours:
    """`week` holds the spans of Monday … Sunday. `closed` days are left out, `opened` ones count although they are
    holidays.
    """

    week: tuple[tuple[Span, ...], ...]
    zone: tzinfo = VIETNAM
    holidays: bool = True
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    def open_at(self, moment: datetime) -> bool:
        """Whether somebody may be called now."""
        here = moment.astimezone(self.zone)
        minute = here.hour * 60 + here.minute
        return any(start <= minute < end for start, end in self.spans(here.date()))

    def spans(self, day: date) -> tuple[Span, ...]:
        """The spans of a day, none on a day off."""
        off = day in self.closed or (self.holidays and day not in self.opened and holiday(day))
        return () if off else self.week[day.weekday()]

    def next_open(self, moment: datetime) -> datetime | None:
        """`moment` itself where it is open, or else when it opens next; None where it never does."""
        if self.open_at(moment):
            return moment
        here = moment.astimezone(self.zone)
        for ahead in range(AHEAD_DAYS):
            day = here.date() + timedelta(days=ahead)
            for start, _ in self.spans(day):
                opens = datetime.combine(day, time(start // 60, start % 60), self.zone)
                if opens > here:
                    return opens.astimezone(moment.tzinfo)
        return None

    def after(self, moment: datetime, seconds: float) -> datetime | None:
        """When so much open time has passed from `moment` on."""
        left = timedelta(seconds=seconds)
        opens = self.next_open(moment)
        for _ in range(AHEAD_DAYS * 4):
            if opens is None:
                return None
            closes = self._closes(opens)
            if opens + left <= closes:
                return opens + left
            left -= closes - opens
            opens = self.next_open(closes)
        return None

    def _closes(self, moment: datetime) -> datetime:
        here = moment.astimezone(self.zone)
        minute = here.hour * 60 + here.minute
        end = next(end for start, end in self.spans(here.date()) if start <= minute < end)
        return (datetime.combine(here.date(), time(), self.zone) + timedelta(minutes=end)).astimezone(moment.tzinfo)


def zone_of(name: str) -> tzinfo:
    """The time zone of that name; that of Viet Nam needs no database of them."""
    if name == ZONE:
        return VIETNAM
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            "campaign.no_such_zone",
            vi=f"Không có múi giờ “{name}”. Hãy ghi như {ZONE} hay Asia/Tokyo.",
            en=f"There is no time zone “{name}”. Write it like {ZONE} or Asia/Tokyo.",
        ) from error


def week_of(text: str) -> tuple[tuple[Span, ...], ...]:
    """The spans of Monday … Sunday from their text. Raises `BadInput` that names what it cannot read."""
    week: list[tuple[Span, ...]] = [()] * 7
    for rule in filter(str.strip, text.split(";")):
        match = _RULE.fullmatch(rule)
        if match is None:
            raise _unreadable(rule)
        first, last = _day(match[1], rule), _day(match[2] or match[1], rule)
        if last < first:
            raise _unreadable(rule)
        spans = tuple(sorted(_span(part, rule) for part in match[3].split(",")))
        for day in range(first, last + 1):
            week[day] = spans
    if not any(week):
        raise _unreadable(text)
    return tuple(week)


def _day(word: str, rule: str) -> int:
    word = word.upper()
    word = _ALSO.get(word[:3], word)
    if word not in _DAYS:
        raise _unreadable(rule)
    return _DAYS[word]


def _span(text: str, rule: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise _unreadable(rule)
    hours, minutes = (int(match[1]), int(match[3])), (int(match[2]), int(match[4]))
    start, end = hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1]
    if not start < end <= _MIDNIGHT_MIN or max(minutes) > 59:
        raise _unreadable(rule)
    return start, end


def _unreadable(rule: str) -> BadInput:
    return BadInput(
        "campaign.bad_hours",
        vi=f"Không đọc được giờ gọi “{rule.strip()}”. Hãy ghi như: {DEFAULT}.",
        en=f"The calling hours “{rule.strip()}” cannot be read. Write them like: {DEFAULT}.",
    )


def days_of(texts: Sequence[str]) -> frozenset[date]:
    """Days written 2026-11-24 or 24/11/2026."""
    return frozenset(map(_date, texts))


def _date(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    raise BadInput(
        "campaign.bad_day",
        vi=f"Không đọc được ngày “{text}”. Hãy ghi như 2026-11-24 hay 24/11/2026.",
        en=f"The day “{text}” cannot be read. Write it like 2026-11-24.",
    )
