"""The net below everything: what nobody foresaw becomes a plain answer, and a log line without its text.

The server underneath would log an exception with its text and its causes, and those may hold what a customer said (the
values of an SQL statement, for one). Knows no route.
"""

from __future__ import annotations

import contextlib
import logging

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from giong.api.errors import unforeseen
from giong.failure import place_of

log = logging.getLogger(__name__)

FAILED = 1011
"""The WebSocket closing code for a defect of the server."""


class Net:
    """ASGI middleware, around all the others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        begun = False

        async def watched_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except Exception as error:
            log.error("%s failed: %s", scope["path"], place_of(error))
            if scope["type"] == "websocket":
                with contextlib.suppress(Exception):  # it may be closed already
                    await send({"type": "websocket.close", "code": FAILED})
            elif not begun:
                await unforeseen(Request(scope))(scope, receive, send)
