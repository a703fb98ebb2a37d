"""Scripted people for scenarios: one who types and one who phones, on a virtual clock. Know no assistant and no engine.

Both do the next thing on their script when the assistant has answered the one before. What they say takes time on the
phone, and so does what they hear.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace

from giong.dialogue.line import Began, Delivered, Expectation, Line, Piece, Said, Via
from giong.voice.keypad import Keypad

SYLLABLE_S = 0.2
"""About five syllables a second, as people speak."""
READING_S = 0.5
THINKING_S = 0.7
KEY_EVERY_S = 0.3
KEY_PAUSE_S = 2.0
"""After so long without a key a number that was typed has ended."""


@dataclass(frozen=True)
class Keys:
    """Telephone keys pressed one after the other."""

    symbols: str

    @property
    def typed(self) -> str:
        """What is typed in a chat instead: what the keypad would make of them, without `*` and `#`."""
        return self.symbols.rpartition("*")[2].rstrip("#")


Script = Sequence[Said | Keys | None]
"""What the person does, in order; None is keeping silent until the assistant speaks."""
LineOf = Callable[[Script], Line]
"""Connects a person who follows a script."""


class _Answers:
    """Counts the answers that were delivered, so that a person knows when it is their turn."""

    def __init__(self) -> None:
        self._given = 0
        self._changed = asyncio.Condition()

    async def give(self) -> None:
        async with self._changed:
            self._given += 1
            self._changed.notify_all()

    async def wait_for(self, count: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self._given >= count)


class ScriptedChat:
    """A person at a chat window. The greeting counts as the first answer."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._answers = _Answers()

    async def heard(self) -> AsyncIterator[Began | Said]:
        for number, said in enumerate(self._script, 1):
            await self._answers.wait_for(number)
            if said is not None:
                await asyncio.sleep(READING_S)
                yield Said(said.typed) if isinstance(said, Keys) else said
        await self._answers.wait_for(len(self._script) + 1)
        await asyncio.sleep(READING_S)

    async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
        delivered: list[Piece] = []
        async for piece in pieces:
            if stop.is_set():
                break
            delivered.append(piece)
        await self._answers.give()
        return Delivered(tuple(delivered), cut_off=stop.is_set())


class ScriptedCall:
    """A person on the phone: is heard to begin before the words are known, and hears syllable by syllable."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._answers = _Answers()
        self._last: Piece = Piece("")

    async def heard(self) -> AsyncIterator[Began | Said]:
        for number, said in enumerate(self._script, 1):
            await self._answers.wait_for(number)
            if said is None:
                continue
            await asyncio.sleep(THINKING_S)
            if isinstance(said, Keys):
                async for event in self._press(said.symbols):
                    yield event
                continue
            if said.via is Via.BUTTON:
                yield said
                continue
            yield Began()
            await asyncio.sleep(len(said.text.split()) * SYLLABLE_S)
            yield replace(said, via=Via.SPEECH)
        await self._answers.wait_for(len(self._script) + 1)
        await asyncio.sleep(THINKING_S)

    async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
        delivered: list[Piece] = []
        async for piece in pieces:
            words = piece.text.split()
            spoken = (piece.speech or piece.text).split()
            self._last = piece
            try:
                async with asyncio.timeout(len(spoken) * SYLLABLE_S):
                    await stop.wait()
            except TimeoutError:
                delivered.append(piece)
                continue
            delivered.append(replace(piece, text=" ".join(words[:1])))
            break
        await self._answers.give()
        return Delivered(tuple(delivered), cut_off=stop.is_set())

    async def _press(self, symbols: str) -> AsyncIterator[Began | Said]:
        """What the keys of a real call would mean after the last thing that was said."""
        now_s = asyncio.get_running_loop().time
        keypad = Keypad(KEY_PAUSE_S)
        expectation, choices = self._last.expects or Expectation(), self._last.choices
        for symbol in symbols:
            for event in keypad.press(symbol, now_s=now_s(), expectation=expectation, choices=choices):
                yield event
            await asyncio.sleep(KEY_EVERY_S)
        await asyncio.sleep(KEY_PAUSE_S)
        for event in keypad.wait(now_s()):
            yield event
