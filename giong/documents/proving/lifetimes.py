"""Which days can be those of a birth, of an issue and of an expiry, seen from today. Knows no kind of paper.

A paper whose labels were lost may offer the day of its expiry as that of a birth; what cannot be is not given at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from giong.clock import SystemClock
from giong.documents.document import Candidate
from giong.documents.proving.date_order import day

OLDEST_YEARS = 125
EXPIRED_YEARS = 30
"""Nobody shows a card that expired longer ago."""
LONGEST_YEARS = 60
"""No card is valid for longer."""


def today() -> date:
    return SystemClock().now().date()


def is_birth(value: str, *, least_age: int = 0) -> bool:
    """Whether somebody of at least so many years may be born on this day; anything that is no day may be."""
    born = day(value)
    return born is None or (today().year - OLDEST_YEARS <= born.year and _years_on(born, least_age) <= today())


def is_issue(value: str) -> bool:
    issued = day(value)
    return issued is None or (today().year - OLDEST_YEARS <= issued.year and issued <= today())


def is_expiry(value: str) -> bool:
    ends = day(value)
    return ends is None or -EXPIRED_YEARS <= ends.year - today().year <= LONGEST_YEARS


def possible(
    found: Mapping[str, Sequence[Candidate]], *, birth: str = "", issue: str = "", expiry: str = "", least_age: int = 0
) -> dict[str, list[Candidate]]:
    """The candidates without those days that cannot be what they are said to be; a field left with none falls away."""
    kept = {name: list(several) for name, several in found.items()}
    kept[birth] = [one for one in kept.get(birth, ()) if is_birth(one.value, least_age=least_age)]
    kept[issue] = [one for one in kept.get(issue, ()) if is_issue(one.value)]
    kept[expiry] = [one for one in kept.get(expiry, ()) if is_expiry(one.value)]
    return {name: several for name, several in kept.items() if several}


def _years_on(of: date, years: int) -> date:
    """The same day so many years later; the 28th of February for the 29th."""
    last = 28 if (of.month, of.day) == (2, 29) else of.day
    return date(of.year + years, of.month, last)
