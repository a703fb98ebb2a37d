"""Sound out of a thread pool as an async stream. Knows no port and no dialogue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor

from giong.speech.pcm import Samples
from giong.speech.resample import Resampler
from giong.speech.urgency import Urgency, at


async def stream(
    make: Callable[[], Iterator[Samples]], pool: Executor, urgency: Urgency = Urgency.ANSWER
) -> AsyncIterator[Samples]:
    """The pieces of `make()`, each as soon as it exists. Leaving early closes the iterator in its thread."""
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[Samples | None] = asyncio.Queue()
    left = threading.Event()

    def work() -> None:
        if left.is_set():  # while it waited for a thread
            return
        source = make()
        try:
            for piece in source:
                if left.is_set():
                    return
                loop.call_soon_threadsafe(pieces.put_nowait, piece)
        finally:
            if close := getattr(source, "close", None):
                close()

    def done(job: asyncio.Future[None]) -> None:
        if not job.cancelled():
            job.exception()  # looked at here, because nobody awaits the job of a stream that was left
        pieces.put_nowait(None)

    job = loop.run_in_executor(at(pool, urgency), work)
    job.add_done_callback(done)
    try:
        while (piece := await pieces.get()) is not None:
            yield piece
        await job
    finally:
        left.set()


def at_rate(pieces: Iterator[Samples], from_hz: int, to_hz: int) -> Iterator[Samples]:
    """`pieces` at another rate."""
    resampler = Resampler(from_hz, to_hz)
    for piece in pieces:
        if len(changed := resampler.push(piece)):
            yield changed
    if len(rest := resampler.flush()):
        yield rest
