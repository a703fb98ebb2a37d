"""Whether anything is still heard of the other side. Knows no packet and no call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class SoundWatch:
    """Calls `missed` when no sound has come for `patience_s` while some was expected. `silent_s` tells the seconds
    since the last of it.
    """

    def __init__(self, silent_s: Callable[[], float], *, patience_s: float, missed: Callable[[], None]) -> None:
        self._silent_s = silent_s
        self._patience_s = patience_s
        self._missed = missed
        self._since_s = 0.0
        self._alarm: asyncio.TimerHandle | None = None

    def expect(self) -> None:
        """From now on; what was before does not count."""
        if self._alarm is None:
            loop = asyncio.get_running_loop()
            self._since_s = loop.time()
            self._alarm = loop.call_later(self._patience_s, self._look)

    def rest(self) -> None:
        """Nothing is expected: on hold, or over."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        left_s = self._patience_s - min(self._silent_s(), loop.time() - self._since_s)
        self._alarm = None
        if left_s <= 0.001:
            self._missed()
        else:
            self._alarm = loop.call_later(left_s, self._look)
