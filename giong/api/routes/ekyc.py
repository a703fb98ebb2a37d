"""Sessions in which a person is checked: both sides of the card, pictures of the face, a verdict, a person's review."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from giong.api import pictures
from giong.api.auth import KeyHolder, Organisation
from giong.api.rooms import rooms
from giong.api.schemas.talk import Shape
from giong.api.schemas.values import Text
from giong.papers.persons import sessions
from giong.papers.persons.sessions import Ruling, Side

router = APIRouter(prefix="/api/v1/ekyc", tags=["ekyc"])

Pose = Literal["straight", "left", "right"]


class Begin(Shape):
    """Begin a session."""

    key: Text = Field("", max_length=200, description="Chosen by you; the same key gives the same session")
    callback_url: Text = Field("", max_length=500, description="Who is told the verdict; its host is in webhook_hosts")


class Session(BaseModel):
    """`challenge` is what the person does before the camera, one picture for each. `reasons` are codes of what speaks
    against them; `verdict` is empty while the session is open.
    """

    id: str = Field(examples=["ekyc_01m806mjc1d17amrmbhw9gm4zs"])
    challenge: list[Pose]
    has_front: bool
    has_back: bool
    has_frames: bool
    verdict: Ruling | Literal[""]
    reasons: list[str] = Field(examples=[["face.unsure"]])
    decided_by: str
    created_at: datetime
    expires_at: datetime
    settled_at: datetime | None

    @classmethod
    def of(cls, session: sessions.Session) -> Session:
        same = ("id", "challenge", "verdict", "reasons", "created_at", "expires_at", "settled_at")
        return cls(
            **{name: getattr(session, name) for name in same},
            has_front=session.front_id is not None,
            has_back=session.back_id is not None,
            has_frames=session.frames > 0,
            decided_by=session.who,
        )


class Refused(BaseModel):
    """Why another picture is needed, and what to do about it."""

    code: str = Field(examples=["blur"])
    message: str
    message_en: str


class SideRead(BaseModel):
    """What is on a side, with personal data hidden, or why another picture is needed."""

    session: Session
    kind: str = ""
    fields: dict[str, str] = {}
    refused: Refused | None = None

    @classmethod
    def of(cls, side: Side) -> SideRead:
        refused = Refused(code=side.refused, message=side.vi, message_en=side.en) if side.refused else None
        fields = side.document.fields if side.document else {}
        return cls(
            session=Session.of(side.session),
            kind=side.document.kind if side.document else "",
            fields={name: field.value for name, field in fields.items()},
            refused=refused,
        )


class Performed(BaseModel):
    """Whether the pictures fit the challenge; with problems they may be sent again."""

    met: bool
    problems: list[str] = Field(examples=[["liveness.not_as_asked"]])


class InReview(BaseModel):
    items: list[Session]


class Compared(BaseModel):
    """A session for whoever reviews it. `similarity` is from 0 to 100, and an aid, not a verdict."""

    session: Session
    similarity: float | None


class Decision(Shape):
    approved: bool = Field(examples=[True])


@router.post("/sessions", status_code=201, summary="Begin to check a person")
async def begin(request: Request, organisation: Organisation, asked: Begin) -> Session:
    if asked.callback_url:
        rooms(request).telling.check(asked.callback_url)
    return Session.of(await rooms(request).persons.open(organisation, key=asked.key, callback_url=asked.callback_url))


@router.get("/sessions/review", summary="The sessions that wait for a person")
async def in_review(request: Request, organisation: Organisation) -> InReview:
    waiting = await rooms(request).persons.in_review(organisation)
    return InReview(items=[Session.of(session) for session in waiting])


@router.get("/sessions/{session_id}", summary="How far a session is, and its verdict")
async def one(request: Request, organisation: Organisation, session_id: str) -> Session:
    return Session.of(await rooms(request).persons.get(organisation, session_id))


@router.post("/sessions/{session_id}/front", summary="The front of the card, first")
async def front(
    request: Request, organisation: Organisation, session_id: str, file: Annotated[UploadFile, File()]
) -> SideRead:
    data = pictures.within_limit(await file.read(), rooms(request).settings)
    return SideRead.of(await rooms(request).persons.front(organisation, session_id, data, name=file.filename or ""))


@router.post("/sessions/{session_id}/back", summary="The back of the card")
async def back(
    request: Request, organisation: Organisation, session_id: str, file: Annotated[UploadFile, File()]
) -> SideRead:
    data = pictures.within_limit(await file.read(), rooms(request).settings)
    return SideRead.of(await rooms(request).persons.back(organisation, session_id, data, name=file.filename or ""))


@router.post("/sessions/{session_id}/frames", summary="Pictures of the face, one for each part of the challenge")
async def frames(
    request: Request, organisation: Organisation, session_id: str, files: Annotated[list[UploadFile], File()]
) -> Performed:
    sent = [pictures.within_limit(await file.read(), rooms(request).settings) for file in files]
    performance = await rooms(request).persons.frames(organisation, session_id, sent)
    return Performed(met=performance.met, problems=list(performance.problems))


@router.post("/sessions/{session_id}/result", summary="The verdict: approved, rejected, or a person's to give")
async def result(request: Request, organisation: Organisation, session_id: str) -> Session:
    settled = await rooms(request).persons.settle(organisation, session_id)
    rooms(request).telling.tell(settled)
    return Session.of(settled)


@router.get("/sessions/{session_id}/comparison", summary="What a reviewer is helped by")
async def comparison(request: Request, organisation: Organisation, session_id: str) -> Compared:
    persons = rooms(request).persons
    session = await persons.get(organisation, session_id)
    return Compared(session=Session.of(session), similarity=await persons.similarity(organisation, session_id))


@router.get(
    "/sessions/{session_id}/portraits/{which}",
    summary="The face on the card, or the one before the camera, while somebody may have to compare them",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
async def portrait(
    request: Request, organisation: Organisation, session_id: str, which: Literal["card", "selfie"]
) -> Response:
    data = await rooms(request).persons.portrait(organisation, session_id, which)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.post("/sessions/{session_id}/decision", summary="What a person says who looked at it")
async def decide(request: Request, key: KeyHolder, session_id: str, decision: Decision) -> Session:
    persons = rooms(request).persons
    decided = await persons.decide(key.organisation_id, session_id, approved=decision.approved, who=key.name)
    rooms(request).telling.tell(decided)
    return Session.of(decided)
