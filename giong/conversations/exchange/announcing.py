"""Sentences said to somebody on a call outside of any talk: to a person before a transfer, to a caller who waits. Knows
no wire and no dialogue.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Protocol

from giong.engines.running import Running
from giong.speech.pcm import Samples
from giong.speech.tts.synthesiser import Synthesiser, Voice
from giong.text.sentences import sentences
from giong.text.spoken import spoken
from giong.voice.port import AudioPort
from giong.voice.synthesis import at_rate, stream

POLL_S = 0.05
"""A port has no event for what has been heard."""
SPARE_S = 10.0
"""So much longer than its sound an announcement may take, for a line that is on hold or has died."""


class Announcer(Protocol):
    """Speaks onto ports."""

    async def say(self, port: AudioPort, text: str) -> None:
        """Say `text` instead of whatever was queued, and return when it has been heard or cannot be heard any more."""


class VoiceAnnouncer:
    """With the voice that runs here. One for all calls."""

    def __init__(self, engines: Running) -> None:
        self._engines = engines

    async def say(self, port: AudioPort, text: str) -> None:
        engine = await self._engines.synthesiser()
        begun = queued = port.flush()
        for sentence in sentences(text):
            make = partial(_sound, engine, sentence.text, port.rate_hz)
            async for sound in stream(make, self._engines.voices):
                port.play(sound)
                queued += len(sound)
        try:
            async with asyncio.timeout((queued - begun) / port.rate_hz + SPARE_S):
                while port.played() < queued:  # noqa: ASYNC110
                    await asyncio.sleep(POLL_S)
        except TimeoutError:
            port.flush()


def _sound(engine: Synthesiser, sentence: str, rate_hz: int) -> Iterator[Samples]:
    return at_rate(engine.synthesise(spoken(sentence), Voice()), engine.rate_hz, rate_hz)
