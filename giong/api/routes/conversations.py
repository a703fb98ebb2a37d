"""Conversations: begin, say something, and follow what happens as JSON, as server-sent events or over a WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Header, Query, Request, UploadFile, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, ValidationError

from giong.accounts.tickets import Ticket
from giong.api import frames, pictures
from giong.api.auth import Bearer, Conversation, Organisation, entitled
from giong.api.errors import body_of
from giong.api.following import followed
from giong.api.pace import public_door
from giong.api.rooms import rooms
from giong.api.schemas.talk import Event, Events, Open, Opened, Photo, Say, Shape, SourceText, Stored
from giong.api.schemas.values import Moment, Number
from giong.conversations.catalogue import Conversation as Record
from giong.conversations.events import Kind
from giong.conversations.threads import Thread
from giong.dialogue.line import Said, Via
from giong.errors import BadInput, GiongError, Unauthenticated

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

AROUND_CHARS = 3_000
"""How much of a source is shown before and after a citation."""

REFUSED = 4401
"""The WebSocket's closing code for a ticket that opens nothing; clients must not try again."""


class Summary(BaseModel):
    """A conversation in a list."""

    id: str = Field(examples=["conv_01m806mjc1d17amrmbhw9gm4zs"])
    assistant: str = Field(examples=["dien-luc"])
    channel: str = Field(examples=["web"])
    turns: int = Field(examples=[2])
    last_number: int = Field(examples=[5])
    queue: str | None
    outcome: str | None
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, record: Record) -> Summary:
        return cls(**{name: getattr(record, name) for name in cls.model_fields})


class Summaries(BaseModel):
    items: list[Summary]


class Hello(Shape):
    """The first frame of a client: its ticket or key, and the number of the last event that it has."""

    type: Literal["hello"]
    token: str
    after: Number = 0


class SayFrame(Say):
    """A later frame of a client."""

    type: Literal["say"]


@router.post("", status_code=201, summary="Begin a conversation; the assistant greets")
async def begin(request: Request, organisation: Organisation, asked: Open) -> Opened:
    here = rooms(request)
    conversation = await here.reception.open(organisation, assistant=asked.assistant, channel="api", key=asked.key)
    return Opened(id=conversation.id, token=here.tickets.issue(Ticket(organisation, conversation.id)))


@router.get("", summary="The organisation's conversations, latest first")
async def recent(
    request: Request,
    organisation: Organisation,
    assistant: str = "",
    before: Moment | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Summaries:
    found = await rooms(request).conversations.recent(organisation, assistant=assistant, before=before, limit=limit)
    return Summaries(items=[Summary.of(record) for record in found])


@router.get("/{conversation_id}", summary="One conversation")
async def one(request: Request, ticket: Conversation) -> Summary:
    return Summary.of(await rooms(request).conversations.get(ticket.organisation_id, ticket.conversation_id))


@router.post("/{conversation_id}/messages", status_code=202, summary="Say something; the answer comes as events")
async def say(request: Request, ticket: Conversation, bearer: Bearer, message: Say) -> Stored:
    public_door(request).message(request, bearer.credentials if bearer else "")
    number, fresh = await rooms(request).reception.say(ticket.organisation_id, ticket.conversation_id, _said(message))
    return Stored(number=number, fresh=fresh)


@router.post(
    "/{conversation_id}/photos",
    status_code=201,
    summary="Send a photo of a paper; name its reference in the next message",
)
async def photo(request: Request, ticket: Conversation, bearer: Bearer, file: Annotated[UploadFile, File()]) -> Photo:
    public_door(request).message(request, bearer.credentials if bearer else "")
    data = pictures.within_limit(await file.read(), rooms(request).settings)
    reference = await rooms(request).reception.receive_photo(
        ticket.organisation_id, ticket.conversation_id, data, name=file.filename or ""
    )
    return Photo(id=reference)


@router.get(
    "/{conversation_id}/events",
    summary="What happened after event `after`; as an endless stream with `Accept: text/event-stream`",
    response_model=Events,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def events(
    request: Request,
    ticket: Conversation,
    after: Annotated[Number, Query()] = 0,
    wait_s: Annotated[float, Query(ge=0, le=60, description="wait this long for the answer to be complete")] = 0,
    accept: Annotated[str, Header()] = "",
    last_event_id: Annotated[Number, Header()] = 0,
) -> Any:
    thread = rooms(request).conversations.thread(ticket.organisation_id, ticket.conversation_id)
    stopping = request.app.state.stopping
    if "text/event-stream" in accept:
        await rooms(request).conversations.get(ticket.organisation_id, ticket.conversation_id)
        return StreamingResponse(
            _sse(thread, max(after, last_event_id), stopping),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
    if wait_s:
        return Events(items=await _until_answered(thread, after, wait_s, stopping))
    return Events(items=[Event.of(event) for event in await thread.events(after)])


@router.get("/{conversation_id}/sources/{source_id}", summary="A source around the sentence that was cited")
async def source(
    request: Request,
    ticket: Conversation,
    source_id: str,
    start: Annotated[Number, Query()],
    end: Annotated[Number, Query()],
) -> SourceText:
    here = rooms(request)
    conversation = await here.conversations.get(ticket.organisation_id, ticket.conversation_id)
    colleague = await here.staff.get(ticket.organisation_id, conversation.assistant)
    text = await asyncio.to_thread(colleague.index.source_text, source_id)
    title = next((known.title for known in colleague.index.sources() if known.id == source_id), "")
    start, end = min(start, len(text)), min(max(start, end), len(text))
    return SourceText(
        title=title,
        before=text[max(0, start - AROUND_CHARS) : start],
        marked=text[start:end],
        after=text[end : end + AROUND_CHARS],
    )


@router.websocket("/{conversation_id}/stream")
async def stream(socket: WebSocket, conversation_id: str) -> None:
    """Client: `hello {token, after}`, then `say {text, via, key}`. Server: `event`, `stored`, `thinking`, `error`."""
    await socket.accept()
    try:
        hello = Hello.model_validate(await frames.first(socket))
        ticket = await entitled(socket, conversation_id, hello.token)
        await rooms(socket).conversations.get(ticket.organisation_id, conversation_id)
    except (GiongError, ValidationError, TimeoutError, UnicodeError) as error:
        known = error if isinstance(error, GiongError) and not isinstance(error, BadInput) else _bad_hello()
        await socket.send_json({"type": "error", **body_of(known)["error"]})
        return await socket.close(REFUSED)
    except WebSocketDisconnect:
        return None
    await _both(_show(socket, ticket, hello.after), _take_in(socket, ticket, hello.token))
    return None


async def _both(showing: Coroutine[Any, Any, None], taking_in: Coroutine[Any, Any, None]) -> None:
    """Run until either ends, so that no client is left listening to nothing."""
    tasks = [asyncio.create_task(showing), asyncio.create_task(taking_in)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        # A RuntimeError is Starlette's word for a client that went away while it was written to.
        if isinstance(end, Exception) and not isinstance(end, WebSocketDisconnect | RuntimeError):
            raise end


async def _show(socket: WebSocket, ticket: Ticket, after: int) -> None:
    thread = rooms(socket).conversations.thread(ticket.organisation_id, ticket.conversation_id)
    async with contextlib.aclosing(thread.follow(after)) as following:
        async for event in following:
            await socket.send_json({"type": "event", "event": _json(Event.of(event))})
            if event.kind in (Kind.SAID, Kind.TURN, Kind.FAILED):
                await socket.send_json({"type": "thinking", "busy": event.kind is Kind.SAID})


async def _take_in(socket: WebSocket, ticket: Ticket, secret: str) -> None:
    while True:
        try:
            message = SayFrame.model_validate(await frames.received(socket))
        except (BadInput, ValidationError):
            await socket.send_json({"type": "error", **body_of(_bad_frame())["error"]})
            continue
        try:
            public_door(socket).message(socket, secret)
            number, fresh = await rooms(socket).reception.say(
                ticket.organisation_id,
                ticket.conversation_id,
                _said(message),
            )
            await socket.send_json({"type": "stored", "key": message.key, "number": number, "fresh": fresh})
        except GiongError as error:
            await socket.send_json({"type": "error", "key": message.key, **body_of(error)["error"]})


async def _sse(thread: Thread, after: int, stopping: asyncio.Event) -> AsyncIterator[str]:
    async with contextlib.aclosing(followed(thread.follow(after), stopping)) as following:
        async for event in following:
            if event is None:
                yield ": \n\n"
            else:
                data = Event.of(event).model_dump_json(exclude_none=True)
                yield f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n"


async def _until_answered(thread: Thread, after: int, wait_s: float, stopping: asyncio.Event) -> list[Event]:
    """The events after `after`, up to the first that completes an answer, or what there is after `wait_s`.

    The greeting completes one too, but not for those who already said something before it came.
    """
    found: list[Event] = []
    with contextlib.suppress(TimeoutError):
        async with (
            asyncio.timeout(wait_s),
            contextlib.aclosing(followed(thread.follow(after), stopping)) as following,
        ):
            async for event in following:
                if event is None:
                    continue
                found.append(Event.of(event))
                if event.kind in (Kind.TURN, Kind.FAILED) and (event.body["answers"] or not after):
                    break
    return found


def _said(message: Say) -> Said:
    return Said(message.text, Via(message.via), key=message.key, photos=tuple(message.photos))


def _json(event: Event) -> dict[str, Any]:
    return event.model_dump(mode="json", exclude_none=True)


def _bad_hello() -> Unauthenticated:
    return Unauthenticated(
        "stream.no_hello",
        vi='Khung đầu tiên phải là {"type": "hello", "token": …, "after": …}.',
        en='The first frame must be {"type": "hello", "token": …, "after": …}.',
    )


def _bad_frame() -> BadInput:
    return BadInput(
        "stream.bad_frame",
        vi='Khung không đúng dạng. Hãy gửi {"type": "say", "text": …, "key": …}.',
        en='The frame has the wrong shape. Send {"type": "say", "text": …, "key": …}.',
    )
