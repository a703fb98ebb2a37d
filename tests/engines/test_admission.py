"""Who is answered, who waits and who is turned away, by what the machine can do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from giong.clock import now_s, run_virtually
from giong.engines.admission import Admission, Ceilings, LoopLag, Place, Room
from giong.engines.pool import Pressure
from giong.errors import Busy

IDLE = Pressure(wait_s=0.0, took_s=0.0, working=0.0, threads=2)


class Engines:
    """Engines as hard at work as a test says."""

    def __init__(self) -> None:
        self.now = IDLE

    def __call__(self) -> Pressure:
        return self.now


def admission(engines: Callable[[], Pressure] = lambda: IDLE, **options: Any) -> Admission:
    return Admission(engines, **{"most": 100} | options)


def virtually(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    def run() -> None:
        run_virtually(test())

    run.__name__ = test.__name__
    return run


@virtually
async def test_the_ceiling_holds_and_a_call_that_ends_makes_room() -> None:
    places = admission(most=2)
    first, _ = places.take(), places.take()
    assert places.room() is Room.WAIT
    with pytest.raises(Busy):
        places.take()
    first.leave()
    first.leave()
    assert (places.taken, places.admits()) == (1, True)


@virtually
async def test_answers_that_come_late_close_the_door_until_the_engines_have_caught_up() -> None:
    engines = Engines()
    places = admission(engines)
    places.take()
    engines.now = Pressure(wait_s=0.4, took_s=0.4, working=0.5, threads=2)
    assert not places.admits()
    engines.now = Pressure(wait_s=0.1, took_s=0.2, working=0.5, threads=2)
    assert places.admits()
    engines.now = Pressure(wait_s=0.0, took_s=0.9, working=0.5, threads=2)  # begun at once, but with much to catch up
    assert not places.admits()


@virtually
async def test_a_rush_is_let_in_only_as_far_as_the_calls_will_need() -> None:
    places = admission(ceilings=Ceilings(call_cost=0.1, working=0.8))
    while places.admits():
        places.take()
    assert places.taken == 16  # 2 threads × 0.8, a tenth of a thread each, although nothing is at work yet


@virtually
async def test_calls_that_turn_out_cheap_make_room_for_more() -> None:
    engines = Engines()
    places = admission(engines, ceilings=Ceilings(call_cost=0.1, working=0.8))
    for _ in range(16):
        places.take()
    await asyncio.sleep(20)
    assert places.admits()
    engines.now = Pressure(wait_s=0.0, took_s=0.1, working=1.55, threads=2)  # … but not where they turn out dear
    assert not places.admits()


@virtually
async def test_callers_wait_in_order_and_give_up_when_their_patience_ends() -> None:
    places = admission(most=1, most_waiting=2)
    talking = places.take()
    came: list[str] = []

    async def caller(name: str, patience_s: float) -> Place | None:
        try:
            place = await places.wait(patience_s)
        except Busy:
            came.append(f"{name} left")
            return None
        came.append(f"{name} at {now_s():.0f}")
        return place

    first = asyncio.create_task(caller("first", 60))
    second = asyncio.create_task(caller("second", 5))
    await asyncio.sleep(1)
    assert (places.waiting, places.room()) == (2, Room.FULL)
    with pytest.raises(Busy):
        await places.wait(60)
    await asyncio.sleep(6)
    assert await second is None
    talking.leave()
    place = await first
    assert came == ["second left", "first at 7"]
    assert place is not None
    place.leave()
    assert (places.taken, places.waiting) == (0, 0)


@virtually
async def test_who_hangs_up_while_waiting_takes_no_place() -> None:
    places = admission(most=1)
    talking = places.take()
    waiting = asyncio.create_task(places.wait(60))
    await asyncio.sleep(1)
    talking.leave()  # the place is given in the same moment …
    waiting.cancel()  # … in which the caller goes
    await asyncio.wait({waiting})
    assert (places.taken, places.waiting) == (0, 0)


async def test_a_loop_that_is_held_up_is_noticed() -> None:
    import time

    lag = LoopLag()
    lag.start()
    for _ in range(4):
        await asyncio.sleep(0)
        time.sleep(0.13)  # noqa: ASYNC251
        await asyncio.sleep(0.01)
    assert lag.usual_worst_s() > 0.0
    lag.stop()
    assert lag.usual_worst_s() == 0.0
