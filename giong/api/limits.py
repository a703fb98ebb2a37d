"""A limit on every request body, kept while it arrives, so that nothing large is ever held or written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from giong.api.errors import body_of, status_of
from giong.errors import TooLarge


class BodyLimit:
    """ASGI middleware. `limit_bytes(path)` is the largest body that a path takes."""

    def __init__(self, app: ASGIApp, *, limit_bytes: Callable[[str], int]) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        limit = self._limit_bytes(scope["path"])
        declared = next((int(v) for k, v in scope["headers"] if k == b"content-length" and v.isdigit()), 0)
        if declared > limit:
            return await _refuse(send, limit)
        taken, answered, over = 0, False, False

        async def limited_receive() -> Message:
            nonlocal taken, over
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                over = True
                raise _OverError
            return message

        async def watched_send(message: Message) -> None:
            nonlocal answered
            if over and not answered:
                return  # whoever read the body made an answer of their own out of our error
            answered = True
            await send(message)

        with contextlib.suppress(_OverError):
            await self._app(scope, limited_receive, watched_send)
        if over and not answered:
            await _refuse(send, limit)
        return None


class _OverError(Exception):
    """More than the limit has arrived."""


async def _refuse(send: Send, limit: int) -> None:
    megabytes = limit / 1_000_000
    error = TooLarge(
        "request.too_large",
        vi=f"Nội dung gửi lên vượt quá {megabytes:g} MB. Hãy chia nhỏ hoặc nén bớt.",
        en=f"The request is larger than {megabytes:g} MB. Split it or make it smaller.",
    )
    body = json.dumps(body_of(error), ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status_of(error), "headers": headers})
    await send({"type": "http.response.body", "body": body})
