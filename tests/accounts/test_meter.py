"""Usage is counted once for each key, and never for another organisation."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from giong.accounts.meter import Meter
from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock
from giong.storage.database import Database
from giong.usage import Usage

NOON = datetime(2026, 11, 30, 12, tzinfo=VIETNAM)


async def test_the_same_key_counts_once(database: Database) -> None:
    mine, theirs = [(await Organisations(database).found(name)).id for name in ("mine", "theirs")]
    meter, used = Meter(database), Usage(tokens_in=3, audio_out_s=1.5)
    counted = await asyncio.gather(*(meter.note(mine, key="req-1", subject="req-1", usage=used) for _ in range(8)))
    assert counted.count(True) == 1
    assert await meter.note(theirs, key="req-1", subject="req-1", usage=used)
    assert await meter.total(mine) == used


async def test_nothing_used_is_nothing_noted(database: Database) -> None:
    mine = (await Organisations(database).found("mine")).id
    assert not await Meter(database).note(mine, key="req-1", subject="req-1", usage=Usage())
    assert await Meter(database).total(mine) == Usage()


async def test_a_period_has_its_first_moment_and_not_its_last(database: Database) -> None:
    mine, clock = (await Organisations(database).found("mine")).id, FixedClock(NOON)
    meter = Meter(database, clock)
    for day in range(3):
        clock.moment = NOON + timedelta(days=day)
        await meter.note(mine, key=str(day), subject="", usage=Usage(tokens_out=10**day))
    total = await meter.total(mine, since=NOON, until=NOON + timedelta(days=2))
    assert total == Usage(tokens_out=11)
