"""How often and after how long somebody is called again, by what became of the call. Knows no list and no telephone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from giong.conversations.campaigns.outbound import Outcome

HOUR_MIN = 60.0
DAY_MIN = 24 * HOUR_MIN

INTERVALS: Mapping[Outcome, tuple[float, ...]] = {
    Outcome.BUSY: (5, 15, 60),
    Outcome.NO_ANSWER: (30, 3 * HOUR_MIN),
    Outcome.REJECTED: (4 * HOUR_MIN,),
    Outcome.UNREACHABLE: (HOUR_MIN, 4 * HOUR_MIN),
    Outcome.VOICEMAIL: (3 * HOUR_MIN,),
    Outcome.FAILED: (2, 10, HOUR_MIN),
    Outcome.INTERRUPTED: (10,),
    Outcome.CALL_BACK: (DAY_MIN,),
}
"""Minutes until the next attempt: after the first time that it turned out so, the second, … None left: given up."""


@dataclass(frozen=True)
class Retries:
    """`intervals` are minutes, as in `INTERVALS`, which holds for what is not named. `most` attempts at one number in a
    campaign, `a_day` in 24 hours by the whole organisation; never sooner than `least_min` after the last one.
    """

    intervals: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    most: int = 4
    a_day: int = 3
    least_min: float = 2.0

    def wait_s(self, outcome: Outcome, *, times: int, attempts: int) -> float | None:
        """Seconds until the next attempt after an outcome that came for the `times`-th time; None: no more."""
        minutes = self.intervals.get(outcome, INTERVALS.get(outcome, ()))
        if attempts >= self.most or times > len(minutes):
            return None
        return max(minutes[times - 1], self.least_min) * 60
