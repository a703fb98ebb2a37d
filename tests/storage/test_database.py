"""Reads side by side, writes in order: each write whole or not at all, also when many share a commit."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from giong.accounts.keys import Keys
from giong.accounts.organisations import Organisations
from giong.errors import BadConfiguration, Busy, Conflict, NotFound, StorageFull, Unavailable
from giong.storage.database import ATTEMPTS, GROUP, Database
from giong.storage.once import add_once
from giong.storage.schema import organisations, usage_events

_NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def found(name: str) -> Callable[[Connection], str]:
    """Work that creates an organisation."""

    def work(connection: Connection) -> str:
        row = {"id": name, "handle": name, "name": name, "created_at": _NOW}
        connection.execute(insert(organisations).values(row))
        return name

    return work


async def names(database: Database) -> set[str]:
    return set(await database.read(lambda connection: connection.scalars(select(organisations.c.id)).all()))


async def test_two_servers_that_add_the_same_row_add_it_once(database_url: str, database: Database) -> None:
    other = Database(database_url)
    row = {"id": "a", "handle": "a", "name": "a", "created_at": _NOW}

    def add(connection: Connection) -> bool:
        return add_once(connection, organisations, row)

    added = await asyncio.gather(*(chosen.write(add) for chosen in [database, other] * 20))
    assert added.count(True) == 1
    await other.close()


async def test_errors_do_not_repeat_what_was_to_be_stored(database: Database) -> None:
    def work(connection: Connection) -> None:
        connection.execute(insert(usage_events).values(organisation_id="x", key="y", subject="số em là 0903123456"))

    with pytest.raises(IntegrityError) as caught:
        await database.write(work)
    assert "usage_events" in str(caught.value)
    if database.dialect == "sqlite":  # PostgreSQL itself tells the row, see `_brief` in the jobs' runner
        assert "0903" not in str(caught.value)


async def test_what_was_written_is_read(database: Database) -> None:
    assert await database.write(found("a")) == "a"
    assert await names(database) == {"a"}


async def test_moments_come_back_aware(database: Database) -> None:
    await database.write(found("a"))
    [organisation] = await Organisations(database).all()
    assert organisation.created_at == _NOW
    assert organisation.created_at.utcoffset() is not None


async def test_many_writes_at_once_all_arrive(database: Database) -> None:
    wanted = [f"o{n}" for n in range(GROUP * 2 + 5)]
    assert await asyncio.gather(*(database.write(found(name)) for name in wanted)) == wanted
    assert await names(database) == set(wanted)


async def test_a_write_that_fails_takes_no_neighbour_with_it(database: Database) -> None:
    def half(connection: Connection) -> None:
        found("half")(connection)
        raise Conflict("x", vi="x", en="x")

    results = await asyncio.gather(
        *(database.write(work) for work in (found("a"), half, found("a"), found("b"))), return_exceptions=True
    )
    assert [type(result) for result in results] == [str, Conflict, IntegrityError, str]
    assert await names(database) == {"a", "b"}


async def test_a_write_survives_its_impatient_caller(database: Database) -> None:
    async def impatient() -> None:
        await database.write(found("a"))

    writing = asyncio.create_task(impatient())
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await database.write(found("b"))
    assert await names(database) == {"a", "b"}


async def test_reads_go_on_while_a_write_is_under_way(database: Database) -> None:
    may_end = threading.Event()

    def slow(connection: Connection) -> None:
        found("slow")(connection)
        assert may_end.wait(10)

    writing = database.write(slow)
    assert await names(database) == set()
    may_end.set()
    await writing
    assert await names(database) == {"slow"}


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises((Unavailable, InternalError)):
        await database.read(found("a"))
    assert await names(database) == set()


async def test_a_row_cannot_stand_under_another_organisation(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await database.write(
            lambda connection: connection.execute(
                insert(usage_events).values(
                    organisation_id="nobody",
                    key="1",
                    subject="",
                    audio_in_s=0,
                    audio_out_s=0,
                    tokens_in=0,
                    tokens_out=0,
                    texts_embedded=0,
                    at=_NOW,
                )
            )
        )


class _DriverError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def _sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("raised", "shown"),
    [
        (_sqlite(sqlite3.SQLITE_FULL), StorageFull),
        (_sqlite(sqlite3.SQLITE_BUSY), Busy),
        (_sqlite(sqlite3.SQLITE_IOERR | 3 << 8), Unavailable),
        (_sqlite(sqlite3.SQLITE_CORRUPT), Unavailable),
        (_DriverError("53100"), StorageFull),
        (_DriverError("57P01"), Unavailable),
        (_DriverError("08006"), Unavailable),
        (_DriverError("55P03"), Busy),
    ],
)
@pytest.mark.parametrize("together", [1, 3])
async def test_failures_of_the_disk_and_the_server_are_explained(
    database: Database, raised: Exception, shown: type[Exception], together: int
) -> None:
    def fail(connection: Connection) -> None:
        raise OperationalError("INSERT", {}, raised)

    works = [fail, *(found(str(n)) for n in range(together - 1))]
    results = await asyncio.gather(*(database.write(work) for work in works), return_exceptions=True)
    assert type(results[0]) is shown
    assert results[1:] == [str(n) for n in range(together - 1)]


async def test_what_gives_way_to_a_deadlock_is_run_again(database: Database) -> None:
    tries = 0

    def work(connection: Connection) -> str:
        nonlocal tries
        tries += 1
        if tries < ATTEMPTS:
            raise OperationalError("UPDATE", {}, _DriverError("40P01"))
        return found("a")(connection)

    assert await database.write(work) == "a"
    assert tries == ATTEMPTS


async def test_another_process_may_write_between(database_url: str, database: Database) -> None:
    other = Database(database_url)
    await asyncio.gather(
        *(chosen.write(found(f"o{n}")) for n, chosen in enumerate([database, other] * 20)),
    )
    assert len(await names(database)) == 40
    await other.close()


async def test_sqlite_is_kept_so_that_a_power_failure_loses_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/giong.db")
    pragmas = await database.write(
        lambda connection: [
            connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    )
    assert pragmas == ["wal", 2, 1]
    await database.close()


@pytest.mark.parametrize("url", ["", "mysql://x/y", "giong.db"])
def test_an_unusable_address_is_refused(url: str) -> None:
    with pytest.raises(BadConfiguration):
        Database(url)


async def test_a_server_that_is_away_is_said_so() -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable) as read:
        await database.read(lambda connection: None)
    with pytest.raises(Unavailable):
        await database.write(lambda connection: None)
    assert read.value.code == "storage.away"
    assert "127.0.0.1" not in str(read.value)
    await database.close()


async def test_missing_and_foreign_things_are_told_apart_nowhere(database: Database) -> None:
    mine, theirs = [await Organisations(database).found(name) for name in ("mine", "theirs")]
    key, _ = await Keys(database).issue(theirs.id, "trang web")
    messages = []
    for id in (key.id, "key_00000000000000000000000000"):
        with pytest.raises(NotFound) as raised:
            await Keys(database).revoke(mine.id, id)
        messages.append((raised.value.code, str(raised.value)))
    assert messages[0] == messages[1]
