"""A live talk: who speaks when. The only place where interruption is decided; knows no audio, HTTP or SQL.

A line is listened to all the time, also while an answer is being delivered. `Began` stops the answer in progress at
once; `Said` stops it too and starts the next turn when the old one has been put away. If an interruption turns out to
hold no words, the assistant is told so and may take up its answer again; the same when somebody is back who had put
the call on hold. A turn that fails is apologised for and the talk goes on; a talk in which nothing but failures happens
is given up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from giong.dialogue.line import Began, Heard, Line, Piece, Said, Silence
from giong.dialogue.memory import Act, Memory, Turn
from giong.dialogue.turn import Answerer, take_turn
from giong.failure import place_of

log = logging.getLogger(__name__)

FAILURES = 3
"""After so many failed turns in a row the talk is given up."""
APOLOGY = Piece("Dạ, hệ thống đang trục trặc, xin lỗi và mong anh/chị nói lại giúp ạ.")


@dataclass(frozen=True)
class Patience:
    """How long to wait before asking whether the person is still there."""

    silence_s: float = 8.0


_Event = Began | Said | None  # None: the person has gone


async def converse(
    *,
    line: Line,
    answerer: Answerer,
    memory: Memory,
    patience: Patience | None = None,
    greet: bool = True,
) -> Act | None:
    """Talk until the person leaves (returns None) or the assistant ends or hands over (returns that act).

    Raises what the line's `heard` raised, and the last failure of a talk that was given up.
    """
    events: asyncio.Queue[_Event] = asyncio.Queue()
    listening = asyncio.create_task(_listen(line, events))
    talk = _Talk(line, answerer, memory, patience or Patience())
    try:
        if greet:
            talk.start(None)
        act = await talk.run(events)
    finally:
        await talk.drop()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    if not listening.cancelled() and (error := listening.exception()):
        raise error
    return act


async def _listen(line: Line, events: asyncio.Queue[_Event]) -> None:
    try:
        async for event in line.heard():
            events.put_nowait(event)
    finally:
        events.put_nowait(None)


class _Talk:
    """The turn in progress, if any, and what happened around it."""

    def __init__(self, line: Line, answerer: Answerer, memory: Memory, patience: Patience) -> None:
        self._line = line
        self._answerer = answerer
        self._memory = memory
        self._patience = patience
        self._turn: asyncio.Task[Turn | None] | None = None
        self._stop = asyncio.Event()
        self._speaking = False
        self._away = False
        self._silences = 0
        self._cut_off = False
        self._failures = 0
        self._owes_apology = False

    def start(self, heard: Heard) -> None:
        self._owes_apology = False
        self._stop = asyncio.Event()
        self._turn = asyncio.create_task(
            take_turn(heard=heard, answerer=self._answerer, memory=self._memory, line=self._line, stop=self._stop)
        )

    async def run(self, events: asyncio.Queue[_Event]) -> Act | None:
        waiting = asyncio.create_task(events.get())
        try:
            while True:
                tasks: set[asyncio.Task[Any]] = {waiting, self._turn} if self._turn else {waiting}
                done, _ = await asyncio.wait(tasks, timeout=self._quiet_s(), return_when=asyncio.FIRST_COMPLETED)
                if self._turn in done:
                    if act := await self._finish():
                        return act
                    if self._owes_apology and not self._speaking:
                        self._apologise()
                elif waiting in done:
                    event, waiting = waiting.result(), asyncio.create_task(events.get())
                    if event is None:
                        return None
                    if act := await self._on(event):
                        return act
                else:
                    self._silences += 1
                    self.start(Silence(self._patience.silence_s, self._silences))
        finally:
            waiting.cancel()

    async def _on(self, event: Began | Said) -> Act | None:
        self._stop.set()
        self._speaking = isinstance(event, Began)
        if isinstance(event, Began):
            self._away = event.away
            return None
        away, self._away = self._away, False
        if act := await self._finish():
            return act
        if not event.text and (self._cut_off or away):
            self.start(Silence(0.0, cut_off=True))
        else:
            self._silences = 0
            self.start(event)
        return None

    def _quiet_s(self) -> float | None:
        return None if self._turn or self._speaking else self._patience.silence_s

    async def _finish(self) -> Act | None:
        """Wait for the turn in progress; what it decided counts also when its words were cut off."""
        if self._turn is None:
            return None
        # Not awaited itself: if this talk is cancelled the turn must still be put away by `drop`.
        await asyncio.wait({self._turn})
        task, self._turn = self._turn, None
        if error := task.exception():
            self._failed(error)
            return None
        turn = task.result()
        if turn is None:
            return None
        self._failures = 0
        self._cut_off = turn.delivered.cut_off
        return turn.act

    def _failed(self, error: BaseException) -> None:
        self._failures += 1
        self._owes_apology = True
        self._cut_off = False
        if self._failures >= FAILURES:
            raise error
        log.error("a turn failed: %s", place_of(error))

    def _apologise(self) -> None:
        self._owes_apology = False
        self._stop = asyncio.Event()
        self._turn = asyncio.create_task(self._say_sorry(self._stop))

    async def _say_sorry(self, stop: asyncio.Event) -> None:
        await self._line.say(_only(APOLOGY), stop)

    async def drop(self) -> None:
        """The person has gone: stop talking, but put away what was delivered."""
        self._stop.set()
        if self._turn is not None:
            await asyncio.gather(self._turn, return_exceptions=True)


async def _only(piece: Piece) -> AsyncIterator[Piece]:
    yield piece
