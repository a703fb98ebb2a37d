"""The dates of a paper against each other: born, issued, valid until. Knows no kind of paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

from giong.documents.document import Check, Field, Verdict
from giong.text.dates import exists

_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


def day(value: str) -> date | None:
    """The day that "dd/mm/yyyy" writes; None for anything else."""
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    number, month, year = (int(part) for part in match.groups())
    return date(year, month, number) if exists(number, month, year) and year >= 1 else None


def days(fields: Mapping[str, Field], names: Sequence[str]) -> dict[str, date]:
    """Those of the fields that hold a day."""
    return {name: found for name in names if name in fields and (found := day(fields[name].value)) is not None}


def order(fields: Mapping[str, Field], names: Sequence[str]) -> list[Check]:
    """Whether each of these days comes before the ones named after it."""
    found = days(fields, names)
    return [_order(earlier, later, right=found[earlier] < found[later]) for earlier, later in combinations(found, 2)]


def _order(earlier: str, later: str, *, right: bool) -> Check:
    return Check(
        "dates.order",
        Verdict.PASSED if right else Verdict.FAILED,
        (earlier, later),
        "Các ngày theo đúng thứ tự." if right else "Các ngày không theo thứ tự: sinh, cấp, hết hạn.",
        "The dates are in order." if right else "Birth, issue and expiry are not in this order.",
    )


def lasts(fields: Mapping[str, Field], names: tuple[str, str], years: Sequence[int], *, code: str) -> list[Check]:
    """Whether from one day to the other it is one of these numbers of years to the day. Nothing fails by it: there are
    exceptions to every term.
    """
    found = days(fields, names)
    if len(found) < 2:
        return []
    start, end = found[names[0]], found[names[1]]
    fits = end.year - start.year in years and (end.day, end.month) == (start.day, start.month)
    return [
        Check(
            code,
            Verdict.PASSED if fits else Verdict.UNKNOWN,
            names,
            "Thời hạn là một thời hạn theo quy định." if fits else "Thời hạn không phải là thời hạn thường gặp.",
            "It is valid for a term that the rules know." if fits else "It is valid for an unusual term.",
        )
    ]
