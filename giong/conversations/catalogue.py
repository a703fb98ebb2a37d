"""All conversations: open, find, list, and what waits for an answer. An assistant is just a name here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from giong.clock import Clock, SystemClock
from giong.conversations import records
from giong.conversations.events import Kind
from giong.conversations.threads import Desk, Thread
from giong.conversations.watch import Bell
from giong.dialogue.line import Said
from giong.dialogue.memory import State
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.once import add_once
from giong.storage.owned import owned
from giong.storage.schema import conversations, events, turns


@dataclass(frozen=True)
class Conversation:
    """`key` is the client's name for it ("" = none); `queue` is where people took over (None: nowhere)."""

    id: str
    organisation_id: str
    assistant: str
    channel: str
    key: str
    turns: int
    last_number: int
    queue: str | None
    outcome: str | None
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Unanswered:
    """A message that was stored and has no turn yet."""

    conversation: Conversation
    number: int
    said: Said


class Conversations:
    """The conversations of all organisations; each method but one asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None, *, poll_s: float = 2.0) -> None:
        """`poll_s` is how soon a follower sees what another process stored; this process is heard at once."""
        self._desk = Desk(database, clock or SystemClock(), Bell(), poll_s)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def open(
        self, organisation_id: str, *, assistant: str, channel: str, key: str = "", state: State | None = None
    ) -> tuple[Conversation, bool]:
        """A new conversation and True; or False and the one that `key` opened with this assistant. `state` is what the
        assistant notes before the first turn, as `Mind.opening` makes it.
        """
        now = self._desk.clock.now()

        def work(connection: Connection) -> tuple[Conversation, bool]:
            row: dict[str, Any] = {
                "id": new_id("conv"),
                "organisation_id": organisation_id,
                "assistant": assistant,
                "channel": channel,
                "client_key": key or None,
                "state": state or {},
                "turns": 0,
                "last_number": 0,
                "unanswered": 0,
                "created_at": now,
                "updated_at": now,
            }
            fresh = add_once(connection, conversations, row)
            known = conversations.c.id == row["id"] if fresh else _named(organisation_id, assistant, key)
            return _conversation(connection.execute(select(conversations).where(known)).one()), fresh

        return await self._desk.database.write(work)

    async def get(self, organisation_id: str, id: str) -> Conversation:
        """The conversation; NotFound if it is missing or another organisation's."""
        return await self._desk.database.read(
            lambda connection: _conversation(owned(connection, conversations, organisation_id=organisation_id, id=id))
        )

    async def recent(
        self, organisation_id: str, *, assistant: str = "", before: datetime | None = None, limit: int = 50
    ) -> list[Conversation]:
        """The organisation's conversations, latest activity first; `before` continues an earlier list."""
        found = select(conversations).where(conversations.c.organisation_id == organisation_id)
        if assistant:
            found = found.where(conversations.c.assistant == assistant)
        if before is not None:
            found = found.where(conversations.c.updated_at < before)
        found = found.order_by(conversations.c.updated_at.desc()).limit(limit)
        return await self._desk.database.read(
            lambda connection: [_conversation(row) for row in connection.execute(found)]
        )

    def thread(self, organisation_id: str, id: str) -> Thread:
        """The conversation's memory, for one answerer. A wrong id is NotFound at the first use, not here."""
        return Thread(self._desk, organisation_id=organisation_id, id=id)

    @asynccontextmanager
    async def turn(self, id: str) -> AsyncIterator[None]:
        """Hold the conversation's turn: in this process one answers at a time, in order of asking."""
        lock = self._locks.setdefault(id, asyncio.Lock())
        async with lock:
            yield

    async def unanswered(self, limit: int = 1000) -> list[Unanswered]:
        """Messages that a crash left unanswered, oldest first; of all organisations, for a server's start."""
        return await self._desk.database.read(lambda connection: _unanswered(connection, limit))


def _named(organisation_id: str, assistant: str, key: str) -> ColumnElement[bool]:
    return and_(
        conversations.c.organisation_id == organisation_id,
        conversations.c.assistant == assistant,
        conversations.c.client_key == key,
    )


def _unanswered(connection: Connection, limit: int) -> list[Unanswered]:
    said_in = and_(events.c.conversation_id == conversations.c.id, events.c.kind == Kind.SAID.value)
    turn_of = and_(turns.c.conversation_id == events.c.conversation_id, turns.c.answers == events.c.number)
    rows = connection.execute(
        select(conversations, events.c.number.label("number"), events.c.body.label("said"))
        .join(events, said_in)
        .outerjoin(turns, turn_of)
        .where(conversations.c.unanswered > 0, turns.c.number.is_(None))
        .order_by(events.c.at, events.c.number)
        .limit(limit)
    )
    return [Unanswered(_conversation(row), row.number, records.read_said(row.said)) for row in rows]


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        organisation_id=row.organisation_id,
        assistant=row.assistant,
        channel=row.channel,
        key=row.client_key or "",
        turns=row.turns,
        last_number=row.last_number,
        queue=row.queue,
        outcome=row.outcome,
        created_at=row.created_at,
        updated_at=row.updated_at,
        ended_at=row.ended_at,
    )
