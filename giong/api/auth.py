"""Who is calling: an organisation's key, or a customer's ticket to one conversation."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.requests import HTTPConnection
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from giong.accounts.keys import Key
from giong.accounts.tickets import PREFIX as TICKET
from giong.accounts.tickets import Ticket
from giong.api.rooms import rooms
from giong.errors import Forbidden, Unauthenticated

_bearer = HTTPBearer(auto_error=False, description="Khoá API của tổ chức, hoặc vé của một hội thoại.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def key_of(request: Request, bearer: Bearer) -> Key:
    """The API key that was sent."""
    return await rooms(request).keys.check(_secret(bearer))


async def organisation_of(request: Request, bearer: Bearer) -> str:
    """The organisation whose API key was sent."""
    return (await key_of(request, bearer)).organisation_id


async def conversation_of(request: Request, conversation_id: str, bearer: Bearer) -> Ticket:
    """The right to the conversation in the path, by its own ticket or by its organisation's key."""
    return await entitled(request, conversation_id, _secret(bearer))


async def entitled(connection: HTTPConnection, conversation_id: str, secret: str) -> Ticket:
    """As `conversation_of`, for doors where the secret comes in a message."""
    here = rooms(connection)
    if not secret.startswith(TICKET):
        key = await here.keys.check(secret)
        await here.conversations.get(key.organisation_id, conversation_id)
        return Ticket(key.organisation_id, conversation_id)
    ticket = here.tickets.check(secret)
    if ticket.conversation_id != conversation_id:
        raise Forbidden(
            "ticket.other_conversation",
            vi="Vé này thuộc về một hội thoại khác. Hãy dùng đúng vé.",
            en="This ticket belongs to another conversation. Use the right one.",
        )
    return ticket


def _secret(bearer: HTTPAuthorizationCredentials | None) -> str:
    if bearer is None:
        raise Unauthenticated(
            "key.missing",
            vi="Thiếu khoá API. Hãy gửi đầu đề Authorization: Bearer <khoá>.",
            en="The API key is missing. Send the header Authorization: Bearer <key>.",
        )
    return bearer.credentials


KeyHolder = Annotated[Key, Depends(key_of)]
Organisation = Annotated[str, Depends(organisation_of)]
Conversation = Annotated[Ticket, Depends(conversation_of)]
