"""The people behind the assistants: whom to ring for a queue, and when they are there. Knows no call and no wire.

Both are settings. People: `QUEUE=TARGET|TARGET`, hours: `QUEUE=T2-T6 07:30-11:30 13:00-17:00`; without `QUEUE=` they
hold for every queue that has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from giong.errors import BadConfiguration

ANY = ""
"""The queue of those that are named nowhere else."""

_DAYS = {
    **{name: day for day, name in enumerate(("t2", "t3", "t4", "t5", "t6", "t7", "cn"))},
    **{name: day for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
_DAY_NAMES = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_QUEUE = re.compile(r"(?:([\w.-]*)\s*=\s*)?(.*)", re.DOTALL)
_TIMES = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_MIDNIGHT = (24, 0)


@dataclass(frozen=True)
class Span:
    """From `start` up to `end`, minutes of a day; 1440 is midnight at its end."""

    start: int
    end: int

    @property
    def words(self) -> str:
        return f"từ {_clock(self.start)} đến {_clock(self.end)}"


@dataclass(frozen=True)
class Shift:
    """The same hours on each of `days` (0 = Monday)."""

    days: tuple[int, ...]
    spans: tuple[Span, ...]

    def covers(self, moment: datetime) -> bool:
        minute = moment.hour * 60 + moment.minute
        return moment.weekday() in self.days and any(span.start <= minute < span.end for span in self.spans)

    @property
    def words(self) -> str:
        """As it is said: "thứ hai đến thứ sáu từ 7 giờ 30 đến 11 giờ 30 và từ 13 giờ đến 17 giờ"."""
        return f"{_days_in_words(self.days)} {' và '.join(span.words for span in self.spans)}"


@dataclass(frozen=True)
class Desks:
    """Queue → the numbers or addresses that are rung in turn, and queue → shifts (none: always there)."""

    people: Mapping[str, tuple[str, ...]]
    shifts: Mapping[str, tuple[Shift, ...]]

    @classmethod
    def read(cls, people: Sequence[str], hours: Sequence[str]) -> Desks:
        """From the settings `phone_people` and `phone_hours`; `BadConfiguration` names what is wrong."""
        targets: dict[str, tuple[str, ...]] = {}
        for entry in people:
            queue, written = _queue_of(entry)
            rung = tuple(target.strip() for target in written.split("|"))
            if not all(rung):
                raise _wrong("phone_people", entry, "QUEUE=TARGET|TARGET", "ke-toan=102|0912345678")
            targets[queue] = rung
        shifts: dict[str, list[Shift]] = {}
        for entry in hours:
            queue, written = _queue_of(entry)
            shifts.setdefault(queue, []).append(_shift(entry, written))
        return cls(targets, {queue: tuple(found) for queue, found in shifts.items()})

    def targets(self, queue: str, *, otherwise: str = "") -> tuple[str, ...]:
        """Whom to ring for `queue`, in turn; `otherwise` where the settings name nobody."""
        return self.people.get(queue) or self.people.get(ANY) or ((otherwise,) if otherwise else ())

    def open_at(self, queue: str, moment: datetime) -> bool:
        """Whether people are there at a moment in Vietnamese time."""
        shifts = self._shifts(queue)
        return not shifts or any(shift.covers(moment) for shift in shifts)

    def hours_in_words(self, queue: str) -> str:
        """When they are there, as it is said to a caller; "" if always."""
        return "; ".join(shift.words for shift in self._shifts(queue))

    def _shifts(self, queue: str) -> tuple[Shift, ...]:
        return self.shifts.get(queue) or self.shifts.get(ANY, ())


def _queue_of(entry: str) -> tuple[str, str]:
    """`QUEUE=REST` → (QUEUE, REST). An address may hold a `=` of its own, after a colon."""
    match = _QUEUE.fullmatch(entry.strip())
    return (match[1] or ANY, match[2].strip()) if match else (ANY, "")


def _shift(entry: str, written: str) -> Shift:
    days, *times = written.split()
    try:
        spans = tuple(_span(text) for text in times)
        if not spans:
            raise ValueError
        return Shift(_days(days.lower()), spans)
    except ValueError:
        raise _wrong("phone_hours", entry, "[QUEUE=]DAYS TIMES", "T2-T6 07:30-11:30 13:00-17:00") from None


def _days(written: str) -> tuple[int, ...]:
    days: set[int] = set()
    for part in written.split("+"):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            raise ValueError
        start, end = _DAYS[first], _DAYS[last or first]
        days.update(range(start, end + 1) if start <= end else (*range(start, 7), *range(end + 1)))
    return tuple(sorted(days))


def _span(written: str) -> Span:
    match = _TIMES.fullmatch(written)
    if not match:
        raise ValueError
    start, end = _minutes(match[1], match[2]), _minutes(match[3], match[4])
    if start >= end:
        raise ValueError
    return Span(start, end)


def _minutes(hour: str, minute: str) -> int:
    if (int(hour), int(minute)) == _MIDNIGHT:
        return 24 * 60
    at = time(int(hour), int(minute))
    return at.hour * 60 + at.minute


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour} giờ {minute:02d}" if minute else f"{hour} giờ"


def _days_in_words(days: Sequence[int]) -> str:
    if len(days) == len(_DAY_NAMES):
        return "hằng ngày"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_DAY_NAMES[days[0]]} đến {_DAY_NAMES[days[-1]]}"
    return _listed(_DAY_NAMES[day] for day in days)


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} và {last}" if first else last


def _wrong(setting: str, entry: str, shape: str, example: str) -> BadConfiguration:
    return BadConfiguration(
        "settings.bad_value",
        vi=f"Cấu hình `{setting}`: không hiểu “{entry}”. Cách viết: {shape}, ví dụ {example}.",
        en=f"The setting `{setting}`: “{entry}” cannot be read. It is written {shape}, e.g. {example}.",
    )
