"""Adding a row that may be there already, also when another server adds it at this very moment. Knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects import postgresql, sqlite


def add_once(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Add `row`. False: a row with one of its unique keys was there, and stays as it was.

    To look first and add then would fail between two servers on one PostgreSQL: neither sees the other's row yet.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added = insert(table).values(row).on_conflict_do_nothing().returning(literal(True))
    return connection.scalar(added) is not None
