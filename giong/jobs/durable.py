"""Durable execution through DBOS: jobs survive kill -9. Knows only ids; imports DBOS when it starts.

DBOS keeps its own record of what is under way, for SQLite in a file of its own: it writes from threads of its
own, and a SQLite file must have one writer. In a process there can be one DBOS.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
from typing import TYPE_CHECKING, Any

from giong.errors import Unavailable
from giong.jobs.dispatch import Run
from giong.storage.failures import explain

if TYPE_CHECKING:
    from dbos import Queue

_log = logging.getLogger(__name__)

_QUEUE = "jobs"
_VERSION = "1"  # DBOS takes up only what its own version began; by default that is a hash of the code
_LOG_LEVEL = "CRITICAL"  # its errors come to us as exceptions, and its own account of them is a page of traceback
_BEGUN_MAX = 1_000  # `Jobs` counts attempts and parks a job itself


class Durable:
    """`Dispatch` on DBOS."""

    def __init__(self, url: str, *, at_once: int = 1, server: str = "server", poll_s: float = 0.25) -> None:
        """`url` is where DBOS keeps its record: the PostgreSQL database, or a SQLite file of its own.

        `server` tells several servers on one PostgreSQL apart and must be the same after a restart: each
        takes up what it left behind itself. `poll_s` is how soon a job begins.
        """
        self._url = url
        self._at_once = at_once
        self._server = server
        self._poll_s = poll_s
        self._running: set[concurrent.futures.Future[None]] = set()
        self._queue: Queue | None = None
        self._workflow: Any = None
        self._closing = False

    async def start(self, run: Run) -> None:
        loop = asyncio.get_running_loop()
        self._closing = False
        # In a thread DBOS sees no event loop, so it runs its own and leaves this one alone.
        await asyncio.to_thread(self._launch, run, loop)

    async def dispatch(self, job_id: str) -> None:
        """Before the start nothing is done: whoever starts dispatches all that waits."""
        if self._queue is not None:
            await asyncio.to_thread(self._enqueue, self._queue, job_id)

    async def close(self) -> None:
        if self._queue is None:
            return
        from dbos import DBOS

        self._closing = True
        for running in list(self._running):
            running.cancel()
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
        self._queue = None

    def _launch(self, run: Run, loop: asyncio.AbstractEventLoop) -> None:
        from dbos import DBOS, DBOSConfig

        logging.getLogger("dbos").setLevel(_LOG_LEVEL)
        config: DBOSConfig = {
            "name": "giong",
            "system_database_url": self._url,
            "application_version": _VERSION,
            "executor_id": self._server,
            "log_level": _LOG_LEVEL,
            "enable_otlp": False,
        }
        DBOS(config=config)

        @DBOS.workflow(name="job", max_recovery_attempts=_BEGUN_MAX)
        def job(job_id: str) -> None:
            self._run_on(loop, run, job_id)

        try:
            DBOS.launch()
        except Exception as error:
            DBOS.destroy(destroy_registry=True)
            raise explain(error) or _unavailable() from error
        self._workflow = job
        self._queue = DBOS.register_queue(_QUEUE, worker_concurrency=self._at_once, polling_interval_sec=self._poll_s)

    def _run_on(self, loop: asyncio.AbstractEventLoop, run: Run, job_id: str) -> None:
        """Do the job on the server's event loop, while this thread of DBOS waits for it."""
        if self._closing:
            raise _LeftForNextStart
        running = asyncio.run_coroutine_threadsafe(_coroutine(run, job_id), loop)
        self._running.add(running)
        if self._closing:  # begun since `close` looked
            running.cancel()
        try:
            running.result()
        except concurrent.futures.CancelledError:  # this server stops
            raise _LeftForNextStart from None
        except Exception as error:
            # Without the text, which may hold what customers wrote.
            _log.error("job %s could not be settled and waits for the next start: %s", job_id, type(error).__name__)
            raise _LeftForNextStart from None
        finally:
            self._running.discard(running)

    def _enqueue(self, queue: Queue, job_id: str) -> None:
        from dbos import SetWorkflowID

        with SetWorkflowID(job_id):  # the same id again is the same workflow
            queue.enqueue(self._workflow, job_id)


async def _coroutine(run: Run, job_id: str) -> None:
    await run(job_id)


class _LeftForNextStart(BaseException):
    """Not an Exception: DBOS would write those down as the job's end, and never take it up again."""


def _unavailable() -> Unavailable:
    return Unavailable(
        "jobs.not_started",
        vi="Chưa chạy được việc nền. Máy chủ sẽ tự thử lại; nếu kéo dài, hãy chạy `giong doctor`.",
        en="Background jobs cannot be run yet. The server tries again by itself; if it goes on, run `giong doctor`.",
    )
