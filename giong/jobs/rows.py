"""Jobs as rows of the database: each question and change is a function of a connection. Knows no queue."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from giong.jobs.work import Failure, Job, Record, Status
from giong.storage.ids import new_id
from giong.storage.once import add_once
from giong.storage.owned import owned
from giong.storage.schema import jobs

_OPEN = (Status.QUEUED.value, Status.RUNNING.value)


def add(connection: Connection, *, organisation_id: str, name: str, key: str, payload: Record, at: datetime) -> Job:
    """The job with this key, queued if it is new."""
    id = new_id("job")
    row = {
        "id": id,
        "organisation_id": organisation_id,
        "name": name,
        "client_key": key or id,
        "payload": payload,
        "status": Status.QUEUED.value,
        "attempts": 0,
        "done": 0,
        "total": 0,
        "created_at": at,
        "updated_at": at,
    }
    add_once(connection, jobs, row)
    known = select(jobs).where(
        jobs.c.organisation_id == organisation_id, jobs.c.name == name, jobs.c.client_key == row["client_key"]
    )
    return _job(connection.execute(known).one())


def begin(connection: Connection, id: str, at: datetime) -> Row[Any] | None:
    """The row of a job that is to be done now, its attempts counted; None if it is finished or cancelled."""
    connection.execute(
        update(jobs)
        .where(jobs.c.id == id, jobs.c.status.in_(_OPEN))
        .values(status=Status.RUNNING.value, attempts=jobs.c.attempts + 1, updated_at=at)
    )
    return connection.execute(select(jobs).where(jobs.c.id == id, jobs.c.status == Status.RUNNING.value)).one_or_none()


def advance(connection: Connection, id: str, *, done: int, total: int, at: datetime) -> bool:
    """Write down how far a job is. False: it was settled meanwhile."""
    return _change(connection, id, done=done, total=total, updated_at=at)


def finish(
    connection: Connection,
    id: str,
    status: Status,
    *,
    at: datetime,
    result: Record | None = None,
    failure: Failure | None = None,
) -> bool:
    """Settle a job for good. False: it was settled before, and stays as it was."""
    error = asdict(failure) if failure else None
    return _change(connection, id, status=status.value, result=result, error=error, updated_at=at)


def waiting(connection: Connection) -> list[str]:
    """The ids of all jobs that are not finished, oldest first."""
    return list(connection.scalars(select(jobs.c.id).where(jobs.c.status.in_(_OPEN)).order_by(jobs.c.id)))


def is_open(connection: Connection, id: str) -> bool:
    """Whether a job is not finished yet."""
    return connection.scalar(select(jobs.c.id).where(jobs.c.id == id, jobs.c.status.in_(_OPEN))) is not None


def find(connection: Connection, organisation_id: str, id: str) -> Job:
    """The job; NotFound if it is missing or another organisation's."""
    return _job(owned(connection, jobs, organisation_id=organisation_id, id=id))


def recent(connection: Connection, organisation_id: str, *, name: str, limit: int) -> list[Job]:
    """The organisation's newest jobs, of one name or of all ("")."""
    found = select(jobs).where(jobs.c.organisation_id == organisation_id)
    if name:
        found = found.where(jobs.c.name == name)
    return [_job(row) for row in connection.execute(found.order_by(jobs.c.id.desc()).limit(limit))]


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        key=row.client_key,
        status=Status(row.status),
        done=row.done,
        total=row.total,
        result=row.result,
        failure=Failure(**row.error) if row.error else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _change(connection: Connection, id: str, **values: Any) -> bool:
    changed = connection.execute(update(jobs).where(jobs.c.id == id, jobs.c.status.in_(_OPEN)).values(**values))
    return bool(changed.rowcount)
