"""Organisations: whoever an assistant works for. Everything stored belongs to exactly one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from giong.clock import Clock, SystemClock
from giong.errors import BadInput, Conflict
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.once import add_once
from giong.storage.owned import missing
from giong.storage.schema import organisations

_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True)
class Organisation:
    """`handle` is short and never changes, as in a folder name; `name` is for people."""

    id: str
    handle: str
    name: str
    created_at: datetime


class Organisations:
    """All organisations of this installation. For the operator and the door, not for customers of the API."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def found(self, handle: str, name: str = "") -> Organisation:
        """Create one; a handle that is taken is a Conflict."""
        if not _HANDLE.fullmatch(handle):
            raise BadInput(
                "organisation.bad_handle",
                vi="Tên ngắn chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, tối đa 64 ký tự.",
                en="A handle has lower-case letters, digits and hyphens only, at most 64.",
            )
        organisation = Organisation(new_id("org"), handle, name or handle, self._clock.now())

        def work(connection: Connection) -> Organisation:
            if not add_once(connection, organisations, vars(organisation)):
                raise Conflict(
                    "organisation.exists",
                    vi=f"Đã có tổ chức “{handle}”. Hãy chọn tên ngắn khác.",
                    en=f"There is already an organisation “{handle}”. Choose another handle.",
                )
            return organisation

        return await self._database.write(work)

    async def ensure(self, handle: str, name: str = "") -> Organisation:
        """The organisation with this handle, created if it is new."""
        known = select(organisations).where(organisations.c.handle == handle)
        row = await self._database.read(lambda connection: connection.execute(known).one_or_none())
        if row is not None:
            return _organisation(row)
        try:
            return await self.found(handle, name)
        except Conflict:  # somebody was quicker
            return await self.ensure(handle, name)

    async def get(self, organisation_id: str) -> Organisation:
        """The organisation with this id; NotFound if there is none."""

        def work(connection: Connection) -> Organisation:
            row = connection.execute(select(organisations).where(organisations.c.id == organisation_id)).one_or_none()
            if row is None:
                raise missing(organisations)
            return _organisation(row)

        return await self._database.read(work)

    async def all(self) -> list[Organisation]:
        """Every organisation, oldest first."""
        return await self._database.read(
            lambda connection: [
                _organisation(row) for row in connection.execute(select(organisations).order_by(organisations.c.id))
            ]
        )


def _organisation(row: Row[Any]) -> Organisation:
    return Organisation(row.id, row.handle, row.name, row.created_at)
