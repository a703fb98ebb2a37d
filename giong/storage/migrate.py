"""Brings a database to the newest tables before anything else uses it. Knows the way, not the tables.

Everything happens in one transaction under a lock, so several servers may start at once and one that is killed half-way
leaves the database as it was.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from giong.errors import BadConfiguration
from giong.storage.database import Database
from giong.storage.schema import REVISION

SCRIPTS = Path(__file__).parent / "migrations"

_LOCK = 7_305_808  # any number, the same in every process: PostgreSQL's advisory lock for migrating


async def migrate(database: Database) -> None:
    """Create the tables, or upgrade those of an older Gióng. Returns at once if there is nothing to do."""
    if await database.read(revision) != REVISION:
        await database.write(_upgrade)


def revision(connection: Connection) -> str | None:
    """The number of the last migration that this database went through; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    number: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return number


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise BadConfiguration(
            "storage.newer",
            vi="Cơ sở dữ liệu do bản Gióng mới hơn tạo ra. Hãy nâng cấp Gióng hoặc khôi phục bản sao lưu cũ.",
            en="The database was made by a newer Gióng. Upgrade Gióng, or restore an older backup.",
        ) from error
