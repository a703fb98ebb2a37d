"""Call-back tickets: people who asked for a person when none was free, and are to be called. Knows no line and no
list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from giong.clock import Clock, SystemClock
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.owned import owned
from giong.storage.schema import callbacks, calls

NOTE_CHARS = 1_000


@dataclass(frozen=True)
class Callback:
    """Somebody is to be called at `number`. `reason` is why nobody was reached, `summary` what it is about; `note` is
    what came of it when it was done.
    """

    id: str
    organisation_id: str
    assistant: str
    call_id: str | None
    number: str
    queue: str
    reason: str
    summary: str
    note: str
    created_at: datetime
    done_at: datetime | None


class Callbacks:
    """The tickets of all organisations; each method asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def open(
        self,
        organisation_id: str,
        *,
        assistant: str,
        number: str,
        call_id: str | None = None,
        queue: str = "",
        reason: str = "",
        summary: str = "",
    ) -> Callback:
        """A new ticket."""
        ticket = Callback(
            id=new_id("back"),
            organisation_id=organisation_id,
            assistant=assistant,
            call_id=call_id,
            number=number,
            queue=queue,
            reason=reason,
            summary=summary,
            note="",
            created_at=self._clock.now(),
            done_at=None,
        )

        def work(connection: Connection) -> Callback:
            if call_id is not None:
                owned(connection, calls, organisation_id=organisation_id, id=call_id)
            connection.execute(insert(callbacks).values(vars(ticket)))
            return ticket

        return await self._database.write(work)

    async def done(self, organisation_id: str, id: str, note: str = "") -> Callback:
        """Somebody has called back. Done once it stays as it was."""
        values = {"done_at": self._clock.now(), "note": note.strip()[:NOTE_CHARS]}

        def work(connection: Connection) -> Callback:
            row = owned(connection, callbacks, organisation_id=organisation_id, id=id, lock=True)
            if row.done_at is None:
                connection.execute(update(callbacks).where(callbacks.c.id == id).values(values))
            return _callback(owned(connection, callbacks, organisation_id=organisation_id, id=id))

        return await self._database.write(work)

    async def waiting(self, organisation_id: str, *, done: bool = False, limit: int = 200) -> list[Callback]:
        """The tickets that are open, oldest first; with `done` those that were closed, newest first."""
        found = select(callbacks).where(callbacks.c.organisation_id == organisation_id)
        if done:
            found = found.where(callbacks.c.done_at.is_not(None)).order_by(callbacks.c.done_at.desc())
        else:
            found = found.where(callbacks.c.done_at.is_(None)).order_by(callbacks.c.created_at)
        return await self._database.read(
            lambda connection: [_callback(row) for row in connection.execute(found.limit(limit))]
        )


def _callback(row: Row[Any]) -> Callback:
    return Callback(**row._mapping)
