"""A scripted person on a line that takes time: words are spoken at a steady rate and can be interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from giong.dialogue.line import Began, Delivered, Piece, Said

SYLLABLE_S = 0.2

Cue = tuple[float, Began | Said]
"""At this second the person does this."""


class TimedLine:
    """Delivers syllables one by one; `cues` say what the person does and when they leave."""

    def __init__(self, cues: Sequence[Cue], *, leaves_s: float, breaks: int = 0) -> None:
        self._cues = cues
        self._leaves_s = leaves_s
        self._breaks = breaks
        self.said: list[tuple[float, str]] = []

    async def heard(self) -> AsyncIterator[Began | Said]:
        loop = asyncio.get_running_loop()
        for at_s, event in self._cues:
            await asyncio.sleep(max(0.0, at_s - loop.time()))
            yield event
        await asyncio.sleep(max(0.0, self._leaves_s - loop.time()))

    async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
        if self._breaks:
            self._breaks -= 1
            raise OSError("the line is broken")
        done: list[Piece] = []
        speaking = asyncio.create_task(self._speak(pieces, done))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({speaking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        cut_off = not speaking.done()
        for task in (speaking, stopping):
            task.cancel()
        await asyncio.gather(speaking, stopping, return_exceptions=True)
        return Delivered(tuple(done), cut_off=cut_off)

    async def _speak(self, pieces: AsyncIterator[Piece], done: list[Piece]) -> None:
        async for piece in pieces:
            self.said.append((round(asyncio.get_running_loop().time(), 1), piece.text))
            words = piece.text.split()
            done.append(Piece(""))
            for count in range(1, len(words) + 1):
                await asyncio.sleep(SYLLABLE_S)
                done[-1] = piece if count == len(words) else Piece(" ".join(words[:count]))
