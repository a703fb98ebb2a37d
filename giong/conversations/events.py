"""The numbered events of one conversation: append and read. Knows no dialogue in progress.

Numbers run 1, 2, 3 … without a gap, so a reader that knows the last number it saw can go on from there, in
this process or another, with nothing missing and nothing twice. Events are never changed or removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, insert, select, update

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


# Statements of the path that every message takes are built once: building one costs as much as running it.
_OF_TALK = events.c.conversation_id == bindparam("talk")
_INSERT = insert(events)
_NUMBER = select(events.c.number).where(_OF_TALK, events.c.client_key == bindparam("key"))
_AFTER = (
    select(events.c.number, events.c.kind, events.c.at, events.c.body)
    .where(_OF_TALK, events.c.number > bindparam("after"))
    .order_by(events.c.number)
    .limit(bindparam("at_most"))
)
_NEWEST_KIND = (
    select(events.c.kind).where(_OF_TALK, events.c.kind != Kind.SAID.value).order_by(events.c.number.desc()).limit(1)
)


@cache
def _update(columns: tuple[str, ...]) -> Update:
    row = update(conversations).where(conversations.c.id == bindparam("talk"))
    return row.values({column: bindparam(f"new_{column}") for column in columns})


def append(connection: Connection, conversation: Row[Any], entry: Entry, *, at: datetime, **changes: Any) -> int:
    """Add an event, apply `changes` to the conversation's row (locked by the caller), return the number."""
    number: int = conversation.last_number + 1
    event = {
        "organisation_id": conversation.organisation_id,
        "conversation_id": conversation.id,
        "number": number,
        "kind": entry.kind.value,
        "client_key": entry.key or None,
        "body": entry.body,
        "at": at,
    }
    connection.execute(_INSERT, event)
    changes |= {"last_number": number, "updated_at": at}
    values = {f"new_{column}": value for column, value in changes.items()}
    connection.execute(_update(tuple(changes)), {"talk": conversation.id, **values})
    return number


def number_of(connection: Connection, conversation_id: str, key: str) -> int | None:
    """The number under which the client's message `key` was stored; None if it is new."""
    return connection.scalar(_NUMBER, {"talk": conversation_id, "key": key})


def after(connection: Connection, conversation_id: str, number: int, *, limit: int) -> list[Event]:
    """The events that follow `number`, in order."""
    rows = connection.execute(_AFTER, {"talk": conversation_id, "after": number, "at_most": limit})
    return [Event(row.number, Kind(row.kind), row.at, row.body) for row in rows]


def broke_off(connection: Connection, conversation_id: str) -> bool:
    """Whether an answer was being made when the process died: the newest event but messages is a piece."""
    return connection.scalar(_NEWEST_KIND, {"talk": conversation_id}) == Kind.PIECE.value
