"""WebSocket frames that must be JSON objects; whatever else a client may send is `BadInput`. Knows no route."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from giong.errors import BadInput

FIRST_S = 10.0
"""How long a client may take to say who it is: a silent one would hold its connection for nothing."""


async def received(socket: WebSocket) -> dict[str, Any]:
    """The next frame's object. Raises `WebSocketDisconnect` when the client has gone."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    try:
        frame = json.loads(message.get("text") or "")
    except (ValueError, RecursionError):
        frame = None
    if not isinstance(frame, dict):
        raise BadInput(
            "stream.bad_frame",
            vi='Mỗi khung phải là một đối tượng JSON, ví dụ {"type": "say", "text": …, "key": …}.',
            en='Each frame must be a JSON object, e.g. {"type": "say", "text": …, "key": …}.',
        )
    return frame


async def first(socket: WebSocket) -> dict[str, Any]:
    """The first frame, which must not be long in coming. Raises `TimeoutError` if it is."""
    async with asyncio.timeout(FIRST_S):
        return await received(socket)
