"""What an assistant missed, and mending it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile

from giong.adaptation.mending.fixes import Kind
from giong.adaptation.mending.remedies import Remedy
from giong.api.auth import Organisation
from giong.api.rooms import rooms
from giong.api.schemas.learning import SHOWN, Fix, Fixes, Group, Groups, Mend, Message, Messages
from giong.api.schemas.values import Moment, Text

router = APIRouter(prefix="/api/v1/assistants/{assistant}", tags=["missed"])

Since = Annotated[Moment | None, Query(description="from this moment on; 30 days unless given")]


@router.get("/missed", summary="What it could not answer, or answered wrongly, grouped by meaning; most people first")
async def missed(
    request: Request,
    organisation: Organisation,
    assistant: str,
    since: Since = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Groups:
    learning = rooms(request).learning
    overview = await learning.missed(organisation, assistant, since=since, limit=limit)
    shown = [Group.of(group, await learning.hints(organisation, assistant, group)) for group in overview.items]
    return Groups.of(overview, shown)


@router.get("/missed/{group}/messages", summary="The newest messages of a group, masked")
async def messages(
    request: Request, organisation: Organisation, assistant: str, group: str, since: Since = None
) -> Messages:
    found = await rooms(request).learning.group(organisation, assistant, group, since=since)
    return Messages(items=[Message.of(one) for one in found.messages[-SHOWN:]])


@router.post("/missed/{group}/fix", status_code=201, summary="Mend a group in one step; its tests run at once")
async def fix(
    request: Request, organisation: Organisation, assistant: str, group: str, wanted: Mend, since: Since = None
) -> Fix:
    remedy = Remedy(Kind(wanted.kind), intent=wanted.intent, text=wanted.text, title=wanted.title)
    made = await rooms(request).learning.fix(organisation, assistant, group, remedy, since=since)
    return Fix.of(made, rooms(request).versions.serving(organisation, assistant))


@router.post("/missed/{group}/knowledge", status_code=201, summary="Mend a group with a document that answers it")
async def add_file(
    request: Request,
    organisation: Organisation,
    assistant: str,
    group: str,
    file: Annotated[UploadFile, File()],
    title: Annotated[Text, Form(max_length=500)] = "",
    since: Since = None,
) -> Fix:
    remedy = Remedy(Kind.KNOWLEDGE, title=title, name=file.filename or "", data=await file.read())
    made = await rooms(request).learning.fix(organisation, assistant, group, remedy, since=since)
    return Fix.of(made, rooms(request).versions.serving(organisation, assistant))


@router.get("/fixes", summary="What was mended, newest first")
async def fixes(request: Request, organisation: Organisation, assistant: str) -> Fixes:
    found = await rooms(request).learning.fixes(organisation, assistant)
    serving = rooms(request).versions.serving(organisation, assistant)
    return Fixes(items=[Fix.of(one, serving) for one in found])


@router.post("/fixes/{fix_id}/undo", summary="Take a fix back; its group waits again")
async def undo(request: Request, organisation: Organisation, assistant: str, fix_id: str) -> Fix:
    undone = await rooms(request).learning.undo(organisation, assistant, fix_id)
    return Fix.of(undone, rooms(request).versions.serving(organisation, assistant))
