"""Work for calls is done in the order in which it is wanted, and the time that it waited is known."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import Future
from typing import Any

import pytest

from giong.engines.pool import BACKGROUND_NICENESS, NICENESS, EnginePool
from giong.speech.urgency import Urgency, at

LEAST = 19
"""The niceness beyond which there is none."""


class Blocked:
    """A pool of one thread that is at work until `free`."""

    def __init__(self, pool: EnginePool) -> None:
        self._gate = threading.Event()
        started = threading.Event()
        at(pool, Urgency.ANSWER).submit(lambda: (started.set(), self._gate.wait(10)))
        assert started.wait(10)

    def free(self) -> None:
        self._gate.set()


def order_of(pool: EnginePool, *wanted: Urgency) -> list[Urgency]:
    blocked, done = Blocked(pool), list[Urgency]()
    jobs: list[Future[Any]] = [at(pool, urgency).submit(done.append, urgency) for urgency in wanted]
    blocked.free()
    for job in jobs:
        job.result(10)
    return done


def test_an_answer_goes_before_the_next_sentence_and_both_before_what_is_still_being_said() -> None:
    with EnginePool(1) as pool:
        done = order_of(pool, Urgency.FOLLOWING, Urgency.SPEECH, Urgency.ANSWER)
    assert done == [Urgency.ANSWER, Urgency.SPEECH, Urgency.FOLLOWING]


def test_what_has_waited_longer_than_it_should_is_not_overtaken_for_ever() -> None:
    clock = [0.0]
    with EnginePool(1, now=lambda: clock[0]) as pool:
        blocked, done = Blocked(pool), list[str]()
        late = at(pool, Urgency.FOLLOWING).submit(done.append, "said a while ago")
        clock[0] = Urgency.FOLLOWING.within_s + 0.1
        fresh = at(pool, Urgency.ANSWER).submit(done.append, "finished just now")
        blocked.free()
        late.result(10)
        fresh.result(10)
    assert done == ["said a while ago", "finished just now"]


def test_background_work_takes_no_thread_from_the_calls() -> None:
    gate = threading.Event()
    with EnginePool(1) as pool:
        job = pool.submit(gate.wait, 10)
        assert at(pool, Urgency.FOLLOWING).submit(lambda: "heard").result(10) == "heard"
        assert not job.done()
        gate.set()
        assert job.result(10)


def test_the_longest_wait_of_urgent_work_is_told_also_while_it_lasts() -> None:
    clock = [0.0]
    with EnginePool(1, now=lambda: clock[0]) as pool:
        blocked = Blocked(pool)
        waiting = at(pool, Urgency.ANSWER).submit(lambda: None)
        clock[0] = 2.0
        assert pool.pressure().wait_s == 2.0
        blocked.free()
        waiting.result(10)
        at(pool, Urgency.ANSWER).submit(lambda: None).result(10)  # the meter has heard of the one before
        pressure = pool.pressure()
        assert (pressure.wait_s, pressure.took_s) == (2.0, 2.0)
        assert pressure.working == pytest.approx(2.0 / 5.0)
        clock[0] = 20.0
        assert pool.pressure().wait_s == 0.0
        assert pool.pressure().working == 0.0


def test_a_failure_belongs_to_who_asked_and_the_thread_goes_on() -> None:
    with EnginePool(1) as pool:
        with pytest.raises(ZeroDivisionError):
            at(pool, Urgency.ANSWER).submit(lambda: 1 // 0).result(10)
        assert at(pool, Urgency.ANSWER).submit(lambda: 1).result(10) == 1


def test_closing_cancels_what_waits_and_finishes_what_runs() -> None:
    pool = EnginePool(1)
    blocked = Blocked(pool)
    waiting = at(pool, Urgency.ANSWER).submit(lambda: None)
    pool.shutdown(wait=False, cancel_futures=True)
    blocked.free()
    pool.shutdown()
    assert waiting.cancelled()
    with pytest.raises(RuntimeError):
        pool.submit(lambda: None)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux only")
def test_engine_threads_give_way_to_the_event_loop() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    mine = niceness()
    with EnginePool(1) as pool:
        assert at(pool, Urgency.ANSWER).submit(niceness).result(10) == min(mine + NICENESS, LEAST)
        assert pool.submit(niceness).result(10) == min(mine + BACKGROUND_NICENESS, LEAST)
    assert niceness() == mine
