"""What a caller hears while somebody else's telephone rings: the ringing tone of Vietnamese networks. Knows no call.

425 Hz, one second in five (ITU-T E.180 Supplement 2, Viet Nam).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np

from giong.speech.pcm import Samples
from giong.voice.port import AudioPort

TONE_HZ = 425
ON_S = 1.0
OFF_S = 4.0
LEVEL = 0.08
EDGE_S = 0.01
"""The tone swells and fades for so long, so that it does not click."""


@asynccontextmanager
async def ringing(port: AudioPort) -> AsyncIterator[None]:
    """The tone, from now until the block ends; what is left of it is then dropped."""
    tone = asyncio.create_task(_ring(port))
    try:
        yield
    finally:
        tone.cancel()
        await asyncio.gather(tone, return_exceptions=True)
        port.flush()


async def _ring(port: AudioPort) -> None:
    cycle = cadence(port.rate_hz)
    while True:
        port.play(cycle)
        await asyncio.sleep(ON_S + OFF_S)


def cadence(rate_hz: int) -> Samples:
    """One tone and the silence after it."""
    at_s = np.arange(round(ON_S * rate_hz)) / rate_hz
    edge = np.clip(np.minimum(at_s, ON_S - at_s) / EDGE_S, 0.0, 1.0)
    tone = LEVEL * edge * np.sin(2 * np.pi * TONE_HZ * at_s)
    return np.concatenate([tone, np.zeros(round(OFF_S * rate_hz))]).astype(np.float32)
