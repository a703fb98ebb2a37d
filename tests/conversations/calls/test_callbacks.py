"""Whoever asked for a person in vain is called back once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock
from giong.conversations.calls.callbacks import Callbacks
from giong.errors import NotFound
from giong.storage.database import Database


async def test_tickets_wait_in_order_and_are_done_once(database: Database) -> None:
    clock = FixedClock(datetime(2026, 11, 21, 12, tzinfo=VIETNAM))
    callbacks = Callbacks(database, clock)
    home, other = [(await Organisations(database).found(name)).id for name in ("dien-luc", "phuong")]
    first = await callbacks.open(home, assistant="a", number="0912345678", reason="no_agent", summary="Mất điện.")
    clock.moment += timedelta(minutes=1)
    second = await callbacks.open(home, assistant="a", number="0987654321")
    assert await callbacks.waiting(home) == [first, second]
    assert await callbacks.waiting(other) == []
    with pytest.raises(NotFound):
        await callbacks.done(other, first.id)
    done = await callbacks.done(home, first.id, " đã gọi ")
    assert (done.note, done.done_at) == ("đã gọi", clock.moment)
    assert await callbacks.done(home, first.id, "lại") == done
    assert await callbacks.waiting(home) == [second]
    assert await callbacks.waiting(home, done=True) == [done]
