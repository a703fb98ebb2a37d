"""Assistants, their sources and background jobs as the API shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from giong.jobs import work
from giong.retrieval import sources


class Assistant(BaseModel):
    id: str = Field(examples=["dien-luc"])
    name: str = Field(examples=["Điện lực Sông Hồng"])
    description: str = Field(examples=["Báo mất điện, xem hoá đơn, hỏi giá điện"])
    channels: list[str] = Field(examples=[["web", "call"]])
    intents: list[str] = Field(examples=[["hoi_gia_dien", "mat_dien"]])
    flows: list[str] = Field(examples=[["bao_mat_dien"]])
    version: int = Field(description="The published version that serves; 0: the folder itself", examples=[3])


class Assistants(BaseModel):
    items: list[Assistant]


class Source(BaseModel):
    """A file of knowledge. `updated` is when this version came in. `number`, `issued`, `since` and `until` (the last
    day) are what is known of when it holds, from its author or from its own words.
    """

    id: str = Field(examples=["59b157cf92efd2d3"])
    name: str = Field(examples=["uploads/bang-gia.xlsx"])
    title: str = Field(examples=["Bảng giá điện"])
    media_type: str = Field(examples=["text/markdown"])
    sha256: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    updated: str = Field(examples=["2026-11-21T08:30:00+00:00"])
    number: str = Field(examples=["12/2020/QĐ-UBND"])
    issued: date | None = Field(examples=["2025-05-10"])
    since: date | None = Field(examples=["2025-05-10"])
    until: date | None = Field(examples=["2026-12-31"])

    @classmethod
    def of(cls, source: sources.Source) -> Source:
        known = source.validity
        return cls(
            id=source.id,
            name=source.name,
            title=source.title,
            media_type=source.media_type,
            sha256=source.sha256,
            updated=source.updated,
            number=known.number,
            issued=known.issued,
            since=known.since,
            until=known.until,
        )


class Sources(BaseModel):
    """`pending` counts passages that are found by words but not yet by meaning."""

    items: list[Source]
    pending: int = Field(examples=[0])


class TakenIn(BaseModel):
    """The file is searchable by words now; `job` is making it searchable by meaning (null: nothing to do)."""

    source: Source
    passages: int = Field(examples=[12])
    unchanged: bool = Field(examples=[False])
    job: str | None = Field(examples=["job_01m806mjc1d17amrmbhw9gm4zs"])


class Found(BaseModel):
    """A passage that answers. `score` in [0, 1]."""

    passage_id: str = Field(examples=["13b8ae6ee51c41b2d548bc19"])
    source_id: str = Field(examples=["59b157cf92efd2d3"])
    source_title: str = Field(examples=["Chính sách dịch vụ khách hàng"])
    heading: list[str] = Field(examples=[["1. Thời gian phục vụ", "1.4. Đổi thông tin hợp đồng"]])
    page: int | None = Field(examples=[3])
    text: str = Field(examples=["Đổi tên chủ hợp đồng mất năm ngày làm việc."])
    score: float = Field(examples=[0.87])


class FoundPassages(BaseModel):
    items: list[Found]


class Failure(BaseModel):
    code: str = Field(examples=["job.failed"])
    message: str = Field(examples=["Việc này hỏng giữa chừng. Hãy thử lại."])
    message_en: str = Field(examples=["The job failed. Try again."])


class Job(BaseModel):
    """`done` of `total` (0 of 0: not known yet)."""

    id: str = Field(examples=["job_01m806mjc1d17amrmbhw9gm4zs"])
    name: str = Field(examples=["embed_knowledge"])
    status: work.Status
    done: int = Field(examples=[40])
    total: int = Field(examples=[120])
    result: dict[str, Any] | None = Field(examples=[{"embedded": 120}])
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
