"""The seam between a job that is written down and whatever sees to it that it is done. Knows no job.

`Inline` is the simple one, for tests and commands; `durable.Durable` is the one for servers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

Run = Callable[[str], Awaitable[None]]
"""Does the job with this id to its end, whatever that is. Only cancellation comes out of it."""


class Dispatch(Protocol):
    """Runs jobs on the event loop that called `start`, each at least once, also after a crash."""

    async def start(self, run: Run) -> None:
        """Begin to run jobs, first those that an earlier process left behind."""

    async def dispatch(self, job_id: str) -> None:
        """Have a job run soon. Dispatching it again changes nothing, and before `start` nothing happens."""

    async def close(self) -> None:
        """Stop. Jobs under way are cancelled and run again at the next start."""


class Inline:
    """Runs jobs as tasks of this process, `at_once` at a time; `Jobs` finds what a crash left."""

    def __init__(self, *, at_once: int = 1) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._run: Run | None = None

    async def start(self, run: Run) -> None:
        self._run = run

    async def dispatch(self, job_id: str) -> None:
        if self._run is not None and job_id not in self._tasks:
            task = asyncio.create_task(self._take_place(self._run, job_id))
            self._tasks[job_id] = task
            task.add_done_callback(lambda _: self._tasks.pop(job_id, None))

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _take_place(self, run: Run, job_id: str) -> None:
        async with self._places:
            await run(job_id)
