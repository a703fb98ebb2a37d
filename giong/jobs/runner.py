"""Does one job to its end, trying again what may pass and parking what never ends. Knows no queue."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from giong.clock import Clock
from giong.errors import GiongError, StorageFull, Unavailable
from giong.failure import place_of
from giong.jobs import rows
from giong.jobs.work import Failure, Record, Status, Task, Work
from giong.storage.database import Database

log = logging.getLogger(__name__)

ATTEMPTS = 5
"""A job that was begun so often and never ended (it kills the process, or fails each time) is parked."""

PROGRESS_S = 0.5
"""Progress is stored at most so often, in seconds."""


class Runner:
    """`retry_s` is the pause after the first failure, in seconds; it doubles each time."""

    def __init__(self, database: Database, clock: Clock, *, retry_s: float) -> None:
        self._database = database
        self._clock = clock
        self._retry_s = retry_s
        self._doing: dict[str, asyncio.Task[Record]] = {}
        self.works: dict[str, Work] = {}

    async def run(self, job_id: str) -> None:
        """Do the job until it is settled. Being cancelled leaves it to be begun again."""
        pause_s: float | None = 0.0
        while pause_s is not None:
            await asyncio.sleep(pause_s)
            try:
                pause_s = await self._attempt(job_id)
            except (Unavailable, StorageFull):  # of the database itself: nothing could be written down
                pause_s = self._retry_s

    def stop(self, job_id: str) -> None:
        """Cancel the job's function if it runs here; what it awaits raises CancelledError."""
        if doing := self._doing.get(job_id):
            doing.cancel()

    async def _attempt(self, job_id: str) -> float | None:
        """Do the job once; how long to pause before the next time, or None if it is settled."""
        row = await self._database.write(lambda connection: rows.begin(connection, job_id, self._clock.now()))
        if row is None:
            return None
        if row.attempts > ATTEMPTS:
            await self._settle(job_id, Status.FAILED, failure=_PARKED)
            return None
        task = Task(job_id, row.organisation_id, row.payload, self._progress(job_id))
        try:
            result = await self._do(row.name, task)
        except asyncio.CancelledError:
            if await self._settled(job_id):
                return None
            raise
        except Exception as error:
            log.warning("job %s (%s) failed, attempt %d: %s", job_id, row.name, row.attempts, place_of(error))
            if not _may_pass(error) or row.attempts == ATTEMPTS:
                await self._settle(job_id, Status.FAILED, failure=_failure(error))
                return None
            pause_s: float = self._retry_s * 2 ** (row.attempts - 1)
            return pause_s
        await self._settle(job_id, Status.DONE, result=result)
        return None

    async def _do(self, name: str, task: Task) -> Record:
        """Run the function as a task of its own, so that `stop` cancels it and not the one who waits."""
        if name not in self.works:
            raise Unavailable(
                "job.unknown_name",
                vi=f"Bản Gióng này không làm được việc nền “{name}”. Hãy nâng cấp rồi gửi lại.",
                en=f"This Gióng cannot do the job “{name}”. Upgrade, then submit it again.",
            )
        doing = asyncio.ensure_future(self.works[name](task))
        self._doing[task.job_id] = doing
        try:
            return await doing
        finally:
            del self._doing[task.job_id]

    def _progress(self, job_id: str) -> Callable[[int, int], Awaitable[None]]:
        stored_at = -PROGRESS_S

        async def progress(done: int, total: int) -> None:
            nonlocal stored_at
            now = asyncio.get_running_loop().time()
            if now - stored_at < PROGRESS_S and done < total:
                return
            stored_at = now
            at = self._clock.now()
            going_on = await self._database.write(
                lambda connection: rows.advance(connection, job_id, done=done, total=total, at=at)
            )
            if not going_on:
                raise asyncio.CancelledError  # cancelled from another process

        return progress

    async def _settle(
        self, job_id: str, status: Status, *, result: Record | None = None, failure: Failure | None = None
    ) -> None:
        at = self._clock.now()
        await self._database.write(
            lambda connection: rows.finish(connection, job_id, status, at=at, result=result, failure=failure)
        )

    async def _settled(self, job_id: str) -> bool:
        return not await self._database.read(lambda connection: rows.is_open(connection, job_id))


_PARKED = Failure(
    "job.parked",
    vi="Việc này đã làm dở nhiều lần mà không xong. Hãy kiểm tra dữ liệu rồi gửi lại.",
    en="This job was begun several times and never ended, so it was stopped. Check its data and submit it again.",
)


def _may_pass(error: Exception) -> bool:
    """Whether trying again may help: not for what a person has to mend."""
    return not isinstance(error, GiongError) or isinstance(error, Unavailable | StorageFull)


def _failure(error: Exception) -> Failure:
    if isinstance(error, GiongError):
        return Failure(error.code, error.vi, error.en)
    return Failure(
        "job.failed",
        vi="Việc nền gặp lỗi bên trong. Hãy xem nhật ký máy chủ rồi gửi lại.",
        en="The job failed inside. See the server's log, then submit it again.",
    )
