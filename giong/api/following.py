"""Follows a conversation for one client, until the client goes or the server stops. Knows no format of events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from giong.conversations.events import Event

KEEP_ALIVE_S = 15.0
"""After so long without an event something is sent all the same: proxies close connections that seem dead."""


async def followed(events: AsyncGenerator[Event], stopping: asyncio.Event) -> AsyncGenerator[Event | None]:
    """The events as they come, None now and then while none comes; ends when `stopping` is set.

    Without that end a stopping server would wait for readers that never leave. Close it when the reader has gone.
    """
    stopped = asyncio.create_task(stopping.wait())
    coming: asyncio.Task[Event] | None = None
    try:
        while not stopping.is_set():
            coming = coming or asyncio.create_task(_next(events))
            await asyncio.wait({coming, stopped}, timeout=KEEP_ALIVE_S, return_when=asyncio.FIRST_COMPLETED)
            if coming.done():
                event, coming = coming.result(), None
                yield event
            elif not stopping.is_set():
                yield None
    finally:
        waiting = [task for task in (stopped, coming) if task]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await events.aclose()


async def _next(events: AsyncGenerator[Event]) -> Event:
    return await anext(events)
