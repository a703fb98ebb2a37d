"""PostgreSQL that crashes and comes back: plain errors meanwhile, nothing lost, no restart of ours."""

from __future__ import annotations

import pytest

from giong.accounts.organisations import Organisations
from giong.errors import Unavailable
from giong.storage.database import Database
from giong.storage.migrate import migrate
from tests.support.postgres import running, tools


@pytest.mark.postgres
async def test_the_database_server_crashes_and_comes_back() -> None:
    programs = tools()
    if programs is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    with running(programs) as server:
        database = Database(server.url())
        await migrate(database)
        organisations = Organisations(database)
        await organisations.found("a")
        server.crash()
        with pytest.raises(Unavailable):
            await organisations.found("b")
        with pytest.raises(Unavailable):
            await organisations.all()
        server.start()
        await organisations.found("b")
        assert [one.handle for one in await organisations.all()] == ["a", "b"]
        await database.close()
