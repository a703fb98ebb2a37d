"""Sound comes out of its thread piece by piece, and nothing is made for those who have left."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from giong.speech.pcm import Samples
from giong.voice.synthesis import stream

PIECE = np.ones(10, np.float32)


async def test_a_stream_that_was_left_before_its_turn_is_never_made() -> None:
    busy, made = threading.Event(), []

    def make() -> Iterator[Samples]:
        made.append(True)
        return iter([PIECE])

    with ThreadPoolExecutor(1) as pool:
        pool.submit(busy.wait, 10)
        sound = stream(make, pool)
        waiting = asyncio.ensure_future(anext(sound))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        busy.set()
        await asyncio.get_running_loop().run_in_executor(pool, lambda: None)
    assert made == []


async def test_leaving_closes_the_source_in_its_thread() -> None:
    closed = threading.Event()

    def make() -> Iterator[Samples]:
        try:
            while True:
                yield PIECE
        finally:
            closed.set()

    with ThreadPoolExecutor(1) as pool:
        sound = stream(make, pool)
        assert len(await anext(sound)) == len(PIECE)
        await sound.aclose()
        assert await asyncio.to_thread(closed.wait, 10)
