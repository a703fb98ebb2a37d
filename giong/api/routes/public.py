"""What a customer's page may do without a key: see the home organisation's assistants and begin to talk."""

from __future__ import annotations

from fastapi import APIRouter, Request

from giong.accounts.tickets import Ticket
from giong.api.pace import public_door
from giong.api.rooms import rooms
from giong.api.schemas.talk import Opened, PublicAssistant, PublicAssistants, Visit
from giong.errors import NotFound

router = APIRouter(prefix="/api/v1/public", tags=["public"])

CHANNEL = "web"


@router.get("/assistants", summary="The assistants that anyone may talk to")
async def assistants(request: Request) -> PublicAssistants:
    here = rooms(request)
    found = []
    for id in here.staff.ids(here.home.id):
        colleague = await here.staff.get(here.home.id, id)
        known = colleague.assistant
        if CHANNEL in known.channels:
            found.append(
                PublicAssistant(id=id, name=known.name, description=known.description, channels=list(known.channels))
            )
    return PublicAssistants(items=found)


@router.post("/conversations", status_code=201, summary="Begin a conversation; the assistant greets")
async def begin(request: Request, asked: Visit) -> Opened:
    public_door(request).open(request)
    here = rooms(request)
    colleague = await here.staff.get(here.home.id, asked.assistant)
    if CHANNEL not in colleague.assistant.channels:
        raise NotFound(
            "assistant.not_on_web",
            vi="Trợ lý này không trò chuyện trên trang web.",
            en="This assistant does not chat on the web page.",
        )
    conversation = await here.reception.open(here.home.id, assistant=asked.assistant, channel=CHANNEL)
    return Opened(id=conversation.id, token=here.tickets.issue(Ticket(here.home.id, conversation.id)))
