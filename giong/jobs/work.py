"""What a job is to the room that does it: a payload, a way to tell progress, a result. Knows no queue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Record = dict[str, Any]
"""JSON values only."""


@dataclass(frozen=True)
class Task:
    """One job while it is being done. `progress(done, total)` is cheap to call often."""

    job_id: str
    organisation_id: str
    payload: Record
    progress: Callable[[int, int], Awaitable[None]]


Work = Callable[[Task], Awaitable[Record]]
"""Does a job and returns its result. May be begun again after a crash or a failure, so doing it twice must be harmless.

It runs on the server's event loop: what blocks or computes belongs in a thread. It is cancelled (`CancelledError`) when
the job is cancelled and when the server stops; in the second case it is begun again at the next start.
"""


class Status(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        return self not in (Status.QUEUED, Status.RUNNING)


@dataclass(frozen=True)
class Failure:
    """Why a job failed: a stable code and the sentence in both languages."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True)
class Job:
    """A job as it stands. `done` of `total` is its progress (0 of 0: not known yet)."""

    id: str
    organisation_id: str
    name: str
    key: str
    status: Status
    done: int
    total: int
    result: Record | None
    failure: Failure | None
    created_at: datetime
    updated_at: datetime
