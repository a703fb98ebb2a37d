"""Calls from the browser over a WebSocket, and the records of all calls."""

from __future__ import annotations

import asyncio
import contextlib
import json
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, WebSocket
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field, ValidationError
from starlette.websockets import WebSocketState

from giong.api import frames
from giong.api.auth import Organisation
from giong.api.errors import body_of
from giong.api.pace import public_door
from giong.api.rooms import rooms
from giong.api.schemas.talk import Shape
from giong.api.schemas.values import Moment, Text
from giong.conversations import calls
from giong.errors import BadInput, GiongError, NotFound
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


class Call(BaseModel):
    """A call's record. `latency`: the parts of each turn's wait, in milliseconds."""

    id: str = Field(examples=["call_01m806w2m2p2zvpr7ddtqv3xcz"])
    conversation_id: str | None = Field(examples=["conv_01m806mjc1d17amrmbhw9gm4zs"])
    channel: str = Field(examples=["call"])
    latency: list[dict[str, float]] = Field(examples=[[{"endpoint": 510.0, "text": 40.0, "audio": 95.0}]])
    outcome: str = Field(examples=["hung_up"])
    started_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, call: calls.Call) -> Call:
        return cls(**{name: getattr(call, name) for name in cls.model_fields})


class CallList(BaseModel):
    items: list[Call]


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


@router.get("", summary="The organisation's calls, newest first")
async def recent(
    request: Request,
    organisation: Organisation,
    before: Moment | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CallList:
    found = await rooms(request).calls.recent(organisation, before=before, limit=limit)
    return CallList(items=[Call.of(call) for call in found])


@router.get("/{call_id}", summary="One call")
async def one(request: Request, organisation: Organisation, call_id: str) -> Call:
    return Call.of(await rooms(request).calls.get(organisation, call_id))


@router.get(
    "/{call_id}/recording",
    summary="Its recording: caller left, assistant right",
    response_class=FileResponse,
    responses={200: {"content": {"audio/wav": {}}}},
)
async def recording(request: Request, organisation: Organisation, call_id: str) -> FileResponse:
    call = await rooms(request).calls.get(organisation, call_id)
    path = rooms(request).switchboard.recording(call)
    if path is None:
        raise NotFound(
            "call.no_recording",
            vi="Cuộc gọi này không có ghi âm.",
            en="There is no recording of this call.",
        )
    return FileResponse(path, media_type="audio/wav", filename=f"{call.id}.wav")


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
