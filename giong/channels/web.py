"""A live web chat, or one turn over HTTP, as a `dialogue.line.Line`. Knows no HTTP and no WebSocket.

The API puts in what arrives (`put`, `leave`) and gives an async `publish` that carries a piece to the page. For a
single turn hand the line to `take_turn` and let `publish` collect.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Literal

from giong.dialogue.line import Began, Delivered, Piece, Said

Publish = Callable[[Piece], Awaitable[None]]


class WebLine:
    """One open chat. A piece counts as delivered when `publish` has returned."""

    def __init__(self, publish: Publish) -> None:
        self._publish = publish
        self._events: asyncio.Queue[Began | Said | None] = asyncio.Queue()
        self._gone = asyncio.Event()

    def put(self, event: Began | Said) -> None:
        """The person did something."""
        self._events.put_nowait(event)

    def leave(self) -> None:
        """The person has gone. What they said before still counts."""
        self._gone.set()
        self._events.put_nowait(None)

    async def heard(self) -> AsyncIterator[Began | Said]:
        while (event := await self._events.get()) is not None:
            yield event

    async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
        published: list[Piece] = []
        ending = [asyncio.create_task(event.wait()) for event in (stop, self._gone)]
        try:
            while (piece := await _next(pieces, ending)) is not None:
                await self._publish(piece)
                published.append(piece)
            return Delivered(tuple(published), cut_off=stop.is_set() or self._gone.is_set())
        finally:
            for task in ending:
                task.cancel()


async def _next(pieces: AsyncIterator[Piece], ending: list[asyncio.Task[Literal[True]]]) -> Piece | None:
    """The next piece; None when there is none or something of `ending` came first."""
    coming = asyncio.create_task(_piece(pieces))
    await asyncio.wait([coming, *ending], return_when=asyncio.FIRST_COMPLETED)
    if not any(task.done() for task in ending):
        return coming.result()
    coming.cancel()
    await asyncio.wait([coming])
    return None


async def _piece(pieces: AsyncIterator[Piece]) -> Piece | None:
    return await anext(pieces, None)
