"""How fast calls may begin: a token bucket on the loop's time (the leaky bucket as a meter, ITU-T I.371). Knows no
call.
"""

from __future__ import annotations

from giong.clock import now_s


class Pace:
    """At most `per_s` a second, and one at once after a rest."""

    def __init__(self, per_s: float) -> None:
        self._every_s = 1 / per_s
        self._next_s = now_s()

    def free(self) -> int:
        """How many may begin now: one, or more where a turn was missed by less than a second."""
        late_s = now_s() - self._next_s
        if late_s < 0:
            return 0
        return 1 + int(min(late_s, 1.0) / self._every_s)

    def take(self, count: int) -> None:
        """So many begin now."""
        self._next_s = max(self._next_s, now_s() - 1.0) + count * self._every_s

    @property
    def wait_s(self) -> float:
        """Until the next one may begin."""
        return max(0.0, self._next_s - now_s())
