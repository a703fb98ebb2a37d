"""Where papers are read: at once for who waits, else as background jobs; on after a crash. Knows no HTTP, no engine."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from giong.clock import Clock, SystemClock
from giong.documents.document import Document
from giong.errors import BadInput, GiongError, StorageFull, Unavailable
from giong.failure import place_of
from giong.jobs.board import Jobs
from giong.jobs.work import Record, Task
from giong.papers import rows
from giong.papers.formbook import Formbook
from giong.papers.paper import Paper, Problem, Status
from giong.papers.reading import Readers
from giong.papers.shelf import Kept, Shelf
from giong.storage.database import Database
from giong.vision.page import Page

JOB = "read_paper"
THREADS = 16
"""Papers that are looked at, read, or wait for a free reader at the same time."""

Progress = Callable[[int, int], Awaitable[None]]
"""Gets (pages read, of all; 0: not known)."""

OnRead = Callable[[str, str], Awaitable[None]]
"""Told organisation and paper when a paper is read, rejected or given up."""

_log = logging.getLogger(__name__)


class Desk:
    """The reading of all organisations' papers."""

    def __init__(
        self, database: Database, shelf: Shelf, readers: Readers, jobs: Jobs, clock: Clock | None = None
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._readers = readers
        self._jobs = jobs
        self._forms = Formbook(database, clock)
        self._clock = clock or SystemClock()
        # Of its own: whoever waits here for a free reader must not keep others from the threads that everybody shares.
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="giong-papers")
        self.at_work: dict[str, asyncio.Task[None]] = {}
        self.on_read: list[OnRead] = []
        jobs.register(JOB, self._run)

    async def look(self, data: bytes, *, name: str, password: str) -> None:
        """Raises what makes the file impossible to read."""
        look = partial(self._readers.look, data, name=name, password=password)
        await asyncio.get_running_loop().run_in_executor(self._threads, look)

    async def read_later(self, organisation_id: str, id: str) -> None:
        """Have the paper read as a background job."""
        await self._jobs.submit(organisation_id, JOB, {"paper": id}, key=id)

    def read_now(self, paper: Paper) -> None:
        """Begin to read the paper at once; if that cannot be done now, a job tries again."""
        task = asyncio.create_task(self._read_or_leave(paper))
        self.at_work[paper.id] = task
        task.add_done_callback(lambda _: self.at_work.pop(paper.id, None))

    async def finished(self, organisation_id: str, id: str, *, wait_s: float) -> Paper:
        """The paper once it is read, or as it stands after so many seconds."""
        loop = asyncio.get_running_loop()
        until_s = loop.time() + wait_s
        while True:
            paper = await self._database.read(lambda connection: rows.find(connection, organisation_id, id))
            left_s = until_s - loop.time()
            if paper.status.final or left_s <= 0:
                return paper
            task = self.at_work.get(id)
            await (asyncio.wait([task], timeout=left_s) if task else asyncio.sleep(min(0.2, left_s)))

    async def catch_up(self) -> None:
        """Have those papers read that an earlier process left unread."""
        for organisation_id, id in await self._database.read(rows.unread):
            if id not in self.at_work:
                await self.read_later(organisation_id, id)

    async def close(self) -> None:
        """Stop reading; what is under way is read on at the next start."""
        tasks = list(self.at_work.values())
        await asyncio.to_thread(self._readers.close)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._threads.shutdown)

    async def _run(self, task: Task) -> Record:
        id = task.payload["paper"]
        if (under_way := self.at_work.get(id)) is not None:
            await asyncio.wait([under_way])
        paper = await self._database.read(lambda connection: rows.find(connection, task.organisation_id, id))
        await self._read(paper, task.progress)
        return {"paper": id}

    async def _read_or_leave(self, paper: Paper) -> None:
        try:
            await self._read(paper)
        except GiongError as error:
            _log.warning("paper %s is read later: %s", paper.id, place_of(error))
            await self.read_later(paper.organisation_id, paper.id)

    async def _read(self, paper: Paper, progress: Progress | None = None) -> None:
        if paper.status.final:
            return
        try:
            kept = await asyncio.to_thread(self._shelf.kept, paper)
            if kept.data is None:
                raise _gone()
            await self._change(paper, status=Status.READING.value)
            document = await self._pages(paper, kept, kept.data, progress)
            await asyncio.to_thread(self._shelf.keep_result, paper, kept.order, document)
        except (Unavailable, StorageFull):  # which may pass
            raise
        except GiongError as error:
            problem = Problem(error.code, error.vi, error.en)
            await self._settle(paper, status=Status.FAILED.value, problem=rows.problem_of(problem))
            return
        await self._settle(
            paper,
            status=(Status.REJECTED if document.rejection else Status.DONE).value,
            rejection=document.rejection.reason.value if document.rejection else "",
            found_kind=document.kind,
            done=len(document.pages),
            total=len(document.pages),
        )

    async def _pages(self, paper: Paper, kept: Kept, data: bytes, progress: Progress | None) -> Document:
        """The document, each page of it kept as soon as it is read."""
        loop = asyncio.get_running_loop()
        forms = await self._forms.all(paper.organisation_id)
        read = set(kept.pages)
        told: list[Future[None]] = []

        def on_page(page: Page, total: int, picture: bytes) -> None:
            if page.number in kept.pages:
                return
            self._shelf.keep_page(paper, page, picture)
            read.add(page.number)
            told.append(asyncio.run_coroutine_threadsafe(self._advance(paper, len(read), total, progress), loop))

        try:
            reading = partial(
                self._readers.read,
                data,
                name=kept.order.name,
                kind=paper.kind,
                password=kept.order.password,
                known=kept.pages,
                on_page=on_page,
                forms=forms,
            )
            return await loop.run_in_executor(self._threads, reading)
        finally:
            await asyncio.gather(*map(asyncio.wrap_future, told), return_exceptions=True)

    async def _advance(self, paper: Paper, done: int, total: int, progress: Progress | None) -> None:
        await self._change(paper, done=done, total=total)
        if progress is not None:
            await progress(done, total)

    async def _settle(self, paper: Paper, **values: Any) -> None:
        at = self._clock.now()
        callback = {"callback": "waiting", "callback_due_at": at} if paper.callback else {}
        if not await self._change(paper, read_at=at, **callback, **values):  # it was erased meanwhile
            await asyncio.to_thread(self._shelf.clear, paper.organisation_id, paper.id)
            return
        for tell in self.on_read:
            await tell(paper.organisation_id, paper.id)

    async def _change(self, paper: Paper, **values: Any) -> bool:
        """Change the paper's row while it is not settled."""
        at = self._clock.now()
        return await self._database.write(
            lambda connection: rows.change(connection, paper.id, at, only=rows.OPEN, **values)
        )


def _gone() -> BadInput:
    return BadInput(
        "paper.gone",
        vi="Tệp gốc không còn nên không đọc tiếp được. Hãy gửi lại giấy tờ.",
        en="The file is not there any more, so it cannot be read on. Send the paper again.",
    )
