"""Whether one more call may begin: calls in progress must never stutter. Knows no call and no wire.

Each call takes a `Place`. How many there are is not fixed: a place is free while the engines' threads and the event
loop keep up, which is measured, and as long as the ceiling is not reached.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType

from giong.clock import now_s
from giong.engines.pool import Pressure
from giong.errors import Busy

LOOK_S = 0.25
"""How often callers who wait are looked after: places become free by calls that end and by engines that catch up."""
BEAT_S = 0.1
REMEMBERED_BEATS = 30
PARDONED_BEATS = 2
"""So many late beats in the remembered three seconds are hiccups; more are an overload."""


class Room(StrEnum):
    """What becomes of a caller who comes now."""

    FREE = "free"
    """Answer."""
    WAIT = "wait"
    """Ask them to wait: a place is likely soon."""
    FULL = "full"
    """Turn them away, or to somebody else."""


@dataclass(frozen=True)
class Ceilings:
    """Where the machine is full. Times in seconds."""

    wait_s: float = 0.25
    """Urgent engine work waited longer than this for a thread: the next answer would come late."""
    took_s: float = 0.4
    """The same, until it was done: the end of an utterance also has to wait for what of it was not read in time."""
    lag_s: float = 0.1
    """The event loop was so late with its timers."""
    working: float = 0.85
    """The share of the engines' threads that calls may use; what bursts above it is heard as delay."""
    call_cost: float = 0.06
    """Engine threads that a call is taken to need until calls in progress have shown what they need: somebody who
    speaks a third of the time, a recogniser that needs 80 ms for a second, an answer every ten seconds."""
    settling_s: float = 10.0
    """A call so young has not shown yet what it needs."""


class Place:
    """Held by a call from beginning to end. Use it in `with`, or call `leave`; leaving twice is harmless."""

    def __init__(self, left: Callable[[Place], None]) -> None:
        self._left = left
        self._held = True

    def leave(self) -> None:
        """The call is over."""
        if self._held:
            self._held = False
            self._left(self)

    def __enter__(self) -> Place:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()


class Admission:
    """The places of this process. For one event loop; `most` calls are never exceeded."""

    def __init__(
        self,
        pressure: Callable[[], Pressure],
        *,
        most: int,
        most_waiting: int | None = None,
        ceilings: Ceilings | None = None,
    ) -> None:
        """`pressure` tells how hard the engines work; `most_waiting` callers may wait at a time (by default a quarter
        of `most`).
        """
        self._pressure = pressure
        self._most = most
        self._most_waiting = max(1, most // 4) if most_waiting is None else most_waiting
        self._ceilings = ceilings or Ceilings()
        self._lag = LoopLag()
        self._began_s: dict[Place, float] = {}
        self._queue: deque[asyncio.Future[Place]] = deque()

    @property
    def taken(self) -> int:
        """Calls in progress."""
        return len(self._began_s)

    @property
    def waiting(self) -> int:
        """Callers who wait for a place."""
        return len(self._queue)

    def admits(self) -> bool:
        """Whether a call that comes now would be answered at once."""
        return self.room() is Room.FREE

    def room(self) -> Room:
        """What becomes of a caller who comes now."""
        if not self._queue and self._has_room():
            return Room.FREE
        return Room.WAIT if len(self._queue) < self._most_waiting else Room.FULL

    def take(self) -> Place:
        """A place, at once. Raises `Busy` if none is free, or if others wait for one."""
        if not self.admits():
            raise _busy()
        return self._give()

    async def wait(self, patience_s: float) -> Place:
        """A place, when it is this caller's turn: first come, first served. Raises `Busy` when `patience_s` have passed
        or when too many wait already.
        """
        room = self.room()
        if room is Room.FREE:
            return self._give()
        if room is Room.FULL:
            raise _busy()
        turn: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(patience_s):
                while not turn.done():
                    await asyncio.wait({turn}, timeout=LOOK_S)
                    self._serve_queue()
        except BaseException as error:
            if turn.done():
                turn.result().leave()
            if isinstance(error, TimeoutError):
                raise _busy() from None
            raise
        finally:
            if turn in self._queue:
                self._queue.remove(turn)
        return turn.result()

    def _serve_queue(self) -> None:
        while self._queue and self._has_room():
            self._queue.popleft().set_result(self._give())

    def _has_room(self) -> bool:
        """Whether the machine keeps up, and would with one more call beside those that have only just begun."""
        if not self._began_s or self.taken >= self._most:
            return self.taken < self._most
        limits, pressure = self._ceilings, self._pressure()
        return (
            self._expected(pressure) <= limits.working * pressure.threads
            and pressure.wait_s <= limits.wait_s
            and pressure.took_s <= limits.took_s
            and self._lag.usual_worst_s() <= limits.lag_s
        )

    def _expected(self, pressure: Pressure) -> float:
        """How many threads will be at work when the young calls have grown up, and one more with them."""
        limits = self._ceilings
        young = sum(now_s() - began_s < limits.settling_s for began_s in self._began_s.values())
        shown = pressure.working / self.taken if young < self.taken else 0.0
        cost = max(shown, limits.call_cost)
        grown_up = pressure.working * (self.taken - young) / self.taken + young * cost
        return max(pressure.working, grown_up) + cost

    def _give(self) -> Place:
        place = Place(self._left)
        self._began_s[place] = now_s()
        self._lag.start()
        return place

    def _left(self, place: Place) -> None:
        del self._began_s[place]
        self._serve_queue()
        if not self._began_s:
            self._lag.stop()


class LoopLag:
    """How late the running event loop is: a timer that looks at the clock when it fires. Beats only while started."""

    def __init__(self) -> None:
        self._late_s: deque[float] = deque(maxlen=REMEMBERED_BEATS)
        self._beat: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin, if it has not begun."""
        if self._beat is None:
            self._schedule(asyncio.get_running_loop())

    def stop(self) -> None:
        """Stop, and forget."""
        if self._beat is not None:
            self._beat.cancel()
        self._beat = None
        self._late_s.clear()

    def usual_worst_s(self) -> float:
        """The worst delay of the last seconds, hiccups aside."""
        ordered = sorted(self._late_s, reverse=True)
        return ordered[PARDONED_BEATS] if len(ordered) > PARDONED_BEATS else 0.0

    def _schedule(self, loop: asyncio.AbstractEventLoop) -> None:
        due_s = loop.time() + BEAT_S

        def beat() -> None:
            self._late_s.append(loop.time() - due_s)
            self._schedule(loop)

        self._beat = loop.call_at(due_s, beat)


def _busy() -> Busy:
    return Busy(
        "call.all_busy",
        vi="Các đường máy đều đang bận. Hãy gọi lại sau ít phút.",
        en="All lines are busy. Call again in a few minutes.",
        retry_after_s=60,
    )
