"""Conversations are opened once for each client key, listed by activity, and closed to other
organisations.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock
from giong.conversations.catalogue import Conversations
from giong.dialogue.line import Delivered, Said
from giong.dialogue.memory import End, HandOver, Turn
from giong.errors import NotFound
from giong.storage.database import Database

NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)


@pytest.fixture
async def organisation_id(database: Database) -> str:
    return (await Organisations(database).found("dien-luc")).id


async def test_a_client_key_opens_one_conversation(database: Database, organisation_id: str) -> None:
    conversations = Conversations(database)
    opened = await asyncio.gather(
        *(conversations.open(organisation_id, assistant="a", channel="web", key="tab-1") for _ in range(5))
    )
    assert len({conversation.id for conversation, _ in opened}) == 1
    assert [fresh for _, fresh in opened].count(True) == 1
    another, fresh = await conversations.open(organisation_id, assistant="b", channel="web", key="tab-1")
    assert fresh
    assert another.id != opened[0][0].id


async def test_without_a_key_each_is_new(database: Database, organisation_id: str) -> None:
    conversations = Conversations(database)
    opened = [await conversations.open(organisation_id, assistant="a", channel="web") for _ in range(2)]
    assert opened[0][0].id != opened[1][0].id


async def test_the_list_begins_with_the_latest_activity(database: Database, organisation_id: str) -> None:
    clock = FixedClock(NOON)
    conversations = Conversations(database, clock)
    ids = []
    for minute in range(3):
        clock.moment = NOON + timedelta(minutes=minute)
        ids.append((await conversations.open(organisation_id, assistant="a", channel="web"))[0].id)
    clock.moment = NOON + timedelta(hours=1)
    await conversations.thread(organisation_id, ids[0]).post(Said("alo"))
    listed = await conversations.recent(organisation_id, limit=2)
    assert [one.id for one in listed] == [ids[0], ids[2]]
    rest = await conversations.recent(organisation_id, before=listed[-1].updated_at)
    assert [one.id for one in rest] == [ids[1]]
    assert await conversations.recent(organisation_id, assistant="b") == []


async def test_acts_end_hand_over_and_reopen(database: Database, organisation_id: str) -> None:
    conversations = Conversations(database)
    opened, _ = await conversations.open(organisation_id, assistant="a", channel="web")
    thread = conversations.thread(organisation_id, opened.id)
    await thread.keep(Turn(None, Delivered(), HandOver("kỹ thuật")), {})
    assert (await conversations.get(organisation_id, opened.id)).queue == "kỹ thuật"
    await thread.keep(Turn(None, Delivered(), End("xong")), {})
    ended = await conversations.get(organisation_id, opened.id)
    assert (ended.outcome, ended.ended_at is not None) == ("xong", True)
    await thread.keep(Turn(None, Delivered()), {})
    assert (await conversations.get(organisation_id, opened.id)).ended_at is None


async def test_another_organisation_finds_nothing(database: Database, organisation_id: str) -> None:
    conversations, other = Conversations(database), await Organisations(database).found("phuong")
    opened, _ = await conversations.open(organisation_id, assistant="a", channel="web", key="k")
    thread = conversations.thread(other.id, opened.id)
    for attempt in (
        conversations.get(other.id, opened.id),
        thread.recall(),
        thread.history(),
        thread.events(),
        thread.post(Said("alo")),
        thread.take_up(1),
        thread.keep(Turn(None, Delivered()), {}),
    ):
        with pytest.raises(NotFound) as theirs:
            await attempt
        assert theirs.value.code == "conversation.not_found"
    assert await conversations.recent(other.id) == []
    assert (await conversations.open(other.id, assistant="a", channel="web", key="k"))[0].id != opened.id
