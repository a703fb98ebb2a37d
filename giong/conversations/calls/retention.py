"""What was said on calls is forgotten: one call on request, everywhere and at once; old calls by policy. Knows no talk.

That a call took place, how long it lasted and how it ended stays, since meters and campaigns count it; who it was, what
was said and what was learnt from it go, with the recording.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, and_, delete, select, update

from giong.clock import Clock, SystemClock
from giong.conversations.calls.notes import Note
from giong.conversations.calls.record import goes_on, put_note
from giong.conversations.calls.recordings import Recordings
from giong.errors import GiongError
from giong.failure import place_of
from giong.storage.database import Database
from giong.storage.owned import owned
from giong.storage.schema import (
    call_lines,
    call_words,
    callbacks,
    calls,
    citations,
    contacts,
    conversations,
    events,
    fixed_turns,
    ratings,
    turns,
)

EVERY_S = 24 * 3600
"""How often the policy is applied."""
AT_ONCE = 200
"""Calls that are forgotten in one transaction, so that calls in progress need not wait long for theirs."""

_OF_CALL = (call_lines, call_words)
_OF_CONVERSATION = (citations, ratings, fixed_turns, turns, events)
_NOBODY = {
    "caller": "",
    "callee": "",
    "summary": "",
    "masked_summary": "",
    "slots": {},
    "masked_slots": {},
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Policy:
    """After how many days recordings, and what was said, are deleted; 0: never."""

    recordings_days: int = 0
    transcripts_days: int = 0


@dataclass(frozen=True)
class Swept:
    """How many calls lost their recording, and of how many what was said was forgotten."""

    recordings: int
    transcripts: int


class Retention:
    """The forgetting of all organisations' calls."""

    def __init__(
        self, database: Database, recordings: Recordings, policy: Policy | None = None, clock: Clock | None = None
    ) -> None:
        self._database = database
        self._recordings = recordings
        self._policy = policy or Policy()
        self._clock = clock or SystemClock()

    async def forget(self, organisation_id: str, call_id: str) -> None:
        """Erase a call that is over everywhere: record, transcript, conversation, tickets, campaign answers, recording.

        NotFound for another organisation's; forgetting twice is harmless.
        """
        at = self._clock.now()

        def work(connection: Connection) -> None:
            row = owned(connection, calls, organisation_id=organisation_id, id=call_id, lock=True)
            if row.ended_at is None:
                raise goes_on()
            _forget(connection, call_ids=[call_id], at=at, note=Note("call.forgotten"))
            connection.execute(update(calls).where(_recorded(call_id)).values(recording="erased"))

        await self._database.write(work)
        await self._recordings.remove(organisation_id, call_id)

    async def sweep(self) -> Swept:
        """Apply the policy now."""
        swept = Swept(
            await self._sweep_recordings(self._policy.recordings_days),
            await self._sweep_transcripts(self._policy.transcripts_days),
        )
        if swept.recordings or swept.transcripts:
            _log.info("retention: deleted %d recordings, %d transcripts", swept.recordings, swept.transcripts)
        return swept

    async def keep_sweeping(self) -> None:
        """Apply the policy now and every day, until cancelled."""
        while True:
            try:
                await self.sweep()
            except GiongError as error:
                _log.error("retention: %s", place_of(error))
            await asyncio.sleep(EVERY_S)

    async def _sweep_recordings(self, days: int) -> int:
        before = self._clock.now() - timedelta(days=days)
        old = and_(calls.c.recording == "kept", calls.c.ended_at < before)
        found = select(calls.c.id, calls.c.organisation_id).where(old).order_by(calls.c.ended_at).limit(AT_ONCE)
        count = 0
        while days and (due := await self._rows(found)):
            for row in due:
                await self._recordings.remove(row.organisation_id, row.id)
            ids = [row.id for row in due]
            await self._database.write(partial(_expire_recordings, call_ids=ids))
            count += len(due)
        return count

    async def _sweep_transcripts(self, days: int) -> int:
        at = self._clock.now()
        old = and_(calls.c.forgotten_at.is_(None), calls.c.ended_at < at - timedelta(days=days))
        found = select(calls.c.id).where(old).order_by(calls.c.ended_at).limit(AT_ONCE)
        count = 0
        while days and (due := await self._rows(found)):
            ids = [row.id for row in due]
            await self._database.write(partial(_forget, call_ids=ids, at=at, note=Note("call.expired")))
            count += len(due)
        return count

    async def _rows(self, found: Any) -> list[Any]:
        return await self._database.read(lambda connection: list(connection.execute(found)))


def _forget(connection: Connection, *, call_ids: Sequence[str], at: datetime, note: Note) -> None:
    talks = list(connection.execute(select(calls).where(calls.c.id.in_(call_ids), calls.c.forgotten_at.is_(None))))
    conversation_ids = [row.conversation_id for row in talks if row.conversation_id is not None]
    for table in _OF_CALL:
        connection.execute(delete(table).where(table.c.call_id.in_(call_ids)))
    for table in _OF_CONVERSATION:
        connection.execute(delete(table).where(table.c.conversation_id.in_(conversation_ids)))
    connection.execute(update(conversations).where(conversations.c.id.in_(conversation_ids)).values(state={}))
    connection.execute(update(contacts).where(contacts.c.call_id.in_(call_ids)).values(slots={}))
    connection.execute(delete(callbacks).where(callbacks.c.call_id.in_(call_ids)))
    connection.execute(update(calls).where(calls.c.id.in_(call_ids)).values(_NOBODY | {"forgotten_at": at}))
    for row in talks:
        put_note(connection, row.organisation_id, row.id, note)


def _expire_recordings(connection: Connection, *, call_ids: Sequence[str]) -> None:
    due = list(connection.execute(select(calls.c.id, calls.c.organisation_id).where(calls.c.id.in_(call_ids))))
    connection.execute(update(calls).where(calls.c.id.in_(call_ids)).values(recording="expired"))
    for row in due:
        put_note(connection, row.organisation_id, row.id, Note("call.recording_expired"))


def _recorded(call_id: str) -> Any:
    return and_(calls.c.id == call_id, calls.c.recording.not_in(("", "refused", "expired")))
