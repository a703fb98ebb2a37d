"""Two people put through to each other. Knows no protocol and no assistant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Protocol, cast, runtime_checkable

import numpy as np

from giong.speech.pcm import Samples
from giong.speech.resample import Resampler
from giong.voice.port import AudioPort, Frame, Hold, Key

CUSHION_S = 0.04
"""Sound is passed on this much later than it comes, so that what comes unevenly is heard evenly."""
MOST_S = 0.2
"""More than this does not wait: a clock that runs faster than ours must not put people ever further apart."""
_QUIET = 0.01


@runtime_checkable
class _Pressing(Protocol):
    def press(self, symbols: str) -> None: ...


async def bridge(first: AudioPort, second: AudioPort) -> None:
    """Both hear each other, and each other's keys, until one of them has gone. Hangs nobody up."""
    ways = [asyncio.create_task(_pass_on(first, second)), asyncio.create_task(_pass_on(second, first))]
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
    for way in done:
        way.result()


async def _pass_on(source: AudioPort, target: AudioPort) -> None:
    stretch = _Passage(source.rate_hz, target)
    async with aclosing(_closable(source.incoming())) as items:
        async for item in items:
            if isinstance(item, Frame):
                stretch.push(item.samples)
            elif isinstance(item, Key) and isinstance(target, _Pressing):
                target.press(item.symbol)


def _closable(items: AsyncIterator[Frame | Key | Hold]) -> AsyncGenerator[Frame | Key | Hold, None]:
    """Ports write `incoming` as an async generator, which must be closed for the port to be free for the next."""
    return cast("AsyncGenerator[Frame | Key | Hold, None]", items)


class _Passage:
    """Sound on its way to a port that plays it evenly."""

    def __init__(self, rate_hz: int, target: AudioPort) -> None:
        self._target = target
        self._resampler = Resampler(rate_hz, target.rate_hz)
        self._end = target.flush()  # position at which all that was queued has been heard

    def push(self, samples: Samples) -> None:
        sound = self._resampler.push(samples)
        waiting_s = (self._end - self._target.played()) / self._target.rate_hz
        if waiting_s > MOST_S or (waiting_s > MOST_S / 2 and not np.any(np.abs(sound) > _QUIET)):
            return
        if waiting_s <= 0:
            self._queue(np.zeros(round(CUSHION_S * self._target.rate_hz), np.float32))
        self._queue(sound)

    def _queue(self, sound: Samples) -> None:
        self._target.play(sound)
        self._end += len(sound)
