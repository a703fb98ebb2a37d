"""Fixtures: the same tests on SQLite and on PostgreSQL. Import what you use into the folder's `conftest.py`.

`postgres` (a server for the whole run), `database_url` (a fresh, empty database of each kind) and `database`
(migrated).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from giong.storage.database import Database
from giong.storage.migrate import migrate
from tests.support.postgres import Postgres, running, tools


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    programs = tools()
    if programs is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql (and a user `postgres` when run as root)")
    with running(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'giong.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.url()
    yield url
    server.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await migrate(database)
    yield database
    await database.close()
