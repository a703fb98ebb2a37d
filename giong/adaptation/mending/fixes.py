"""The fixes that were made, with what they changed and which messages they settle. Knows no file and no group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from giong.adaptation.mending.edits import Edit
from giong.adaptation.mending.trial import Trial
from giong.clock import Clock, SystemClock
from giong.conversations.missed import Missed, people
from giong.conversations.versions import Version
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.owned import missing, owned
from giong.storage.schema import fixed_turns, fixes

TITLE_CHARS = 500


class Kind(StrEnum):
    """What is done about a group."""

    EXAMPLE = "example"
    """Its words become an example of an intent."""
    ANSWER = "answer"
    """It becomes a question with an answer in the assistant's list of those."""
    KNOWLEDGE = "knowledge"
    """A document that answers it is added."""
    IGNORE = "ignore"


@dataclass(frozen=True)
class Fix:
    """`title` is what people asked, masked; `trial` how the tests went afterwards, None while they have not run."""

    id: str
    assistant: str
    kind: Kind
    title: str
    people: int
    edits: tuple[Edit, ...]
    trial: Trial | None
    created_at: datetime
    undone_at: datetime | None

    def waits_for_publication(self, serving: Version | None) -> bool:
        """Whether customers do not notice it yet, or still notice it though it was undone, because the version that
        serves was published before.
        """
        if serving is None or not self.edits:
            return False
        is_wanted = self.undone_at is None
        is_served = self.created_at <= serving.at and (self.undone_at is None or serving.at < self.undone_at)
        return is_wanted != is_served


class Fixes:
    """The fixes of all organisations; each method asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def add(
        self,
        organisation_id: str,
        assistant: str,
        *,
        kind: Kind,
        title: str,
        edits: Sequence[Edit],
        settles: Sequence[Missed],
    ) -> Fix:
        """Note a fix and the messages that it settles."""
        fix = Fix(
            id=new_id("fix"),
            assistant=assistant,
            kind=kind,
            title=title[:TITLE_CHARS],
            people=people(settles),
            edits=tuple(edits),
            trial=None,
            created_at=self._clock.now(),
            undone_at=None,
        )
        row = {
            "id": fix.id,
            "organisation_id": organisation_id,
            "assistant": assistant,
            "kind": kind.value,
            "title": fix.title,
            "people": fix.people,
            "changes": [asdict(edit) for edit in edits],
            "created_at": fix.created_at,
        }
        settled = [
            {
                "organisation_id": organisation_id,
                "fix_id": fix.id,
                "conversation_id": one.conversation_id,
                "turn": one.turn,
            }
            for one in settles
        ]

        def work(connection: Connection) -> None:
            connection.execute(insert(fixes), row)
            connection.execute(insert(fixed_turns), settled)

        await self._database.write(work)
        return fix

    async def tried(self, organisation_id: str, id: str, trial: Trial) -> Fix:
        """Note how the tests went; the fix as it is now."""

        def work(connection: Connection) -> Fix:
            owned(connection, fixes, organisation_id=organisation_id, id=id)
            connection.execute(update(fixes).where(fixes.c.id == id).values(trial=asdict(trial)))
            return _fix(owned(connection, fixes, organisation_id=organisation_id, id=id))

        return await self._database.write(work)

    async def undone(self, organisation_id: str, id: str) -> Fix:
        """Note that it was undone: its messages wait again."""

        def work(connection: Connection) -> Fix:
            owned(connection, fixes, organisation_id=organisation_id, id=id, lock=True)
            connection.execute(delete(fixed_turns).where(fixed_turns.c.fix_id == id))
            connection.execute(update(fixes).where(fixes.c.id == id).values(undone_at=self._clock.now()))
            return _fix(owned(connection, fixes, organisation_id=organisation_id, id=id))

        return await self._database.write(work)

    async def get(self, organisation_id: str, assistant: str, id: str) -> Fix:
        """The fix; NotFound if it is missing, or another assistant's or organisation's."""
        fix = await self._database.read(
            lambda connection: _fix(owned(connection, fixes, organisation_id=organisation_id, id=id))
        )
        if fix.assistant != assistant:
            raise missing(fixes)
        return fix

    async def recent(self, organisation_id: str, assistant: str, *, limit: int = 50) -> list[Fix]:
        """An assistant's fixes, newest first, also those that were undone."""
        mine = and_(fixes.c.organisation_id == organisation_id, fixes.c.assistant == assistant)
        found = select(fixes).where(mine).order_by(fixes.c.created_at.desc(), fixes.c.id.desc()).limit(limit)
        return await self._database.read(lambda connection: [_fix(row) for row in connection.execute(found)])


def settled(connection: Connection, organisation_id: str, assistant: str) -> dict[tuple[str, int], frozenset[str]]:
    """Conversation and turn of every message that a fix of the assistant settles → those fixes."""
    rows = connection.execute(
        select(fixed_turns.c.conversation_id, fixed_turns.c.turn, fixed_turns.c.fix_id)
        .join(fixes, fixes.c.id == fixed_turns.c.fix_id)
        .where(
            fixed_turns.c.organisation_id == organisation_id,
            fixes.c.organisation_id == organisation_id,
            fixes.c.assistant == assistant,
        )
    )
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows:
        found[row.conversation_id, row.turn].add(row.fix_id)
    return {place: frozenset(ids) for place, ids in found.items()}


def _fix(row: Row[Any]) -> Fix:
    trial = None if row.trial is None else Trial(**{**row.trial, "failed": tuple(row.trial["failed"])})
    return Fix(
        id=row.id,
        assistant=row.assistant,
        kind=Kind(row.kind),
        title=row.title,
        people=row.people,
        edits=tuple(Edit(**edit) for edit in row.changes),
        trial=trial,
        created_at=row.created_at,
        undone_at=row.undone_at,
    )
