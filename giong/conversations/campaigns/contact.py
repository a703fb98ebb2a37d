"""Somebody on a campaign's list: a number, what the list says of them, how far we came. Knows no telephone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from giong.storage.schema import contacts

contacts.info["noun"] = "contact"


class State(StrEnum):
    """Where a contact stands. The first two may be dialled."""

    WAITING = "waiting"
    """Not called yet."""
    AGAIN = "again"
    """Called in vain, and called again when it is due."""
    DIALLING = "dialling"
    REACHED = "reached"
    GIVEN_UP = "given_up"
    BLOCKED = "blocked"
    """On the do-not-call list."""


OPEN = (State.WAITING.value, State.AGAIN.value)


@dataclass(frozen=True)
class Contact:
    """`row` is that of the file; `outcome` is the last attempt's; `slots` are what the person answered."""

    id: str
    number: str
    variables: Mapping[str, Any]
    row: int
    place: int
    state: State
    attempts: int
    outcome: str
    ending: str
    slots: Mapping[str, Any]
    call_id: str
    due_at: datetime
    called_at: datetime | None


def contact_of(row: Row[Any]) -> Contact:
    """The contact in a row."""
    return Contact(
        id=row.id,
        number=row.number,
        variables=row.variables,
        row=row.row,
        place=row.place,
        state=State(row.state),
        attempts=row.attempts,
        outcome=row.outcome,
        ending=row.ending,
        slots=row.slots,
        call_id=row.call_id or "",
        due_at=row.due_at,
        called_at=row.called_at,
    )
