"""The tables come from the migrations, are those of the schema, and are there whoever starts first."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from giong.errors import BadConfiguration
from giong.storage.database import Database
from giong.storage.migrate import SCRIPTS, migrate, revision
from giong.storage.schema import REVISION, metadata


async def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    different = await database.read(
        lambda connection: compare_metadata(MigrationContext.configure(connection), metadata)
    )
    assert different == []


async def test_the_schema_names_the_newest_migration(database: Database) -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [REVISION]
    assert await database.read(revision) == REVISION


async def test_every_row_belongs_to_an_organisation() -> None:
    without = {table.name for table in metadata.tables.values() if "organisation_id" not in table.c}
    assert without == {"organisations"}


async def test_several_servers_may_start_at_once(database_url: str) -> None:
    servers = [Database(database_url) for _ in range(4)]
    await asyncio.gather(*(migrate(server) for server in servers))
    assert await servers[0].read(revision) == REVISION
    for server in servers:
        await server.close()


async def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    await database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")) and None)
    with pytest.raises(BadConfiguration) as raised:
        await migrate(database)
    assert raised.value.code == "storage.newer"


async def test_a_migration_that_is_killed_leaves_nothing_half_done(database_url: str) -> None:
    script = (
        "import asyncio, sys; from giong.storage.database import Database; from giong.storage.migrate "
        "import migrate; "
        "print('go', flush=True); asyncio.run(migrate(Database(sys.argv[1])))"
    )
    for pause_s in (0.0, 0.1, 0.15, 0.2):
        starting = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, database_url, stdout=asyncio.subprocess.PIPE
        )
        assert starting.stdout is not None
        await starting.stdout.readline()
        await asyncio.sleep(pause_s)
        with suppress(ProcessLookupError):  # a quick machine is done before
            starting.kill()
        await starting.wait()
    database = Database(database_url)
    tables = await database.read(lambda connection: set(inspect(connection).get_table_names()))
    assert tables in (set(), {*metadata.tables, "alembic_version"})
    await migrate(database)
    assert await database.read(revision) == REVISION
    await database.close()
