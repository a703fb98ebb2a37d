"""The database, SQLite or PostgreSQL: reads side by side, writes in order and in groups. Knows no table.

A piece of work is a plain function of a connection. It runs off the event loop, in one transaction, and may be run
again when its transaction had to give way, so whatever it does beside the database must be harmless when repeated.

There is one writing thread in a process. SQLite starves when several write (worst wait 5 s with two processes, 9 ms
with one), and a single queue lets all the writes that wait be committed together: one fsync for many messages.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from giong.errors import BadConfiguration
from giong.storage.failures import explain, explained, gives_way

T = TypeVar("T")
Work = Callable[[Connection], T]

GROUP = 64
"""At most so many writes share a commit, which bounds how long the first of them waits."""

ATTEMPTS = 4
"""How often a transaction that PostgreSQL ended because of a deadlock is run before its error is shown."""


class Database:
    """One database. Close it when done; opening it connects to nothing yet."""

    def __init__(self, url: str, *, readers: int = 4, busy_s: float = 5.0) -> None:
        """`url` is SQLAlchemy's, e.g. `sqlite:////var/lib/giong/giong.db` or `postgresql+psycopg://user@host/giong`.

        `readers` reads run at the same time. `busy_s` is how long a write waits for another process.
        """
        self.dialect = _dialect(url)
        opened = _open_sqlite if self.dialect == "sqlite" else _open_postgresql
        self.writer = opened(url, size=1, write=True, busy_s=busy_s)
        self._reader = opened(url, size=readers, write=False, busy_s=busy_s)
        self._reading = ThreadPoolExecutor(readers, thread_name_prefix="giong-read")
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="giong-write")
        self._waiting: deque[_Write[Any]] = deque()

    async def read(self, work: Work[T]) -> T:
        """The result of `work` on a connection that cannot write."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._read, work)

    def write(self, work: Work[T]) -> asyncio.Future[T]:
        """The result of `work`, once it is committed and on the disk. Writes are carried out in the order of calls.

        If it raises, nothing of it is stored. A write that was asked for is carried out even if the caller is cancelled
        meanwhile. After a failure to commit on PostgreSQL it is unknown whether it was stored: writes carry keys.
        """
        write = _Write(work)
        self._waiting.append(write)
        # Each write brings its own turn of the writing thread; the first turn commits all that wait, the rest
        # find nothing.
        loop = asyncio.get_running_loop()
        turn = loop.run_in_executor(self._writing, self._commit_waiting)
        answer: asyncio.Future[T] = loop.create_future()
        turn.add_done_callback(lambda _: write.tell(answer))
        return answer

    async def close(self) -> None:
        """Finish the writes that wait, then disconnect."""
        await asyncio.get_running_loop().run_in_executor(None, self._close)

    def _close(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()
        self.writer.dispose()
        self._reader.dispose()

    def _read(self, work: Work[T]) -> T:
        try:
            with self._reader.begin() as connection:
                return work(connection)
        except Exception as error:
            shown = explained(error)
            raise shown from shown.__cause__

    def _commit_waiting(self) -> None:
        group: list[_Write[Any]] = []
        while self._waiting and len(group) < GROUP:
            group.append(self._waiting.popleft())
        if len(group) > 1 and self._commit_together(group):
            return
        for write in group:
            self._commit_alone(write)

    def _commit_together(self, group: list[_Write[Any]]) -> bool:
        """True if the group is settled: each write committed, or undone by itself because it raised.

        False if the transaction as a whole broke down and nothing is stored, so that each may try alone. Losing the
        connection in the commit itself settles the group too: what became of it is unknown, and writing it once more
        could store it twice.
        """
        committing = False
        try:
            with self.writer.connect() as connection, connection.begin() as transaction:
                for write in group:
                    write.run_guarded(connection)
                committing = True
                transaction.commit()
        except Exception as error:
            if not (committing and _lost(error)):
                return False
            for write in group:
                write.fail(error)
        return True

    def _commit_alone(self, write: _Write[Any]) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.writer.begin() as connection:
                    write.run(connection)
                return
            except Exception as error:
                write.fail(error)
                if attempt == ATTEMPTS or not gives_way(error):
                    return


class _Write(Generic[T]):
    """A piece of writing work and what became of it."""

    def __init__(self, work: Work[T]) -> None:
        self._work = work
        self._result: T
        self._error: Exception | None = None

    def run(self, connection: Connection) -> None:
        self._result = self._work(connection)
        self._error = None

    def run_guarded(self, connection: Connection) -> None:
        """Run inside a savepoint, so that an error undoes this write and not its neighbours."""
        try:
            with connection.begin_nested():
                self.run(connection)
        except Exception as error:
            if explain(error) is not None:
                raise  # the disk or the server failed: the whole transaction is lost
            self.fail(error)

    def fail(self, error: Exception) -> None:
        self._error = error

    def tell(self, answer: asyncio.Future[T]) -> None:
        """Give the result to whoever asked, unless they were cancelled meanwhile."""
        if answer.done():
            return
        if self._error is None:
            answer.set_result(self._result)
        else:
            answer.set_exception(explained(self._error))


def _lost(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _dialect(url: str) -> str:
    try:
        name = make_url(url).get_backend_name()
    except Exception:
        name = ""
    if name not in ("sqlite", "postgresql"):
        raise BadConfiguration(
            "settings.database_url",
            vi="`database_url` phải bắt đầu bằng sqlite:/// hoặc postgresql+psycopg://.",
            en="`database_url` must start with sqlite:/// or postgresql+psycopg://.",
        )
    return name


def _open_sqlite(url: str, *, size: int, write: bool, busy_s: float) -> Engine:
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # of statements in error texts: they hold what people said
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions by itself, and too late
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(busy_s * 1000)}")
        cursor.execute("PRAGMA foreign_keys = ON")
        if write:
            _write_ahead(cursor, busy_s)
            cursor.execute("PRAGMA synchronous = FULL")  # NORMAL may lose the last commits when the power fails
        else:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE takes the write lock at once; a read transaction that starts to write later may find it
        # stale.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _write_ahead(cursor: Any, busy_s: float) -> None:
    """Keep a write-ahead log. SQLite does not wait for others by itself when this is changed, so we do."""
    until_s = time.monotonic() + busy_s
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until_s:
                raise
            time.sleep(0.01)


def _open_postgresql(url: str, *, size: int, write: bool, busy_s: float) -> Engine:
    options = f"-c timezone=UTC -c lock_timeout={int(busy_s * 1000)}"
    if not write:
        options += " -c default_transaction_read_only=on"
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # as above
        pool_pre_ping=True,  # a server that was restarted is found again by the next piece of work
        connect_args={"options": options, "connect_timeout": 5},
    )
