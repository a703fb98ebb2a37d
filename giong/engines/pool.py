"""The threads on which engines work: what is wanted first is begun first, and how long it waited is measured. Knows no
engine.

Python's own pool serves in turn, so that one long background job would stand before the caller who waits for an answer.
"""

from __future__ import annotations

import heapq
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import count
from typing import Any, ParamSpec, TypeVar

from giong.speech.urgency import Urgency

P = ParamSpec("P")
T = TypeVar("T")

REMEMBERED_S = 5.0
"""How far back `Pressure` looks: long enough to hold some turns of every call, short enough to see a rush coming."""

NICENESS = 2
"""Calls' engine work gives way to the event loop, a little: with more, other programs would starve it."""
BACKGROUND_NICENESS = 15
"""Background work gets what is left: a thirtieth."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pressure:
    """How hard calls' engine threads worked in the last seconds.

    `wait_s` is how long urgent work waited for a thread, `took_s` how long until it was done, each the longest but one
    in twenty; `working` is how many of the `threads` were at work, on average.
    """

    wait_s: float
    took_s: float
    working: float
    threads: int


@dataclass(order=True)
class _Job:
    wanted_at_s: float
    number: int
    urgency: Urgency = field(compare=False)
    handed_over_s: float = field(compare=False)
    future: Future[Any] = field(compare=False)
    work: Callable[[], Any] = field(compare=False)


class EnginePool(Executor):
    """`threads` threads for calls and one more for the background. Implements `speech.urgency.Lanes`.

    What is submitted to the pool itself is background work; `at` gives the lanes of calls.
    """

    def __init__(self, threads: int, *, name: str = "giong-engine", now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._meter = _Meter(threads, now)
        self._numbers = count()
        self._calls, self._background = _Queue(), _Queue()
        served = [(self._calls, NICENESS)] * threads + [(self._background, BACKGROUND_NICENESS)]
        self._threads = [
            threading.Thread(target=self._serve, args=(queue, niceness), name=f"{name}-{number}", daemon=True)
            for number, (queue, niceness) in enumerate(served)
        ]
        for thread in self._threads:
            thread.start()

    def at(self, urgency: Urgency) -> Executor:
        return _Lane(self, urgency)

    @property
    def crowded(self) -> bool:
        """Whether calls' work waits for a thread."""
        return len(self._calls) > 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self.take(Urgency.BACKGROUND, lambda: fn(*args, **kwargs))

    def take(self, urgency: Urgency, work: Callable[[], T]) -> Future[T]:
        """Do `work` as soon as what is wanted earlier has begun."""
        now_s = self._now()
        job = _Job(now_s + urgency.within_s, next(self._numbers), urgency, now_s, Future(), work)
        (self._background if urgency is Urgency.BACKGROUND else self._calls).put(job)
        return job.future

    def pressure(self) -> Pressure:
        """Of calls' work; what runs in the background does not count."""
        return self._meter.pressure(self._calls.since(Urgency.ANSWER))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for queue in (self._calls, self._background):
            queue.close(cancel=cancel_futures)
        if wait:
            for thread in self._threads:
                thread.join()

    def _serve(self, queue: _Queue, niceness: int) -> None:
        _be_nice(niceness)
        while (job := queue.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                self._run(job)

    def _run(self, job: _Job) -> None:
        began_s = self._now()
        try:
            result = job.work()
        except BaseException as error:
            job.future.set_exception(error)
        else:
            job.future.set_result(result)
        if job.urgency is not Urgency.BACKGROUND:
            self._meter.done(job, began_s=began_s, ended_s=self._now())


class _Lane(Executor):
    """The pool, for one kind of work. Closing it closes nothing."""

    def __init__(self, pool: EnginePool, urgency: Urgency) -> None:
        self._pool = pool
        self._urgency = urgency

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._pool.take(self._urgency, lambda: fn(*args, **kwargs))


class _Queue:
    """Jobs in the order in which they are wanted."""

    def __init__(self) -> None:
        self._jobs: list[_Job] = []
        self._changed = threading.Condition()
        self._closed = False

    def __len__(self) -> int:
        return len(self._jobs)

    def put(self, job: _Job) -> None:
        with self._changed:
            if self._closed:
                raise RuntimeError("the pool is closed")
            heapq.heappush(self._jobs, job)
            self._changed.notify()

    def get(self) -> _Job | None:
        """The next job, when there is one; None when the queue is closed and empty."""
        with self._changed:
            while not self._jobs and not self._closed:
                self._changed.wait()
            return heapq.heappop(self._jobs) if self._jobs else None

    def close(self, *, cancel: bool) -> None:
        with self._changed:
            self._closed = True
            for job in self._jobs if cancel else ():
                job.future.cancel()
            self._changed.notify_all()

    def since(self, urgency: Urgency) -> list[float]:
        """When the jobs of this urgency that wait still were handed over."""
        with self._changed:
            return [job.handed_over_s for job in self._jobs if job.urgency is urgency]


class _Meter:
    """What calls' jobs of the last seconds cost, and how long the urgent ones waited."""

    def __init__(self, threads: int, now: Callable[[], float]) -> None:
        self._threads = threads
        self._now = now
        self._lock = threading.Lock()
        self._worked: deque[tuple[float, float]] = deque()  # (ended_s, seconds)
        self._urgent: deque[tuple[float, float, float]] = deque()  # (ended_s, seconds waited, seconds until done)

    def done(self, job: _Job, *, began_s: float, ended_s: float) -> None:
        with self._lock:
            self._worked.append((ended_s, ended_s - began_s))
            if job.urgency is Urgency.ANSWER:
                self._urgent.append((ended_s, began_s - job.handed_over_s, ended_s - job.handed_over_s))
            while self._worked and self._worked[0][0] < ended_s - REMEMBERED_S:
                self._worked.popleft()
            while self._urgent and self._urgent[0][0] < ended_s - REMEMBERED_S:
                self._urgent.popleft()

    def pressure(self, waiting_since_s: list[float]) -> Pressure:
        now_s = self._now()
        with self._lock:
            worked_s = sum(seconds for ended_s, seconds in self._worked if ended_s >= now_s - REMEMBERED_S)
            urgent = [times for times in self._urgent if times[0] >= now_s - REMEMBERED_S]
        so_far = [now_s - since_s for since_s in waiting_since_s]
        return Pressure(
            wait_s=_usual_longest([waited_s for _, waited_s, _ in urgent] + so_far),
            took_s=_usual_longest([took_s for _, _, took_s in urgent] + so_far),
            working=min(worked_s / REMEMBERED_S, float(self._threads)),
            threads=self._threads,
        )


def _usual_longest(seconds: list[float]) -> float:
    """The longest but one in twenty."""
    return sorted(seconds)[len(seconds) * 19 // 20] if seconds else 0.0


def _be_nice(niceness: int) -> None:
    """Lower this thread's share of the processor. Linux knows threads as processes; elsewhere all are alike."""
    if sys.platform != "linux":
        return
    thread = threading.get_native_id()
    try:
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + niceness)
    except OSError as error:
        log.warning("an engine thread keeps its priority: %s", error.strerror)
