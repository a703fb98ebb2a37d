"""The numbered events of one conversation: append and read. Knows no dialogue in progress.

Numbers run 1, 2, 3 … without a gap, so a reader that knows the last number it saw can go on from there, in
this process or another, with nothing missing and nothing twice. Events are never changed or removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from giong.conversations.records import Record
from giong.storage.schema import conversations, events


class Kind(StrEnum):
    """What happened; the keys of the event's body in brackets. A key with its default value is left out."""

    SAID = "said"
    """The person said something [text, via, confidence, key]."""
    PIECE = "piece"
    """A part of the answer in the making [text, citations, choices, prompt, expects]."""
    TURN = "turn"
    """The answer is complete, and this is what reached the person [turn, answers, delivered, act]."""
    FAILED = "failed"
    """No (whole) answer could be given [answers, code, vi, en]."""
    AGAIN = "again"
    """The answer is made anew after a crash: forget the pieces since the last turn [answers]."""


@dataclass(frozen=True)
class Event:
    number: int
    kind: Kind
    at: datetime
    body: Record


@dataclass(frozen=True)
class Entry:
    """An event that has no number yet. `key` is the client's, unique within the conversation unless empty."""

    kind: Kind
    body: Record
    key: str = ""


def append(connection: Connection, conversation: Row[Any], entry: Entry, *, at: datetime, **changes: Any) -> int:
    """Add an event, apply `changes` to the conversation's row (locked by the caller), return the number."""
    number: int = conversation.last_number + 1
    connection.execute(
        insert(events).values(
            organisation_id=conversation.organisation_id,
            conversation_id=conversation.id,
            number=number,
            kind=entry.kind.value,
            client_key=entry.key or None,
            body=entry.body,
            at=at,
        )
    )
    connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation.id)
        .values(last_number=number, updated_at=at, **changes)
    )
    return number


def number_of(connection: Connection, conversation_id: str, key: str) -> int | None:
    """The number under which the client's message `key` was stored; None if it is new."""
    return connection.scalar(
        select(events.c.number).where(events.c.conversation_id == conversation_id, events.c.client_key == key)
    )


def after(connection: Connection, conversation_id: str, number: int, *, limit: int) -> list[Event]:
    """The events that follow `number`, in order."""
    rows = connection.execute(
        select(events.c.number, events.c.kind, events.c.at, events.c.body)
        .where(events.c.conversation_id == conversation_id, events.c.number > number)
        .order_by(events.c.number)
        .limit(limit)
    )
    return [Event(row.number, Kind(row.kind), row.at, row.body) for row in rows]


def broke_off(connection: Connection, conversation_id: str) -> bool:
    """Whether an answer was being made when the process died: the newest event but messages is a piece."""
    newest = (
        select(events.c.kind)
        .where(events.c.conversation_id == conversation_id, events.c.kind != Kind.SAID.value)
        .order_by(events.c.number.desc())
        .limit(1)
    )
    return connection.scalar(newest) == Kind.PIECE.value
