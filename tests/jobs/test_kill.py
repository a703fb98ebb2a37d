"""kill -9 of the server while jobs run: each is done, and a job that kills its server is parked."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path

from giong.accounts.organisations import Organisations
from giong.clock import SystemClock
from giong.jobs import rows
from giong.jobs.board import Jobs
from giong.jobs.dispatch import Inline
from giong.jobs.runner import ATTEMPTS
from giong.jobs.work import Record, Status, Task
from giong.storage.database import Database

COUNT = 40


async def test_no_job_is_lost(database_url: str, tmp_path: Path) -> None:
    effects = tmp_path / "effects"
    dbos_url = f"sqlite:///{tmp_path / 'jobs.db'}" if database_url.startswith("sqlite") else database_url
    command = [sys.executable, "-m", "tests.support.labour", database_url, dbos_url, effects, COUNT]
    for life_s in (0.3, 0.5, None):
        process = await asyncio.create_subprocess_exec(*map(str, command), stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        if life_s is not None:
            await asyncio.sleep(life_s)
            process.kill()
        assert (await process.wait() == 0) is (life_s is None)
    done = Counter(effects.read_text().split())
    assert set(done) == {str(n) for n in range(COUNT)}
    assert max(done.values()) <= 3


async def test_a_job_that_kills_its_server_is_parked(database: Database) -> None:
    begun = 0

    async def deadly(task: Task) -> Record:
        nonlocal begun
        begun += 1
        return {}

    organisation = await Organisations(database).found("dien-luc")
    jobs = Jobs(database, Inline())
    jobs.register("deadly", deadly)
    job = await jobs.submit(organisation.id, "deadly", {})
    for _ in range(ATTEMPTS):  # each a server that began it and died
        await database.write(lambda connection: rows.begin(connection, job.id, SystemClock().now()))
    await jobs.start()
    *_, job = [now async for now in jobs.follow(organisation.id, job.id, poll_s=0.01)]
    assert (job.status, begun) == (Status.FAILED, 0)
    assert job.failure is not None
    assert job.failure.code == "job.parked"
    await jobs.close()
