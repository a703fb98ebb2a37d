"""The numbers that an organisation never calls, whichever campaign has them on its list. Knows no telephone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from giong.clock import Clock, SystemClock
from giong.conversations.campaigns.intake import Intake, read_list
from giong.errors import BadInput, NotFound
from giong.storage.database import Database
from giong.storage.once import add_once
from giong.storage.schema import contacts, do_not_call
from giong.text import phones

REASON_CHARS = 200


class Source(StrEnum):
    """Who said so."""

    PERSON = "person"
    """Somebody of the organisation, by hand."""
    LIST = "list"
    CALL = "call"
    """The person called, during the call."""


@dataclass(frozen=True)
class Blocked:
    """A number that is not called."""

    number: str
    reason: str
    source: Source
    at: datetime


class DoNotCall:
    """Each method asks for the organisation. Numbers are taken as people write them."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def add(
        self, organisation_id: str, numbers: Iterable[str], *, reason: str = "", source: Source = Source.PERSON
    ) -> int:
        """How many are new. Whoever waits to be called under one of them is called no more."""
        national = [national_of(number) for number in numbers]
        at = self._clock.now()

        def work(connection: Connection) -> int:
            return sum(
                block(connection, organisation_id, number, reason=reason, source=source, at=at) for number in national
            )

        return await self._database.write(work)

    async def take_in(
        self, organisation_id: str, file: str, data: bytes, *, told: Mapping[str, str] | None = None
    ) -> tuple[int, Intake]:
        """Add the numbers of a file: how many are new, and what could not be read in it."""
        intake = await asyncio.to_thread(read_list, file, data, told=told)
        numbers = [entry.number for entry in intake.entries]
        return await self.add(organisation_id, numbers, reason=file, source=Source.LIST), intake

    async def remove(self, organisation_id: str, number: str) -> None:
        """It may be called again, by campaigns whose lists are taken in from now on."""
        national = national_of(number)
        wanted = _of(organisation_id, national)

        def work(connection: Connection) -> None:
            if not connection.execute(delete(do_not_call).where(*wanted)).rowcount:
                raise NotFound(
                    "do_not_call.not_found",
                    vi=f"Số {national} không có trong danh sách không gọi.",
                    en=f"{national} is not on the do-not-call list.",
                )

        await self._database.write(work)

    async def all(self, organisation_id: str, *, after: str = "", limit: int = 1000) -> list[Blocked]:
        """In the order of the numbers; `after` continues an earlier list."""
        found = select(do_not_call).where(do_not_call.c.organisation_id == organisation_id)
        found = found.where(do_not_call.c.number > after).order_by(do_not_call.c.number).limit(limit)
        return await self._database.read(
            lambda connection: [
                Blocked(row.number, row.reason, Source(row.source), row.at) for row in connection.execute(found)
            ]
        )

    async def count(self, organisation_id: str) -> int:
        counted = select(func.count()).where(do_not_call.c.organisation_id == organisation_id)
        return await self._database.read(lambda connection: connection.scalar(counted) or 0)


def block(
    connection: Connection, organisation_id: str, number: str, *, reason: str, source: Source, at: datetime
) -> bool:
    """Put a national number on the list, and take it from all that wait; True if it is new there."""
    row: dict[str, Any] = {
        "organisation_id": organisation_id,
        "number": number,
        "reason": reason[:REASON_CHARS],
        "source": source.value,
        "at": at,
    }
    waiting = contacts.c.state.in_(("waiting", "again"))
    connection.execute(
        update(contacts)
        .where(contacts.c.organisation_id == organisation_id, contacts.c.number == number, waiting)
        .values(state="blocked")
    )
    return add_once(connection, do_not_call, row)


def is_blocked(connection: Connection, organisation_id: str, number: str) -> bool:
    return connection.scalar(select(do_not_call.c.number).where(*_of(organisation_id, number))) is not None


def national_of(number: str) -> str:
    """In national form. Raises `BadInput` for what is no number."""
    phone = phones.parse(number)
    if phone is None:
        raise BadInput(
            "phone.impossible",
            vi=f"“{number}” không phải số điện thoại. Hãy ghi như 0912345678.",
            en=f"“{number}” is no telephone number. Write it like 0912345678.",
        )
    return phone.number


def _of(organisation_id: str, number: str) -> tuple[Any, ...]:
    return do_not_call.c.organisation_id == organisation_id, do_not_call.c.number == number
