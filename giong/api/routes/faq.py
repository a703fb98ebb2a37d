"""Question–answer lists: taken in from a spreadsheet, drafted from a document, approved or rejected."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile

from giong.adaptation.faq.table import Status
from giong.api.auth import Organisation
from giong.api.rooms import rooms
from giong.api.schemas.faq import Decision, Draft, Drafts, Imported, Wanted

router = APIRouter(prefix="/api/v1/assistants/{assistant}/faq", tags=["faq"])


@router.post("", status_code=201, summary="Take in a list of questions and answers: .xlsx .csv")
async def take_in(
    request: Request,
    organisation: Organisation,
    assistant: str,
    file: Annotated[UploadFile, File()],
    dry_run: Annotated[bool, Form()] = False,
) -> Imported:
    data = await file.read()
    done = await rooms(request).library.take_in(organisation, assistant, file.filename or "", data, dry_run=dry_run)
    return Imported.of(done)


@router.get("/drafts", summary="Drafted questions; those that wait for a decision unless all are wanted")
async def drafts(request: Request, organisation: Organisation, assistant: str, *, all: bool = False) -> Drafts:
    status = None if all else Status.WAITING
    found = await rooms(request).library.drafts(organisation, assistant, status=status)
    return Drafts(items=[Draft.of(one) for one in found])


@router.post("/drafts", status_code=201, summary="Draft questions from a document; they wait to be approved")
async def draft(request: Request, organisation: Organisation, assistant: str, wanted: Wanted) -> Drafts:
    made = await rooms(request).library.draft(organisation, assistant, wanted.source)
    return Drafts(items=[Draft.of(one) for one in made.fresh])


@router.post("/drafts/decisions", status_code=201, summary="Approve drafts, which are answered from at once, or reject")
async def decide(request: Request, organisation: Organisation, assistant: str, decision: Decision) -> Drafts:
    library = rooms(request).library
    if decision.decision == "reject":
        decided = await library.reject(organisation, assistant, decision.ids)
    else:
        decided = await library.approve(
            organisation, assistant, decision.ids, question=decision.question, answer=decision.answer
        )
    return Drafts(items=[Draft.of(one) for one in decided])
