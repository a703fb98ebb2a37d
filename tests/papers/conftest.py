from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from giong.accounts.organisations import Organisations
from giong.clock import Clock, SystemClock
from giong.jobs.board import Jobs
from giong.jobs.dispatch import Inline
from giong.papers.desk import Desk
from giong.papers.keyring import Keyring, Master
from giong.papers.reading import Readers
from giong.papers.register import Papers
from giong.papers.shelf import Shelf
from giong.papers.vault import Vault
from giong.storage.database import Database
from giong.storage.migrate import migrate
from tests.papers.fakes import WORK


@dataclass
class Office:
    """Everything of papers over one data folder; `organisation` is the one that the tests work for."""

    data: Path
    database: Database
    vault: Vault
    shelf: Shelf
    readers: Readers
    desk: Desk
    papers: Papers
    jobs: Jobs
    organisations: Organisations
    organisation: str

    def bytes_kept(self) -> bytes:
        """All that lies in the data folder."""
        return b"\n".join(path.read_bytes() for path in sorted(self.data.rglob("*")) if path.is_file())


@asynccontextmanager
async def office(
    data: Path, *, url: str = "", clock: Clock | None = None, keep_pictures: bool = False, work: str = WORK
) -> AsyncIterator[Office]:
    clock = clock or SystemClock()
    await asyncio.to_thread(data.mkdir, exist_ok=True)
    database = Database(url or f"sqlite:///{data / 'giong.db'}")
    await migrate(database)
    organisations = Organisations(database)
    home = await organisations.ensure("demo")
    vault = Vault(data / "papers", Keyring(data / "papers", Master.from_file(data / "papers.secret")))
    shelf, jobs = Shelf(vault), Jobs(database, Inline(), clock, retry_s=0.05)
    readers = Readers(at_once=2, work=work)
    desk = Desk(database, shelf, readers, jobs, clock)
    papers = Papers(database, shelf, desk, keep_pictures=keep_pictures, clock=clock)
    await jobs.start()
    try:
        yield Office(data, database, vault, shelf, readers, desk, papers, jobs, organisations, home.id)
    finally:
        await desk.close()
        await jobs.close()
        await database.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"
