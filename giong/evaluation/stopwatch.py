"""Measures how long an answerer takes to begin its answers, in real time also where the talk's time is virtual."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable

from giong.dialogue.line import Delivered, Heard, Piece
from giong.dialogue.memory import Act, Report, State
from giong.dialogue.turn import Answerer, Reply


class Stopwatch:
    """An answerer that answers as another does. `seconds` are the times until the first piece, turn by turn."""

    def __init__(self, answerer: Answerer, *, at_each: Callable[[], None]) -> None:
        """`at_each` is called when a turn begins."""
        self.seconds: list[float] = []
        self._answerer = answerer
        self._at_each = at_each

    def reply(self, heard: Heard, state: State) -> Reply:
        self._at_each()
        self.seconds.append(0.0)
        return _Timed(self._answerer.reply(heard, state), self._note)

    def _note(self, seconds: float) -> None:
        self.seconds[-1] = seconds


class _Timed:
    """See `turn.Reply`."""

    def __init__(self, reply: Reply, note: Callable[[float], None]) -> None:
        self._reply = reply
        self._note = note

    @property
    def state(self) -> State:
        return self._reply.state

    @property
    def act(self) -> Act | None:
        return self._reply.act

    @property
    def report(self) -> Report:
        return self._reply.report

    async def pieces(self) -> AsyncIterator[Piece]:
        began_s = time.perf_counter()
        waiting = True
        async for piece in self._reply.pieces():
            if waiting:
                self._note(time.perf_counter() - began_s)
                waiting = False
            yield piece

    def settle(self, delivered: Delivered) -> None:
        self._reply.settle(delivered)
