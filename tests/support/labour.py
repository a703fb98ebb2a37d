"""A process that does jobs until it is killed: `python -m tests.support.labour DATABASE_URL DBOS_URL EFFECTS
COUNT`.

Each job writes its key into the file EFFECTS when it is done; the process ends when all COUNT jobs are done.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from giong.accounts.organisations import Organisations
from giong.jobs.board import Jobs
from giong.jobs.durable import Durable
from giong.jobs.work import Record, Status, Task
from giong.storage.database import Database
from giong.storage.migrate import migrate


async def labour(url: str, dbos_url: str, effects: Path, count: int) -> None:
    database = Database(url)
    await migrate(database)
    organisation = await Organisations(database).ensure("labour")
    jobs = Jobs(database, Durable(dbos_url, at_once=4, poll_s=0.02))

    async def work(task: Task) -> Record:
        for step in range(3):
            await task.progress(step, 3)
            await asyncio.sleep(0.02)
        with effects.open("a") as file:
            file.write(f"{task.payload['key']}\n")
        return {}

    jobs.register("work", work)
    await jobs.start()
    print("ready", flush=True)
    submitted = [await jobs.submit(organisation.id, "work", {"key": key}, key=key) for key in map(str, range(count))]
    for job in submitted:
        *_, last = [now async for now in jobs.follow(organisation.id, job.id, poll_s=0.02)]
        assert last.status is Status.DONE
    await jobs.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(labour(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
