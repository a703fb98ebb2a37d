"""Work of a telephone that nobody waits for: a BYE on its way, an ACK awaited. Knows nothing of what it does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from giong.failure import place_of

log = logging.getLogger(__name__)


class Background:
    """Holds its tasks until they are done, and says aloud when one fails."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def close(self, *, patience_s: float) -> None:
        """Let what is under way finish, and cancel what does not in time."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=patience_s)
        rest = tuple(self._tasks)
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("telephone: %s", place_of(error))
