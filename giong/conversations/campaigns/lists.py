"""Whom a campaign calls: lists taken in, and what was wrong with them; the contacts. Knows no telephone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from giong.clock import Clock, SystemClock
from giong.conversations.campaigns.campaign import Status
from giong.conversations.campaigns.contact import Contact, State, contact_of
from giong.conversations.campaigns.intake import Entry, Problem, Reason, read_list
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.owned import owned
from giong.storage.schema import campaigns, contacts, do_not_call, imports

imports.info["noun"] = "import"

FILE_CHARS = 255
CHUNK = 1000


@dataclass(frozen=True)
class Import:
    """A list that was taken in. `columns` tells each heading with the name under which it was taken."""

    id: str
    campaign_id: str
    file: str
    rows: int
    taken: int
    columns: Mapping[str, str]
    problems: tuple[Problem, ...]
    at: datetime


class Lists:
    """Each method asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def take_in(
        self,
        organisation_id: str,
        campaign_id: str,
        file: str,
        data: bytes,
        *,
        told: Mapping[str, str] | None = None,
        required: Sequence[str] = (),
        dry_run: bool = False,
    ) -> Import:
        """Take in the list of a file (see `intake.read_list`); what is wrong with it is told row by row. `dry_run`:
        nothing is kept.

        A campaign that was finished goes on with the list when it is started once more. A list that a crash cut short
        can be taken in again: who is there already is told, and stays.
        """
        intake = await asyncio.to_thread(read_list, file, data, told=told, required=required)
        taken: list[Entry] = []
        problems = list(intake.problems)
        for start in range(0, max(len(intake.entries), 1), CHUNK):
            chunk = _Chunk(organisation_id, campaign_id, intake.entries[start : start + CHUNK])
            entries, more = await (self._database.read(chunk.look) if dry_run else self._add(chunk))
            taken += entries
            problems += more
        done = Import(
            id=new_id("imp"),
            campaign_id=campaign_id,
            file=file[:FILE_CHARS],
            rows=intake.rows,
            taken=len(taken),
            columns=dict(zip(intake.columns.headings, intake.columns.names, strict=True)),
            problems=tuple(sorted(problems, key=lambda one: one.row)),
            at=self._clock.now(),
        )
        if not dry_run:
            await self._database.write(lambda c: c.execute(insert(imports).values(_row(organisation_id, done))))
        return done

    async def _add(self, chunk: _Chunk) -> tuple[list[Entry], list[Problem]]:
        now = self._clock.now()
        return await self._database.write(lambda connection: chunk.add(connection, now))

    async def imports(self, organisation_id: str, campaign_id: str) -> list[Import]:
        """The lists taken in, newest first."""
        found = select(imports).where(imports.c.campaign_id == campaign_id).order_by(imports.c.at.desc())

        def work(connection: Connection) -> list[Import]:
            owned(connection, campaigns, organisation_id=organisation_id, id=campaign_id)
            return [_read(row) for row in connection.execute(found)]

        return await self._database.read(work)

    async def get(self, organisation_id: str, import_id: str) -> Import:
        """A list that was taken in; NotFound if it is missing or another organisation's."""
        return await self._database.read(
            lambda connection: _read(owned(connection, imports, organisation_id=organisation_id, id=import_id))
        )

    async def contacts(
        self, organisation_id: str, campaign_id: str, *, state: State | None = None, after: int = 0, limit: int = 1000
    ) -> list[Contact]:
        """The contacts in the order of their places; `after` is the last place of an earlier page."""
        found = select(contacts).where(contacts.c.campaign_id == campaign_id, contacts.c.place > after)
        if state is not None:
            found = found.where(contacts.c.state == state.value)

        def work(connection: Connection) -> list[Contact]:
            owned(connection, campaigns, organisation_id=organisation_id, id=campaign_id)
            return [contact_of(row) for row in connection.execute(found.order_by(contacts.c.place).limit(limit))]

        return await self._database.read(work)


@dataclass(frozen=True)
class _Chunk:
    """So much of a list as one transaction takes, since a long one would keep calls in progress waiting."""

    organisation_id: str
    campaign_id: str
    entries: Sequence[Entry]

    def look(self, connection: Connection) -> tuple[list[Entry], list[Problem]]:
        """Who of them can be called, and what is wrong with the others."""
        owned(connection, campaigns, organisation_id=self.organisation_id, id=self.campaign_id)
        numbers = [entry.number for entry in self.entries]
        listed = do_not_call.c.organisation_id == self.organisation_id, do_not_call.c.number.in_(numbers)
        blocked = frozenset(connection.scalars(select(do_not_call.c.number).where(*listed)))
        here = contacts.c.campaign_id == self.campaign_id, contacts.c.number.in_(numbers)
        known = frozenset(connection.scalars(select(contacts.c.number).where(*here)))
        entries: list[Entry] = []
        problems: list[Problem] = []
        for entry in self.entries:
            if entry.number in blocked:
                problems.append(Problem(entry.row, Reason.DO_NOT_CALL, entry.number, entry.cells))
            elif entry.number in known:
                problems.append(Problem(entry.row, Reason.KNOWN, entry.number, entry.cells))
            else:
                entries.append(entry)
        return entries, problems

    def add(self, connection: Connection, now: datetime) -> tuple[list[Entry], list[Problem]]:
        owned(connection, campaigns, organisation_id=self.organisation_id, id=self.campaign_id, lock=True)
        entries, problems = self.look(connection)
        here = contacts.c.campaign_id == self.campaign_id
        last = connection.scalar(select(func.max(contacts.c.place)).where(here)) or 0
        rows = [self._contact(entry, place, now) for place, entry in enumerate(entries, last + 1)]
        if rows:
            connection.execute(insert(contacts), rows)
            finished = campaigns.c.id == self.campaign_id, campaigns.c.status == Status.FINISHED.value
            connection.execute(update(campaigns).where(*finished).values(status=Status.PAUSED.value, ended_at=None))
        return entries, problems

    def _contact(self, entry: Entry, place: int, now: datetime) -> dict[str, Any]:
        return {
            "id": new_id("cont"),
            "organisation_id": self.organisation_id,
            "campaign_id": self.campaign_id,
            "place": place,
            "number": entry.number,
            "variables": dict(entry.variables),
            "row": entry.row,
            "state": State.WAITING.value,
            "attempts": 0,
            "outcome": "",
            "ending": "",
            "slots": {},
            "due_at": now,
        }


def _row(organisation_id: str, one: Import) -> dict[str, Any]:
    problems = [[p.row, p.reason.value, p.detail, list(p.cells)] for p in one.problems]
    # As pairs, since a JSON object of PostgreSQL forgets the order.
    columns = [list(pair) for pair in one.columns.items()]
    return vars(one) | {"organisation_id": organisation_id, "problems": problems, "columns": columns}


def _read(row: Row[Any]) -> Import:
    problems = (Problem(number, Reason(reason), detail, tuple(cells)) for number, reason, detail, cells in row.problems)
    return Import(
        id=row.id,
        campaign_id=row.campaign_id,
        file=row.file,
        rows=row.rows,
        taken=row.taken,
        columns=dict(row.columns),
        problems=tuple(problems),
        at=row.at,
    )
