"""Records of calls: when, from whom, how fast each turn was, how it ended. The words are in the call's
conversation.
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
from giong.storage.schema import calls, conversations

Latency = dict[str, float]
"""One turn's parts in milliseconds, e.g. `{"endpoint": 310, "recognise": 40, "answer": 25, "synthesise":
30}`.
"""


@dataclass(frozen=True)
class Call:
    """`outcome` is a short stable word: done, handed_over, hung_up, failed … ("" while it goes on)."""

    id: str
    organisation_id: str
    conversation_id: str
    channel: str
    caller: str
    latency: tuple[Latency, ...]
    recording_id: str | None
    outcome: str
    started_at: datetime
    ended_at: datetime | None


class Calls:
    """The calls of all organisations; each method but one asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def begin(self, organisation_id: str, *, conversation_id: str, channel: str, caller: str = "") -> Call:
        """A call has been answered. Its conversation was opened before and belongs to the organisation."""
        call = Call(
            id=new_id("call"),
            organisation_id=organisation_id,
            conversation_id=conversation_id,
            channel=channel,
            caller=caller,
            latency=(),
            recording_id=None,
            outcome="",
            started_at=self._clock.now(),
            ended_at=None,
        )

        def work(connection: Connection) -> Call:
            owned(connection, conversations, organisation_id=organisation_id, id=conversation_id)
            connection.execute(insert(calls).values(vars(call) | {"latency": [], "outcome": None}))
            return call

        return await self._database.write(work)

    async def end(
        self,
        organisation_id: str,
        call_id: str,
        *,
        outcome: str,
        latency: tuple[Latency, ...] = (),
        recording_id: str | None = None,
    ) -> Call:
        """The call is over. Ending it again changes nothing: the first word counts."""
        at = self._clock.now()

        def work(connection: Connection) -> Call:
            row = owned(connection, calls, organisation_id=organisation_id, id=call_id, lock=True)
            if row.ended_at is None:
                connection.execute(
                    update(calls)
                    .where(calls.c.id == call_id)
                    .values(ended_at=at, outcome=outcome, latency=list(latency), recording_id=recording_id)
                )
            return _call(owned(connection, calls, organisation_id=organisation_id, id=call_id))

        return await self._database.write(work)

    async def get(self, organisation_id: str, call_id: str) -> Call:
        """The call; NotFound if it is missing or another organisation's."""
        return await self._database.read(
            lambda connection: _call(owned(connection, calls, organisation_id=organisation_id, id=call_id))
        )

    async def recent(self, organisation_id: str, *, before: datetime | None = None, limit: int = 50) -> list[Call]:
        """The organisation's calls, newest first; `before` continues an earlier list."""
        found = select(calls).where(calls.c.organisation_id == organisation_id)
        if before is not None:
            found = found.where(calls.c.started_at < before)
        found = found.order_by(calls.c.started_at.desc()).limit(limit)
        return await self._database.read(lambda connection: [_call(row) for row in connection.execute(found)])

    async def end_broken(self, began_before: datetime) -> int:
        """End, as "failed", the calls that a crash left open; returns how many.

        For a server's start: no call of any server that began before this moment can still go on.
        """
        broken = calls.c.ended_at.is_(None), calls.c.started_at < began_before
        over = update(calls).where(*broken).values(ended_at=self._clock.now(), outcome="failed")
        return await self._database.write(lambda connection: connection.execute(over).rowcount)


def _call(row: Row[Any]) -> Call:
    return Call(
        id=row.id,
        organisation_id=row.organisation_id,
        conversation_id=row.conversation_id,
        channel=row.channel,
        caller=row.caller,
        latency=tuple(row.latency),
        recording_id=row.recording_id,
        outcome=row.outcome or "",
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
