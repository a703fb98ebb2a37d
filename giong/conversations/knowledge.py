"""Takes in uploads to an assistant's knowledge, and has its dense side made as a job. Knows no HTTP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from giong.conversations.shelves import UPLOADS
from giong.conversations.staff import Colleague, Staff
from giong.engines.running import Running
from giong.engines.table import Slot
from giong.errors import BadInput
from giong.jobs.board import Jobs
from giong.jobs.work import Job, Record, Task
from giong.retrieval.index import Added

JOB = "embed_knowledge"

Progress = Callable[[int, int], None]
"""Gets (done, of all)."""


class Librarian:
    """The knowledge of all assistants."""

    def __init__(self, staff: Staff, engines: Running, jobs: Jobs) -> None:
        self._staff = staff
        self._engines = engines
        self._jobs = jobs
        jobs.register(JOB, self._run)

    async def take_in(self, colleague: Colleague, name: str, data: bytes) -> Added:
        """Add an uploaded file, findable by words when this returns. Raises `BadInput` for one that cannot be read."""
        return await asyncio.to_thread(colleague.index.add, UPLOADS + name, data)

    async def discard(self, colleague: Colleague, source_id: str) -> None:
        """Delete an uploaded source for good. Raises `NotFound`, and `BadInput` for a file of the folder."""
        known = {source.id: source for source in colleague.index.sources()}
        if source_id in known and not known[source_id].name.startswith(UPLOADS):
            raise BadInput(
                "source.in_folder",
                vi="Tài liệu này nằm trong thư mục của trợ lý. Hãy xoá tệp ở đó.",
                en="This source is a file of the assistant's folder. Delete it there.",
            )
        await asyncio.to_thread(colleague.index.remove, source_id)

    async def embed_later(self, colleague: Colleague) -> Job | None:
        """Have what is pending made findable by meaning in the background; None if there is nothing to do."""
        if not self._engines.has(Slot.EMBEDDING) or not await asyncio.to_thread(colleague.index.pending):
            return None
        payload = {"assistant": colleague.id}
        return await self._jobs.submit(colleague.organisation_id, JOB, payload)

    async def embed_now(self, colleague: Colleague, *, on_progress: Progress | None = None) -> int:
        """As `embed_later`, here and now; returns how many passages were embedded."""
        if not self._engines.has(Slot.EMBEDDING):
            return 0
        embedder = await self._engines.embedder()
        cancelled = threading.Event()
        try:
            return await asyncio.to_thread(
                colleague.index.embed_pending, embedder, on_progress=on_progress, stop=cancelled.is_set
            )
        finally:
            cancelled.set()

    async def _run(self, task: Task) -> Record:
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            loop.call_soon_threadsafe(lambda: asyncio.ensure_future(task.progress(done, total)))

        colleague = await self._staff.get(task.organisation_id, task.payload["assistant"])
        return {"embedded": await self.embed_now(colleague, on_progress=tell)}
