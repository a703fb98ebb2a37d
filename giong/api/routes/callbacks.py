"""Call-back tickets: who is to be called, and that it was done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from giong.api.auth import Organisation
from giong.api.rooms import rooms
from giong.api.schemas.calls import Callback, CallbackList, Done

router = APIRouter(prefix="/api/v1/callbacks", tags=["callbacks"])


@router.get("", summary="Who is to be called, longest waiting first; done: who was, latest first")
async def waiting(
    request: Request,
    organisation: Organisation,
    done: bool = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> CallbackList:
    found = await rooms(request).callbacks.waiting(organisation, done=done, limit=limit)
    return CallbackList(items=[Callback.of(ticket) for ticket in found])


@router.post("/{callback_id}/done", summary="Somebody has called back")
async def done(request: Request, organisation: Organisation, callback_id: str, outcome: Done) -> Callback:
    return Callback.of(await rooms(request).callbacks.done(organisation, callback_id, outcome.note))
