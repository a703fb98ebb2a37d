"""Calls from the browser over a WebSocket, and the records of all calls."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, WebSocket
from fastapi.responses import FileResponse
from pydantic import ValidationError
from starlette.background import BackgroundTask
from starlette.websockets import WebSocketState

from giong.api import frames
from giong.api.auth import Organisation
from giong.api.errors import body_of
from giong.api.pace import public_door
from giong.api.rooms import rooms
from giong.api.schemas.calls import Call, CallList, CallWithNotes, Sought, Transcript
from giong.api.schemas.talk import Shape
from giong.api.schemas.values import Moment, Text
from giong.conversations.calls.playback import masked_copy
from giong.conversations.calls.playback import recording as kept
from giong.conversations.calls.recordings import MEDIA_TYPES
from giong.errors import BadInput, GiongError
from giong.voice.websocket import WebSocketPort

router = APIRouter(prefix="/api/v1/calls", tags=["calls"])

REFUSED = 4400
"""The WebSocket's closing code when a call is not taken; the frame before it says why."""

SILENT_S = 30.0
"""A browser that has sent nothing for this long, not even silence, is taken to have gone: it holds a line."""


class Start(Shape):
    """The first frame of a caller. With an API key its organisation's assistants are called, otherwise the page's."""

    type: Literal["start"]
    assistant: Text
    key: Text = ""


class _Transport:
    """A Starlette WebSocket as `voice.websocket.Transport`."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def receive(self) -> bytes | str | None:
        if self._socket.client_state is not WebSocketState.CONNECTED:
            return None
        try:
            async with asyncio.timeout(SILENT_S):
                message = await self._socket.receive()
        except TimeoutError:
            return None
        if message["type"] == "websocket.disconnect":
            return None
        data: bytes | str = message["bytes"] if message.get("bytes") is not None else message["text"]
        return data

    async def send(self, message: bytes | str) -> None:
        if self._socket.client_state is not WebSocketState.CONNECTED:
            return
        with contextlib.suppress(RuntimeError, OSError):  # it went away just now
            await (self._socket.send_bytes(message) if isinstance(message, bytes) else self._socket.send_text(message))


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """A call. First frame: `{"type": "start", "assistant": …}`; then as in `giong/voice/websocket.py`."""
    await socket.accept()
    try:
        start = await _started(socket)
        port = WebSocketPort(_Transport(socket))
        await rooms(socket).switchboard.connect(
            port,
            organisation_id=await _organisation(socket, start),
            assistant=start.assistant,
            watch=port.show,
        )
        code = 1000
    except GiongError as error:
        await _Transport(socket).send(_refusal(error))
        code = REFUSED
    if socket.client_state is WebSocketState.CONNECTED:
        with contextlib.suppress(RuntimeError):
            await socket.close(code)


Masked = Annotated[bool, Query(description="without personal data")]


@router.get("", summary="The organisation's calls, newest first; those that are looked for")
async def recent(
    request: Request,
    organisation: Organisation,
    wanted: Annotated[Sought, Depends()],
    before: Annotated[Moment | None, Query(description="continues an earlier list")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    masked: Masked = False,
) -> CallList:
    found = await rooms(request).calls.recent(organisation, wanted=wanted.wanted, before=before, limit=limit)
    return CallList(items=[Call.of(call, masked=masked) for call in found])


@router.get("/{call_id}", summary="One call, with what was noted of it")
async def one(request: Request, organisation: Organisation, call_id: str, masked: Masked = False) -> CallWithNotes:
    records = rooms(request).calls
    call = await records.get(organisation, call_id)
    return CallWithNotes.with_notes(call, await records.notes(organisation, call_id), masked=masked)


@router.delete("/{call_id}", status_code=204, summary="Erase who it was, what was said, and the recording, everywhere")
async def forget(request: Request, organisation: Organisation, call_id: str) -> None:
    await rooms(request).retention.forget(organisation, call_id)


@router.get("/{call_id}/transcript", summary="What both sides said, with times; it grows while the call goes on")
async def transcript(request: Request, organisation: Organisation, call_id: str, masked: Masked = False) -> Transcript:
    return Transcript.of(await rooms(request).transcripts.of(organisation, call_id), masked=masked)


@router.get(
    "/{call_id}/recording",
    summary="Its recording: caller left, assistant right; masked: with personal data bleeped",
    response_class=FileResponse,
    responses={200: {"content": {media_type: {} for media_type in MEDIA_TYPES.values()}}},
)
async def recording(request: Request, organisation: Organisation, call_id: str, masked: Masked = False) -> FileResponse:
    room = rooms(request)
    call = await room.calls.get(organisation, call_id)
    path = await masked_copy(call, room.recordings, room.transcripts) if masked else kept(call, room.recordings)
    return FileResponse(
        path,
        media_type=MEDIA_TYPES[path.suffix],
        filename=f"{call.id}{path.suffix}",
        background=BackgroundTask(path.unlink, missing_ok=True) if masked else None,
    )


async def _started(socket: WebSocket) -> Start:
    try:
        return Start.model_validate(await frames.first(socket))
    except (TimeoutError, ValidationError, BadInput) as error:
        raise BadInput(
            "call.no_start",
            vi='Khung đầu tiên phải là {"type": "start", "assistant": …}.',
            en='The first frame must be {"type": "start", "assistant": …}.',
        ) from error


async def _organisation(socket: WebSocket, start: Start) -> str:
    if start.key:
        return (await rooms(socket).keys.check(start.key)).organisation_id
    public_door(socket).open(socket)
    return rooms(socket).home.id


def _refusal(error: GiongError) -> str:
    return json.dumps({"type": "error", **body_of(error)["error"]}, ensure_ascii=False)
