"""What people think of answers; a customer's ticket is enough."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from giong.api.auth import Bearer, Conversation
from giong.api.pace import public_door
from giong.api.rooms import rooms
from giong.api.schemas.learning import Rate, Rating, Ratings
from giong.api.schemas.values import Number

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["conversations"])

Answer = Annotated[Number, Path(description="the number of the `turn` event that completed the answer")]


@router.put("/events/{number}/rating", summary="Rate an answer, thumbs up or down")
async def rate(request: Request, ticket: Conversation, bearer: Bearer, number: Answer, rating: Rate) -> Rating:
    public_door(request).message(request, bearer.credentials if bearer else "")
    kept = await rooms(request).ratings.rate(
        ticket.organisation_id, ticket.conversation_id, number, good=rating.good, reason=rating.reason
    )
    return Rating.of(kept)


@router.delete("/events/{number}/rating", status_code=204, summary="Take a rating back")
async def retract(request: Request, ticket: Conversation, bearer: Bearer, number: Answer) -> None:
    public_door(request).message(request, bearer.credentials if bearer else "")
    await rooms(request).ratings.retract(ticket.organisation_id, ticket.conversation_id, number)


@router.get("/ratings", summary="The ratings of a conversation's answers")
async def ratings(request: Request, ticket: Conversation) -> Ratings:
    found = await rooms(request).ratings.of(ticket.organisation_id, ticket.conversation_id)
    return Ratings(items=[Rating.of(rating) for rating in found])
