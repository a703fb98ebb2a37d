"""The one door to an organisation's things: ask with the organisation, or get nothing. Knows no key and no caller.

A thing of another organisation is missing in exactly the same way as one that never was, down to the sentence.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, select

from giong.errors import NotFound


def owned(connection: Connection, table: Table, *, organisation_id: str, id: str, lock: bool = False) -> Row[Any]:
    """The row `id` of `table` if it belongs to the organisation; otherwise NotFound.

    `lock` keeps it from being changed by another transaction until this one ends (SQLite has one writer anyway).
    """
    row = connection.execute(_find(table, lock), {"organisation": organisation_id, "wanted": id}).one_or_none()
    if row is None:
        raise missing(table)
    return row


@cache
def _find(table: Table, lock: bool) -> Select[Any]:
    """Built once for each table: building a statement costs as much as running it."""
    found = select(table).where(table.c.organisation_id == bindparam("organisation"), table.c.id == bindparam("wanted"))
    return found.with_for_update() if lock else found


def missing(table: Table) -> NotFound:
    """What anyone is told who asks for something that is not there, or not theirs."""
    noun: str = table.info.get("noun", table.name.removesuffix("s"))
    return NotFound(
        f"{noun}.not_found",
        vi="Không tìm thấy mục này. Hãy kiểm tra lại mã.",
        en=f"No such {noun.replace('_', ' ')}. Check the id.",
    )
