"""Whether anything is still heard of the other side. Knows no packet and no call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """How long a call may be without sound, and how long on hold, where nothing is expected."""

    no_media_s: float = 30.0
    longest_hold_s: float = 1800.0


class SoundWatch:
    """Calls `missed` when no sound has come for too long, or the hold has no end. `silent_s` tells the seconds since
    the last of it.
    """

    def __init__(self, silent_s: Callable[[], float], patience: Patience, *, missed: Callable[[], None]) -> None:
        self._silent_s = silent_s
        self._patience = patience
        self._missed = missed
        self._since_s = 0.0
        self._expecting = False
        self._alarm: asyncio.TimerHandle | None = None

    def expect(self) -> None:
        """From now on sound must come; what was before does not count."""
        if not self._expecting:
            self._begin(self._patience.no_media_s, self._look)
            self._expecting = True

    def allow_hold(self) -> None:
        """The call is on hold."""
        if self._expecting or self._alarm is None:
            self._begin(self._patience.longest_hold_s, self._missed)

    def stop(self) -> None:
        """The call is over."""
        self._expecting = False
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _begin(self, delay_s: float, action: Callable[[], None]) -> None:
        self.stop()
        loop = asyncio.get_running_loop()
        self._since_s = loop.time()
        self._alarm = loop.call_later(delay_s, action)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        left_s = self._patience.no_media_s - min(self._silent_s(), loop.time() - self._since_s)
        if left_s <= 0.001:
            self._missed()
        else:
            self._alarm = loop.call_later(left_s, self._look)
