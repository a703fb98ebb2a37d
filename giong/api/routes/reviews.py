"""The queue of uncertain fields of papers: what is next, its crop, and what somebody says of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from giong.api.auth import KeyHolder, Organisation
from giong.api.rooms import rooms
from giong.api.schemas.talk import Shape
from giong.api.schemas.values import Text
from giong.labelling.label import Label, Verdict
from giong.labelling.queue import MOST_CHARS, Question

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"])


class Doubt(BaseModel):
    """What a check found wrong."""

    vi: str = Field(examples=["Số căn cước cho năm sinh 1988 còn ngày sinh ghi 1983."])
    en: str = Field(examples=["The number says born in 1988, the date of birth 1983."])


class Review(BaseModel):
    """A field that is uncertain. Nobody else is shown it for two minutes."""

    id: str = Field(examples=["review_01m806mjc1d17amrmbhw9gm4zs"])
    paper_id: str = Field(examples=["paper_01m806mjc1d17amrmbhw9gm4zs"])
    kind: str = Field(examples=["cccd_front"])
    kind_vi: str
    kind_en: str
    field: str = Field(examples=["name"])
    field_vi: str = Field(examples=["Họ và tên"])
    field_en: str = Field(examples=["Full name"])
    type: str = Field(examples=["name"])
    value: str = Field(examples=["LÊ THỊ HẠNH"])
    confidence: float = Field(examples=[0.62])
    page: int
    has_crop: bool
    doubts: list[Doubt]
    created_at: datetime

    @classmethod
    def of(cls, question: Question) -> Review:
        doubts = [Doubt(vi=vi, en=en) for vi, en in question.doubts if vi or en]
        values = {name: getattr(question, name) for name in cls.model_fields if name != "doubts"}
        return cls(**values, doubts=doubts)


class Next(BaseModel):
    """`open` is how many wait; `item` the most uncertain of them, if there is one that nobody looks at."""

    open: int
    item: Review | None


class Correction(Shape):
    value: Text = Field(examples=["LÊ THỊ HẠNH"], min_length=1, max_length=MOST_CHARS)


class Settled(BaseModel):
    """What became of it: confirmed, or corrected where the value was another one."""

    verdict: Verdict


class LabelShown(BaseModel):
    """A field as somebody said it is, beside what had been read."""

    paper_id: str
    field: str
    value: str
    verdict: Verdict
    read: str
    confidence: float
    origin: str
    engines: list[str]
    who: str
    at: datetime
    page: int
    box: list[int] | None

    @classmethod
    def of(cls, label: Label) -> LabelShown:
        return cls(**{name: getattr(label, name) for name in cls.model_fields})


class Labels(BaseModel):
    items: list[LabelShown]


@router.get("/next", summary="The most uncertain field")
async def next_one(
    request: Request,
    organisation: Organisation,
    kind: str = "",
    after: Annotated[str, Query(description="not this one")] = "",
) -> Next:
    queue = rooms(request).reviews
    item = await queue.next(organisation, kind=kind, after=after)
    return Next(open=await queue.open(organisation, kind=kind), item=Review.of(item) if item else None)


@router.get("/labels", summary="What was confirmed and corrected of a kind of paper, newest first")
async def labels(
    request: Request, organisation: Organisation, kind: str, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> Labels:
    items: list[LabelShown] = []
    async for label in rooms(request).reviews.of_kind(organisation, kind):
        items.append(LabelShown.of(label))
        if len(items) == limit:
            break
    return Labels(items=items)


@router.get(
    "/{review_id}/crop",
    summary="The part of the picture where the field stands",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
async def crop(request: Request, organisation: Organisation, review_id: str) -> Response:
    data = await rooms(request).reviews.crop(organisation, review_id)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.post("/{review_id}/confirm", summary="The value that was read is right")
async def confirm(request: Request, key: KeyHolder, review_id: str) -> Settled:
    label = await rooms(request).reviews.confirm(key.organisation_id, review_id, who=key.name)
    return Settled(verdict=label.verdict)


@router.post("/{review_id}/correct", summary="The right value is another one")
async def correct(request: Request, key: KeyHolder, review_id: str, correction: Correction) -> Settled:
    queue = rooms(request).reviews
    label = await queue.correct(key.organisation_id, review_id, correction.value, who=key.name)
    return Settled(verdict=label.verdict)


@router.post("/{review_id}/skip", status_code=204, summary="Somebody else, or later")
async def skip(request: Request, organisation: Organisation, review_id: str) -> None:
    await rooms(request).reviews.skip(organisation, review_id)
