"""An organisation's assistants and what they know; background jobs."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, File, Query, Request, UploadFile

from giong.api.auth import Organisation
from giong.api.rooms import rooms
from giong.api.schemas.knowledge import (
    Assistant,
    Assistants,
    Found,
    FoundPassages,
    Job,
    Source,
    Sources,
    TakenIn,
)
from giong.api.schemas.values import Text
from giong.api.schemas.versions import Changes, Note, Version, Versions
from giong.conversations.staff import Colleague
from giong.conversations.versions import changes, contents
from giong.errors import BadInput
from giong.evaluation.publishing import publish

router = APIRouter(prefix="/api/v1", tags=["assistants"])


def _shown(colleague: Colleague) -> Assistant:
    known = colleague.assistant
    return Assistant(
        id=colleague.id,
        name=known.name,
        description=known.description,
        channels=list(known.channels),
        intents=sorted(known.intents),
        flows=sorted(known.flows),
        version=colleague.version,
    )


@router.get("/assistants", summary="The organisation's assistants")
async def assistants(request: Request, organisation: Organisation) -> Assistants:
    staff = rooms(request).staff
    return Assistants(items=[_shown(await staff.get(organisation, id)) for id in staff.ids(organisation)])


@router.get("/assistants/{assistant}", summary="One assistant")
async def one(request: Request, organisation: Organisation, assistant: str) -> Assistant:
    return _shown(await rooms(request).staff.get(organisation, assistant))


@router.get("/assistants/{assistant}/versions", summary="Its published versions, newest first")
async def versions(request: Request, organisation: Organisation, assistant: str) -> Versions:
    here = rooms(request)
    colleague = await here.staff.get(organisation, assistant)
    found = await asyncio.to_thread(here.versions.history, organisation, colleague.id)
    return Versions(items=[Version.of(one) for one in found], serving=colleague.version)


@router.post(
    "/assistants/{assistant}/versions",
    status_code=201,
    summary="Publish its folder as it is now, if all its scenarios pass",
)
async def publish_version(request: Request, organisation: Organisation, assistant: str, about: Note) -> Version:
    here = rooms(request)
    working = here.staff.working_folder(organisation, assistant)
    published = await asyncio.to_thread(
        publish, here.versions, working, organisation_id=organisation, id=assistant, note=about.note
    )
    await _taken_up(request, organisation, assistant)
    return Version.of(published)


@router.post("/assistants/{assistant}/versions/{number}/serve", summary="Let this version serve; 0: the folder itself")
async def serve_version(request: Request, organisation: Organisation, assistant: str, number: int) -> Assistant:
    here = rooms(request)
    await here.staff.get(organisation, assistant)
    await asyncio.to_thread(here.versions.serve, organisation, assistant, number)
    return _shown(await _taken_up(request, organisation, assistant))


@router.get("/assistants/{assistant}/versions/{number}/changes", summary="What of the folder differs from this version")
async def version_changes(request: Request, organisation: Organisation, assistant: str, number: int) -> Changes:
    here = rooms(request)
    working = here.staff.working_folder(organisation, assistant)
    version = await asyncio.to_thread(here.versions.get, organisation, assistant, number)
    now = await asyncio.to_thread(contents, working)
    return Changes.of(changes(version.files, now))


async def _taken_up(request: Request, organisation: str, assistant: str) -> Colleague:
    """The colleague of the version that serves now, whose documents are made searchable by meaning."""
    here = rooms(request)
    here.staff.look_again(organisation, assistant)
    colleague = await here.staff.get(organisation, assistant)
    await here.librarian.embed_later(colleague)
    return colleague


@router.get("/assistants/{assistant}/knowledge", summary="What it knows, file by file")
async def sources(request: Request, organisation: Organisation, assistant: str) -> Sources:
    colleague = await rooms(request).staff.get(organisation, assistant)
    known, pending = await asyncio.to_thread(lambda: (colleague.index.sources(), colleague.index.pending()))
    return Sources(items=[Source.of(source) for source in known], pending=pending)


@router.post(
    "/assistants/{assistant}/knowledge",
    status_code=201,
    summary="Teach it a file: .md .txt .html .docx .xlsx .csv .pdf",
)
async def take_in(
    request: Request, organisation: Organisation, assistant: str, file: Annotated[UploadFile, File()]
) -> TakenIn:
    here = rooms(request)
    colleague = await here.staff.get(organisation, assistant)
    if not file.filename:
        raise BadInput("source.no_name", vi="Tệp gửi lên thiếu tên.", en="The uploaded file has no name.")
    added = await here.librarian.take_in(colleague, file.filename, await file.read())
    job = await here.librarian.embed_later(colleague)
    return TakenIn(
        source=Source.of(added.source),
        passages=added.passages,
        unchanged=added.unchanged,
        job=job.id if job else None,
    )


@router.delete("/assistants/{assistant}/knowledge/{source_id}", status_code=204, summary="Forget a file for good")
async def discard(request: Request, organisation: Organisation, assistant: str, source_id: str) -> None:
    here = rooms(request)
    await here.librarian.discard(await here.staff.get(organisation, assistant), source_id)


@router.get("/assistants/{assistant}/search", summary="The passages that answer a question best")
async def search(
    request: Request,
    organisation: Organisation,
    assistant: str,
    q: Annotated[Text, Query(min_length=1, max_length=2000, examples=["Giá điện bậc 1"])],
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
) -> FoundPassages:
    colleague = await rooms(request).staff.get(organisation, assistant)
    hits = await asyncio.to_thread(colleague.index.search, q, limit=limit)
    return FoundPassages(
        items=[
            Found(
                passage_id=hit.passage.id,
                source_id=hit.passage.source_id,
                source_title=hit.passage.source_title,
                heading=list(hit.passage.heading),
                page=hit.passage.page,
                text=hit.passage.text,
                score=hit.score,
            )
            for hit in hits
        ]
    )


@router.get("/jobs/{job_id}", summary="How far a background job is")
async def job(request: Request, organisation: Organisation, job_id: str) -> Job:
    return Job.of(await rooms(request).jobs.get(organisation, job_id))


@router.delete("/jobs/{job_id}", summary="Cancel a background job; what it has done stays")
async def cancel(request: Request, organisation: Organisation, job_id: str) -> Job:
    return Job.of(await rooms(request).jobs.cancel(organisation, job_id))
