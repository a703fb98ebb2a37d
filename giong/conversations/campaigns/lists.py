"""Whom a campaign calls: lists taken in, and what was wrong with them; the contacts. Knows no telephone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from giong.clock import Clock, SystemClock
from giong.conversations.campaigns.campaign import Status
from giong.conversations.campaigns.contact import Contact, State, contact_of
from giong.conversations.campaigns.intake import Entry, Intake, Problem, Reason, read_list
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.owned import owned
from giong.storage.schema import campaigns, contacts, do_not_call, imports

imports.info["noun"] = "import"

FILE_CHARS = 255


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
        """Take in the list of a file (see `intake.read_list`); what is wrong with it is told row by row. A campaign
        that was finished goes on with it when it is started once more. `dry_run`: nothing is kept.
        """
        intake = await asyncio.to_thread(read_list, file, data, told=told, required=required)
        now = self._clock.now()

        def look(connection: Connection) -> tuple[list[Entry], list[Problem]]:
            owned(connection, campaigns, organisation_id=organisation_id, id=campaign_id)
            return _fresh(connection, organisation_id, campaign_id, intake)

        def work(connection: Connection) -> Import:
            owned(connection, campaigns, organisation_id=organisation_id, id=campaign_id, lock=True)
            entries, problems = _fresh(connection, organisation_id, campaign_id, intake)
            done = _import(campaign_id, file, intake, entries, problems, now)
            _add(connection, organisation_id, campaign_id, entries, now)
            connection.execute(insert(imports).values(_row(organisation_id, done)))
            return done

        if not dry_run:
            return await self._database.write(work)
        entries, problems = await self._database.read(look)
        return _import(campaign_id, file, intake, entries, problems, now)

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


def _fresh(
    connection: Connection, organisation_id: str, campaign_id: str, intake: Intake
) -> tuple[list[Entry], list[Problem]]:
    """Who of the list can be called, and what is wrong with the others, in the order of the rows."""
    known = frozenset(connection.scalars(select(contacts.c.number).where(contacts.c.campaign_id == campaign_id)))
    listed = select(do_not_call.c.number).where(do_not_call.c.organisation_id == organisation_id)
    blocked = frozenset(connection.scalars(listed))
    entries: list[Entry] = []
    problems = list(intake.problems)
    for entry in intake.entries:
        if entry.number in blocked:
            problems.append(Problem(entry.row, Reason.DO_NOT_CALL, entry.number, entry.cells))
        elif entry.number in known:
            problems.append(Problem(entry.row, Reason.KNOWN, entry.number, entry.cells))
        else:
            entries.append(entry)
    return entries, sorted(problems, key=lambda one: one.row)


def _add(
    connection: Connection, organisation_id: str, campaign_id: str, entries: Iterable[Entry], now: datetime
) -> None:
    last = connection.scalar(select(func.max(contacts.c.place)).where(contacts.c.campaign_id == campaign_id)) or 0
    rows = [
        {
            "id": new_id("cont"),
            "organisation_id": organisation_id,
            "campaign_id": campaign_id,
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
        for place, entry in enumerate(entries, last + 1)
    ]
    if rows:
        connection.execute(insert(contacts), rows)
        finished = campaigns.c.id == campaign_id, campaigns.c.status == Status.FINISHED.value
        connection.execute(update(campaigns).where(*finished).values(status=Status.PAUSED.value, ended_at=None))


def _import(
    campaign_id: str, file: str, intake: Intake, entries: list[Entry], problems: list[Problem], now: datetime
) -> Import:
    columns = intake.columns
    return Import(
        id=new_id("imp"),
        campaign_id=campaign_id,
        file=file[:FILE_CHARS],
        rows=intake.rows,
        taken=len(entries),
        columns=dict(zip(columns.headings, columns.names, strict=True)),
        problems=tuple(problems),
        at=now,
    )


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
