"""Time: what o'clock it is in Viet Nam, and an event loop on which waiting costs nothing.

Durations are measured with the running loop's `time()` and waited for with `asyncio.sleep`, so that the same code runs
in real and in virtual time. Only the date and the hour come from a `Clock`.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Protocol, TypeVar

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Viet Nam keeps UTC+7 all year, so no time-zone database is needed."""

T = TypeVar("T")


class Clock(Protocol):
    """Tells the date and the hour."""

    def now(self) -> datetime:
        """The present moment, aware, in Vietnamese time."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC).astimezone(VIETNAM)


class FixedClock:
    """A clock that stands still until it is set; for tests and scenarios."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def now_s() -> float:
    """Seconds of the running loop, real or virtual; only differences mean anything."""
    return asyncio.get_running_loop().time()


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time jumps to the next timer as soon as nothing else can run.

    While work is under way in a thread (`run_in_executor`, `asyncio.to_thread`) time stands still and the loop really
    waits for it, so engines may be used in a simulated conversation.
    """

    def __init__(self) -> None:
        super().__init__(_JumpingSelector(self))
        self._virtual_s = 0.0
        self._threads = 0

    def time(self) -> float:
        return self._virtual_s

    def run_in_executor(  # type: ignore[override]  # the stub's overloads differ between Python versions
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        future: asyncio.Future[T] = super().run_in_executor(executor, func, *args)
        self._threads += 1
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, _: asyncio.Future[Any]) -> None:
        self._threads -= 1


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of sleeping until the next timer, moves its loop's time there."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if self._loop._threads or timeout is None:
            return super().select(None if self._loop._threads else 1.0)
        self._loop._virtual_s += timeout
        return ready


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in virtual time and return its result."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
