"""The forms by example that organisations taught: kept by name, read by, exchanged for better ones. Knows no engine.

A form holds what every copy prints and where its fields lie, never a value (`documents/forms/form.py`), so it lies open
in the database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from giong.clock import Clock, SystemClock
from giong.documents.forms.form import Form, read
from giong.documents.forms.kind import FormKind
from giong.documents.kind import FieldSpec, Kind
from giong.errors import BadInput, Conflict, NotFound
from giong.papers import kinds
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.schema import document_forms as table

MOST_FORMS = 100
"""Of an organisation: a paper of unknown kind is held against each."""
_TRIES = 5


class Formbook:
    """The forms of all organisations."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def all(self, organisation_id: str) -> list[Form]:
        """By name."""
        found = select(table.c.form).where(table.c.organisation_id == organisation_id).order_by(table.c.name)
        rows = await self._database.read(lambda connection: connection.scalars(found).all())
        return [_form(row) for row in rows]

    async def get(self, organisation_id: str, name: str) -> Form:
        """Raises `NotFound` "form.unknown"."""
        row = await self._database.read(lambda connection: connection.scalar(_find(organisation_id, name)))
        if row is None:
            raise _unknown()
        return _form(row)

    async def keep(self, organisation_id: str, form: Form) -> None:
        """A new form, or one in place of that of its name.

        Raises `BadInput` "form.name_taken" where a kind has that name, and "form.too_many".
        """
        if form.name in kinds.kinds():
            raise BadInput(
                "form.name_taken",
                vi="Đây là tên một loại giấy tờ có sẵn. Hãy đặt tên khác cho biểu mẫu.",
                en="A known kind of paper has this name. Give the form another one.",
            )
        at = self._clock.now()

        def work(connection: Connection) -> None:
            values = {"form": _row(form), "examples": form.examples, "updated_at": at}
            same = (table.c.organisation_id == organisation_id) & (table.c.name == form.name)
            if connection.execute(update(table).where(same).values(values)).rowcount:
                return
            if _count(connection, organisation_id) >= MOST_FORMS:
                raise _too_many()
            key = {"id": new_id("form"), "organisation_id": organisation_id, "name": form.name}
            connection.execute(insert(table).values(key | values | {"created_at": at}))

        await self._database.write(work)

    async def improve(self, organisation_id: str, name: str, better: Callable[[Form], Form]) -> Form:
        """The form as `better` makes it of the one that is kept; several may do so at the same time.

        Raises `NotFound` "form.unknown", and whatever `better` raises.
        """
        for _ in range(_TRIES):
            form = await self.get(organisation_id, name)
            improved = better(form)
            unchanged = (
                (table.c.organisation_id == organisation_id)
                & (table.c.name == name)
                & (table.c.examples == form.examples)
            )
            values = {"form": _row(improved), "examples": improved.examples, "updated_at": self._clock.now()}
            changed = update(table).where(unchanged).values(values)
            if await self._database.write(lambda connection, changed=changed: connection.execute(changed).rowcount):  # type: ignore[misc]
                return improved
        raise Conflict(
            "form.busy",
            vi="Biểu mẫu đang được nhiều người sửa cùng lúc. Hãy thử lại.",
            en="Several people are changing the form at the same time. Try again.",
        )

    async def forget(self, organisation_id: str, name: str) -> None:
        """Papers that were read by it keep what was read. Raises `NotFound` "form.unknown"."""
        same = (table.c.organisation_id == organisation_id) & (table.c.name == name)
        if not await self._database.write(lambda connection: connection.execute(delete(table).where(same)).rowcount):
            raise _unknown()

    async def kinds(self, organisation_id: str) -> list[Kind]:
        """Every kind of paper that the organisation can send in: those that all know, then its own."""
        return [*kinds.kinds().values(), *map(FormKind, await self.all(organisation_id))]

    async def kind(self, organisation_id: str, name: str) -> Kind | None:
        """The kind of this name, the organisation's own included."""
        known = kinds.kinds().get(name)
        if known is not None or not name:
            return known
        row = await self._database.read(lambda connection: connection.scalar(_find(organisation_id, name)))
        return None if row is None else FormKind(_form(row))

    async def specs(self, organisation_id: str, name: str) -> Mapping[str, FieldSpec]:
        """The fields of the kind by name; none of one that nobody knows."""
        kind = await self.kind(organisation_id, name)
        return {} if kind is None else {spec.name: spec for spec in kind.fields}

    async def check(self, organisation_id: str, name: str) -> None:
        """Refuse a kind that is not there; "" is whatever the paper turns out to be."""
        if name and await self.kind(organisation_id, name) is None:
            raise kinds.unknown(kind.name for kind in await self.kinds(organisation_id))


def forget_organisation(connection: Connection, organisation_id: str) -> None:
    connection.execute(delete(table).where(table.c.organisation_id == organisation_id))


def _find(organisation_id: str, name: str) -> Any:
    return select(table.c.form).where(table.c.organisation_id == organisation_id, table.c.name == name)


def _count(connection: Connection, organisation_id: str) -> int:
    counted = select(func.count()).select_from(table).where(table.c.organisation_id == organisation_id)
    return connection.scalar(counted) or 0


def _row(form: Form) -> dict[str, Any]:
    return asdict(form)


def _form(row: dict[str, Any]) -> Form:
    return _read(json.dumps(row, sort_keys=True))


_read = lru_cache(maxsize=1_000)(read)
"""Every paper is held against all forms, and these seldom change."""


def _too_many() -> BadInput:
    return BadInput(
        "form.too_many",
        vi=f"Đã có {MOST_FORMS} biểu mẫu. Hãy xoá bớt biểu mẫu không dùng.",
        en=f"There are {MOST_FORMS} forms already. Remove those that are not used.",
    )


def _unknown() -> NotFound:
    return NotFound(
        "form.unknown",
        vi="Không có biểu mẫu nào tên này. Hãy xem danh sách biểu mẫu.",
        en="There is no form of this name. See the list of forms.",
    )
