"""One thread that sends the packets of all calls, each every 20 ms at absolute times. Knows no protocol.

The event loop may be busy for milliseconds and the calls must not be heard to stutter, so sending is not its work. The
calls are spread over twenty slots of a millisecond: a hundred of them send five packets each millisecond instead of a
hundred at once, and the thread needs the interpreter's lock once a slot. That lock is handed over after
`sys.getswitchinterval`, 5 ms unless changed, which is why `start` shortens it for the whole process.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from typing import Protocol

PERIOD_S = 0.02
SLOTS = 20
SLOT_S = PERIOD_S / SLOTS
SWITCH_S = 0.0005
"""Working threads let go of the interpreter after this long when the pacer waits for it."""
BEHIND_S = 0.1
"""A pacer kept from running for longer (the machine slept) does not make up for what it missed."""
_NICE = -10
"""Before everything else of the process, where the system lets us."""


class Paced(Protocol):
    """Something that does a little work every 20 ms."""

    def tick(self, ticks: int = 1) -> None:
        """`ticks` periods have passed since the last time, more than one only if the machine stood still."""


class Pacer:
    """Start it once in a process; calls come and go."""

    def __init__(self) -> None:
        self._slots: list[tuple[Paced, ...]] = [
            ()
        ] * SLOTS  # replaced, never changed: read by the thread without a lock
        self._changing = threading.Lock()
        self._occupied = threading.Event()
        self._running = False
        self._thread: threading.Thread | None = None
        self.latest_s = 0.0
        """The longest that a slot has been served too late."""

    def start(self) -> None:
        """Harmless when it runs already."""
        if self._running:
            return
        if sys.getswitchinterval() > SWITCH_S:
            sys.setswitchinterval(SWITCH_S)
        self._running = True
        self._thread = threading.Thread(target=self._run, name="rtp-pacer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; nothing is sent when this returns."""
        self._running = False
        self._occupied.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def add(self, paced: Paced) -> None:
        """Tick it from now on, in the slot with the fewest others."""
        with self._changing:
            number = min(range(SLOTS), key=lambda n: len(self._slots[n]))
            self._slots[number] = (*self._slots[number], paced)
            self._occupied.set()

    def remove(self, paced: Paced) -> None:
        """Tick it no more; a tick may be under way."""
        with self._changing:
            self._slots = [tuple(one for one in slot if one is not paced) for slot in self._slots]
            if not any(self._slots):
                self._occupied.clear()

    def _run(self) -> None:
        _hurry()
        while self._running:
            self._occupied.wait()
            self._serve()

    def _serve(self) -> None:
        """Go round until there is nobody left."""
        began_s, number = time.monotonic(), 0
        missed = [0] * SLOTS  # periods that each slot was left out of since its last turn
        while self._running and any(self._slots):
            place = number % SLOTS
            if slot := self._slots[place]:
                late_s = _sleep_until(began_s + number * SLOT_S)
                self.latest_s = max(self.latest_s, late_s)
                if late_s > BEHIND_S:
                    periods = int(late_s / PERIOD_S)
                    missed = [count + periods for count in missed]
                    began_s += periods * PERIOD_S
                for paced in slot:
                    paced.tick(1 + missed[place])
            missed[place] = 0
            number += 1


def _sleep_until(at_s: float) -> float:
    """Returns how late it is."""
    while (left_s := at_s - time.monotonic()) > 0:
        time.sleep(left_s)
    return -left_s


def _hurry() -> None:
    """Ask the system to run this thread first; it may refuse."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
