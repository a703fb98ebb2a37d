"""A call has a beginning, an end, and the times of its turns."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock
from giong.conversations.calls import Calls
from giong.conversations.catalogue import Conversations
from giong.errors import NotFound
from giong.storage.database import Database

NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)


@pytest.fixture
async def organisation_id(database: Database) -> str:
    return (await Organisations(database).found("dien-luc")).id


@pytest.fixture
async def conversation_id(database: Database, organisation_id: str) -> str:
    opened, _ = await Conversations(database).open(organisation_id, assistant="a", channel="browser")
    return opened.id


async def test_a_call_is_ended_once(database: Database, organisation_id: str, conversation_id: str) -> None:
    clock = FixedClock(NOON)
    calls = Calls(database, clock)
    call = await calls.begin(organisation_id, conversation_id=conversation_id, channel="browser")
    assert await calls.get(organisation_id, call.id) == call
    clock.moment = NOON + timedelta(minutes=2)
    ended = await calls.end(organisation_id, call.id, outcome="done", latency=({"answer": 25.5},))
    assert (ended.outcome, ended.latency, ended.ended_at) == ("done", ({"answer": 25.5},), clock.moment)
    assert await calls.end(organisation_id, call.id, outcome="failed") == ended
    assert await calls.recent(organisation_id) == [ended]


async def test_calls_that_a_crash_left_open_are_ended(
    database: Database, organisation_id: str, conversation_id: str
) -> None:
    clock = FixedClock(NOON)
    calls = Calls(database, clock)
    broken = await calls.begin(organisation_id, conversation_id=conversation_id, channel="browser")
    clock.moment = NOON + timedelta(minutes=5)
    under_way = await calls.begin(organisation_id, conversation_id=conversation_id, channel="browser")
    assert await calls.end_broken(clock.moment) == 1
    assert (await calls.get(organisation_id, broken.id)).outcome == "failed"
    assert (await calls.get(organisation_id, under_way.id)).ended_at is None


async def test_another_organisation_has_no_part_in_it(
    database: Database, organisation_id: str, conversation_id: str
) -> None:
    calls, other = Calls(database), await Organisations(database).found("phuong")
    call = await calls.begin(organisation_id, conversation_id=conversation_id, channel="browser")
    with pytest.raises(NotFound):
        await calls.begin(other.id, conversation_id=conversation_id, channel="browser")
    with pytest.raises(NotFound):
        await calls.end(other.id, call.id, outcome="done")
    assert await calls.recent(other.id) == []
