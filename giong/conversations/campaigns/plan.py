"""When, how often and how fast a campaign calls, as it is kept. Knows no list and no telephone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter

from giong.conversations.campaigns.hours import DEFAULT, ZONE, Hours, days_of, week_of, zone_of
from giong.conversations.campaigns.outbound import Outcome
from giong.conversations.campaigns.retries import Retries
from giong.errors import BadInput
from giong.text import phones

MOST_AT_ONCE = 500
MOST_PER_S = 50.0
LONGEST_RING_S = 120.0


@dataclass(frozen=True)
class Plan:
    """`hours`, `closed` and `opened` are written as `campaigns.hours` reads them; `caller` is the number shown, "" the
    trunk's own.
    """

    hours: str = DEFAULT
    zone: str = ZONE
    holidays: bool = True
    closed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    retries: Retries = field(default_factory=Retries)
    at_once: int = 2
    per_s: float = 0.5
    ring_s: float = 30.0
    caller: str = ""

    @property
    def calling(self) -> Hours:
        """When it calls. Raises `BadInput` where that cannot be read."""
        return Hours(
            week=week_of(self.hours),
            zone=zone_of(self.zone),
            holidays=self.holidays,
            closed=days_of(self.closed),
            opened=days_of(self.opened),
        )


_PLAN = TypeAdapter(Plan)


def plan_record(plan: Plan) -> dict[str, Any]:
    """The plan as JSON."""
    return asdict(plan)


def read_plan(record: Mapping[str, Any]) -> Plan:
    return _PLAN.validate_python(record)


def check(plan: Plan) -> None:
    """Raises `BadInput` with the remedy for the first thing that cannot be."""
    _ = plan.calling
    _within("at_once", plan.at_once, 1, MOST_AT_ONCE)
    _within("per_s", plan.per_s, 0.001, MOST_PER_S)
    _within("ring_s", plan.ring_s, 5, LONGEST_RING_S)
    _within("retries.most", plan.retries.most, 1, 20)
    _within("retries.a_day", plan.retries.a_day, 1, 20)
    _within("retries.least_min", plan.retries.least_min, 0, 60 * 24)
    for outcome, minutes in plan.retries.intervals.items():
        _check_intervals(outcome, minutes)
    if plan.caller and phones.parse(plan.caller) is None:
        raise BadInput(
            "campaign.bad_caller",
            vi=f"Số hiển thị “{plan.caller}” không phải số điện thoại. Hãy ghi số mà nhà mạng cấp, hoặc để trống.",
            en=f"The number to show “{plan.caller}” is no telephone number. Write your trunk's, or leave it empty.",
        )


def _check_intervals(outcome: str, minutes: tuple[float, ...]) -> None:
    known = [one.value for one in Outcome if one not in (Outcome.ANSWERED, Outcome.STOPPED)]
    if outcome not in known:
        raise BadInput(
            "campaign.no_such_outcome",
            vi=f"Không có kết quả “{outcome}”. Các kết quả gọi lại được: {', '.join(known)}.",
            en=f"There is no outcome “{outcome}” to call again after. Known: {', '.join(known)}.",
        )
    for one in minutes:
        _within(f"retries.{outcome}", one, 0, 60 * 24 * 30)


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise BadInput(
            "campaign.bad_plan",
            vi=f"“{name}” = {value:g} phải nằm trong khoảng từ {least:g} đến {most:g}.",
            en=f"“{name}” = {value:g} must lie between {least:g} and {most:g}.",
        )
