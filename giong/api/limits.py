"""Limits on every request: on its body, kept while it arrives, so that nothing large is ever held or written, and on
its address.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from fastapi.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from giong.api.errors import answer_to
from giong.errors import NotFound, TooLarge


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
            return await _refuse(scope, receive, send, limit)
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
            await _refuse(scope, receive, send, limit)
        return None


async def plain_address(connection: HTTPConnection) -> None:
    """Refuse an address with NUL in it: nothing has such a name, and PostgreSQL cannot even look for it."""
    if "\0" in connection.scope["path"] or b"%00" in connection.scope["query_string"]:
        raise NotFound(
            "address.not_plain",
            vi="Địa chỉ có ký tự không dùng được. Hãy kiểm tra lại.",
            en="The address holds a character that cannot be used. Check it.",
        )


class _OverError(Exception):
    """More than the limit has arrived."""


async def _refuse(scope: Scope, receive: Receive, send: Send, limit: int) -> None:
    megabytes = limit / 1_000_000
    error = TooLarge(
        "request.too_large",
        vi=f"Nội dung gửi lên vượt quá {megabytes:g} MB. Hãy chia nhỏ hoặc nén bớt.",
        en=f"The request is larger than {megabytes:g} MB. Split it or make it smaller.",
    )
    answer = answer_to(Request(scope), error)
    answer.headers["Connection"] = "close"  # the rest of the body is not read
    await answer(scope, receive, send)
