"""The board of jobs: submit, look up, follow, cancel. Knows neither what they do nor where they run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from sqlalchemy import Connection

from giong.clock import Clock, SystemClock
from giong.errors import BadInput
from giong.jobs import rows
from giong.jobs.dispatch import Dispatch
from giong.jobs.runner import Runner
from giong.jobs.work import Job, Record, Status, Work
from giong.storage.database import Database


class Jobs:
    """All jobs of this installation. Register the functions, start, and close before the database."""

    def __init__(
        self, database: Database, dispatch: Dispatch, clock: Clock | None = None, *, retry_s: float = 2.0
    ) -> None:
        """`retry_s` is the pause after a first failure that may pass, in seconds; it doubles each time."""
        self._database = database
        self._dispatch = dispatch
        self._clock = clock or SystemClock()
        self._runner = Runner(database, self._clock, retry_s=retry_s)

    def register(self, name: str, work: Work) -> None:
        """Say which function does the jobs called `name`."""
        self._runner.works[name] = work

    async def start(self) -> None:
        """Begin to do jobs, also those that were not finished when the last process ended."""
        await self._dispatch.start(self._runner.run)
        for job_id in await self._database.read(rows.waiting):
            await self._dispatch.dispatch(job_id)

    async def close(self) -> None:
        """Stop doing jobs; those under way are begun again at the next start."""
        await self._dispatch.close()

    async def submit(self, organisation_id: str, name: str, payload: Record, *, key: str = "") -> Job:
        """A job to be done soon; or the one that was submitted with this `key` before, as it stands now."""
        if name not in self._runner.works:
            raise BadInput(
                "job.unknown_name",
                vi=f"Không có loại việc nền “{name}”. Hãy kiểm tra lại tên.",
                en=f"There is no job called “{name}”. Check its name.",
            )
        at = self._clock.now()
        job = await self._database.write(
            lambda connection: rows.add(
                connection, organisation_id=organisation_id, name=name, key=key, payload=payload, at=at
            )
        )
        if not job.status.final:
            await self._dispatch.dispatch(job.id)
        return job

    async def get(self, organisation_id: str, job_id: str) -> Job:
        """The job as it stands; NotFound if it is missing or another organisation's."""
        return await self._database.read(lambda connection: rows.find(connection, organisation_id, job_id))

    async def recent(self, organisation_id: str, *, name: str = "", limit: int = 50) -> list[Job]:
        """The organisation's jobs, newest first; `name` keeps only those."""
        return await self._database.read(
            lambda connection: rows.recent(connection, organisation_id, name=name, limit=limit)
        )

    async def follow(self, organisation_id: str, job_id: str, *, poll_s: float = 0.2) -> AsyncIterator[Job]:
        """The job as it stands, then whenever it has changed, until it is finished."""
        seen: Job | None = None
        while seen is None or not seen.status.final:
            if seen is not None:
                await asyncio.sleep(poll_s)
            job = await self.get(organisation_id, job_id)
            if job != seen:
                yield job
            seen = job

    async def cancel(self, organisation_id: str, job_id: str) -> Job:
        """Stop a job unless it is finished. What it has done so far stays."""
        at = self._clock.now()

        def work(connection: Connection) -> Job:
            job = rows.find(connection, organisation_id, job_id)
            rows.finish(connection, job.id, Status.CANCELLED, at=at)
            return rows.find(connection, organisation_id, job_id)

        job = await self._database.write(work)
        self._runner.stop(job_id)
        return job
