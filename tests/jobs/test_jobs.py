"""Jobs are done once they are submitted, whatever runs them; on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from giong.accounts.organisations import Organisations
from giong.errors import BadInput, NotFound, Unavailable
from giong.jobs.board import Jobs
from giong.jobs.dispatch import Dispatch, Inline
from giong.jobs.durable import Durable
from giong.jobs.runner import ATTEMPTS
from giong.jobs.work import Job, Record, Status, Task
from giong.storage.database import Database


@pytest.fixture
async def organisation_id(database: Database) -> str:
    return (await Organisations(database).found("dien-luc")).id


@pytest.fixture(params=["inline", "durable"])
def dispatch(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Dispatch:
    if request.param == "inline":
        return Inline()
    kept = f"sqlite:///{tmp_path / 'jobs.db'}" if database_url.startswith("sqlite") else database_url
    return Durable(kept, poll_s=0.02)


@pytest.fixture
async def jobs(database: Database, dispatch: Dispatch) -> AsyncIterator[Jobs]:
    jobs = Jobs(database, dispatch, retry_s=0.001)
    yield jobs
    await jobs.close()


async def finished(jobs: Jobs, job: Job) -> Job:
    async with asyncio.timeout(20):
        *_, last = [now async for now in jobs.follow(job.organisation_id, job.id, poll_s=0.01)]
    return last


async def count(task: Task) -> Record:
    for done in range(task.payload["pages"] + 1):
        await task.progress(done, task.payload["pages"])
    return {"pages": task.payload["pages"], "organisation": task.organisation_id}


async def test_a_job_is_done_with_progress_and_result(jobs: Jobs, organisation_id: str) -> None:
    jobs.register("count", count)
    await jobs.start()
    job = await finished(jobs, await jobs.submit(organisation_id, "count", {"pages": 3}))
    assert (job.status, job.done, job.total, job.failure) == (Status.DONE, 3, 3, None)
    assert job.result == {"pages": 3, "organisation": organisation_id}
    assert await jobs.recent(organisation_id, name="count") == [job]


async def test_the_same_key_is_the_same_job(jobs: Jobs, organisation_id: str) -> None:
    begun: list[str] = []

    async def note(task: Task) -> Record:
        begun.append(task.job_id)
        return {}

    jobs.register("note", note)
    await jobs.start()
    submitted = await asyncio.gather(*(jobs.submit(organisation_id, "note", {}, key="tri-thuc-1") for _ in range(10)))
    await finished(jobs, submitted[0])
    again = await jobs.submit(organisation_id, "note", {}, key="tri-thuc-1")
    assert {job.id for job in submitted} == {again.id}
    assert again.status is Status.DONE
    assert begun == [again.id]


async def test_what_may_pass_is_tried_again(jobs: Jobs, organisation_id: str) -> None:
    tried = 0

    async def flaky(task: Task) -> Record:
        nonlocal tried
        tried += 1
        if tried < 3:
            raise Unavailable("embedding.away", vi="Vắng.", en="Away.")
        return {"tried": tried}

    jobs.register("flaky", flaky)
    await jobs.start()
    job = await finished(jobs, await jobs.submit(organisation_id, "flaky", {}))
    assert (job.status, job.result) == (Status.DONE, {"tried": 3})


@pytest.mark.parametrize(
    ("error", "attempts", "code"),
    [
        (BadInput("pdf.no_text", vi="Không có chữ.", en="No text."), 1, "pdf.no_text"),
        (Unavailable("embedding.away", vi="Vắng.", en="Away."), ATTEMPTS, "embedding.away"),
        (KeyError("0903 123 456"), ATTEMPTS, "job.failed"),
    ],
)
async def test_a_failure_is_kept_with_its_sentence(
    jobs: Jobs, organisation_id: str, error: Exception, attempts: int, code: str
) -> None:
    tried = 0

    async def fail(task: Task) -> Record:
        nonlocal tried
        tried += 1
        raise error

    jobs.register("fail", fail)
    await jobs.start()
    job = await finished(jobs, await jobs.submit(organisation_id, "fail", {}))
    assert (job.status, tried) == (Status.FAILED, attempts)
    assert job.failure is not None
    assert job.failure.code == code
    assert "0903" not in job.failure.vi + job.failure.en


async def test_a_cancelled_job_stops(jobs: Jobs, organisation_id: str) -> None:
    begun, stopped = asyncio.Event(), asyncio.Event()

    async def wait(task: Task) -> Record:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            stopped.set()
        return {}

    jobs.register("wait", wait)
    await jobs.start()
    job = await jobs.submit(organisation_id, "wait", {})
    await begun.wait()
    assert (await jobs.cancel(organisation_id, job.id)).status is Status.CANCELLED
    async with asyncio.timeout(10):
        await stopped.wait()
    assert (await jobs.get(organisation_id, job.id)).status is Status.CANCELLED


async def test_a_job_cut_short_by_the_end_of_the_server_is_done_after_the_next_start(
    database: Database, dispatch: Dispatch, organisation_id: str
) -> None:
    begun = asyncio.Event()

    async def wait(task: Task) -> Record:
        begun.set()
        await asyncio.sleep(60)
        return {}

    async def quick(task: Task) -> Record:
        return {"by": "second server"}

    first = Jobs(database, dispatch)
    first.register("index", wait)
    await first.start()
    job = await first.submit(organisation_id, "index", {})
    await begun.wait()
    await first.close()
    assert (await first.get(organisation_id, job.id)).status is Status.RUNNING

    second = Jobs(database, dispatch)
    second.register("index", quick)
    await second.start()
    try:
        assert (await finished(second, job)).result == {"by": "second server"}
    finally:
        await second.close()


async def test_other_organisations_and_unknown_names_are_refused(
    jobs: Jobs, database: Database, organisation_id: str
) -> None:
    jobs.register("count", count)
    await jobs.start()
    job = await finished(jobs, await jobs.submit(organisation_id, "count", {"pages": 1}))
    other = await Organisations(database).found("phuong")
    with pytest.raises(NotFound) as theirs:
        await jobs.get(other.id, job.id)
    with pytest.raises(NotFound) as nobodys:
        await jobs.cancel(other.id, "job_0")
    assert str(theirs.value) == str(nobodys.value)
    with pytest.raises(BadInput):
        await jobs.submit(organisation_id, "đếm", {})
