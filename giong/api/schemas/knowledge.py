"""Assistants, their sources and background jobs as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from giong.jobs import work
from giong.retrieval import sources


class Assistant(BaseModel):
    id: str
    name: str
    description: str
    channels: list[str]
    intents: list[str]
    flows: list[str]


class Assistants(BaseModel):
    items: list[Assistant]


class Source(BaseModel):
    """A file of knowledge. `updated` is when this version came in."""

    id: str
    name: str
    title: str
    media_type: str
    sha256: str
    updated: str

    @classmethod
    def of(cls, source: sources.Source) -> Source:
        return cls(**{name: getattr(source, name) for name in cls.model_fields})


class Sources(BaseModel):
    """`pending` counts passages that are found by words but not yet by meaning."""

    items: list[Source]
    pending: int


class TakenIn(BaseModel):
    """The file is searchable by words now; `job` is making it searchable by meaning (null: nothing to do)."""

    source: Source
    passages: int
    unchanged: bool
    job: str | None


class Found(BaseModel):
    """A passage that answers. `score` in [0, 1]."""

    passage_id: str
    source_id: str
    source_title: str
    heading: list[str]
    page: int | None
    text: str
    score: float


class FoundPassages(BaseModel):
    items: list[Found]


class Failure(BaseModel):
    code: str
    message: str
    message_en: str


class Job(BaseModel):
    """`done` of `total` (0 of 0: not known yet)."""

    id: str
    name: str
    status: work.Status
    done: int
    total: int
    result: dict[str, Any] | None
    failure: Failure | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, job: work.Job) -> Job:
        failure = None
        if job.failure:
            failure = Failure(code=job.failure.code, message=job.failure.vi, message_en=job.failure.en)
        plain = {name: getattr(job, name) for name in cls.model_fields if name != "failure"}
        return cls(**plain, failure=failure)
