"""Reckons by the clock how much of the queued sound has been heard. Knows no wire.

For ports whose far end plays at an even pace; where it also reports its position, `confirm` corrects the reckoning.
"""

from __future__ import annotations

from collections.abc import Callable


class Playout:
    """Counts samples, in total since the call began; what was flushed leaves no trace."""

    def __init__(self, rate_hz: int, now: Callable[[], float]) -> None:
        self._rate_hz = rate_hz
        self._now = now
        self._queued = 0
        self._known = 0  # this many had been heard …
        self._known_at_s = 0.0  # … at this time
        self._held = False

    def queue(self, samples: int) -> None:
        """More sound is queued; it begins to be heard now if nothing else is in front of it."""
        if self.played() == self._queued:
            self.confirm(self._queued)
        self._queued += samples

    def played(self) -> int:
        """Samples heard by now."""
        if self._held:
            return min(self._queued, self._known)
        elapsed_s = self._now() - self._known_at_s
        # Half a sample of grace: products of times and rates fall just short of whole numbers.
        return min(self._queued, self._known + int(elapsed_s * self._rate_hz + 0.5))

    def confirm(self, played: int) -> None:
        """The far end says that it has played this many so far."""
        self._known = min(max(played, 0), self._queued)
        self._known_at_s = self._now()

    def hold(self) -> None:
        """The far end plays nothing for a while."""
        self.confirm(self.played())
        self._held = True

    def resume(self) -> None:
        """It plays again, from where it stopped."""
        self._held = False
        self.confirm(self._known)

    def flush(self) -> int:
        """Forget what has not been heard; returns what has."""
        self._queued = self.played()
        self.confirm(self._queued)
        return self._queued
