"""A whole call on the virtual clock: a scripted caller, an assistant of a few lines, everything that was noticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from giong.clock import run_virtually
from giong.dialogue.converse import Patience, converse
from giong.dialogue.line import Delivered, Heard, Piece, Said
from giong.dialogue.memory import Act, Notebook, Report, State, Turn
from giong.speech.tts.synthesiser import Voice
from giong.voice.caller import ScriptedCaller, Step
from giong.voice.line import VoiceLine
from giong.voice.notices import Notice
from giong.voice.rehearsal import RehearsedRecogniser, rehearsed_ears, rehearsed_speaker
from giong.voice.timing import Timing

T = TypeVar("T")
Answers = Callable[[Heard], Sequence[Piece | str]]


class ScriptedReply:
    def __init__(self, pieces: Sequence[Piece | str], state: State, thinks_s: float) -> None:
        self._pieces = pieces
        self._thinks_s = thinks_s
        self.state = state
        self.act: Act | None = None
        self.report = Report()

    async def pieces(self) -> AsyncIterator[Piece]:
        await asyncio.sleep(self._thinks_s)
        for piece in self._pieces:
            yield Piece(piece) if isinstance(piece, str) else piece

    def settle(self, delivered: Delivered) -> None:
        pass


class Scripted:
    """An answerer made of a function."""

    def __init__(self, answers: Answers, thinks_s: float = 0.0) -> None:
        self._answers = answers
        self._thinks_s = thinks_s
        self.heard: list[Heard] = []

    def reply(self, heard: Heard, state: State) -> ScriptedReply:
        self.heard.append(heard)
        return ScriptedReply(self._answers(heard), state, self._thinks_s if heard else 0.0)


@dataclass
class Call:
    """What is left of a call."""

    turns: list[Turn]
    heard: list[Heard]
    notices: list[Notice]
    caller: RehearsedRecogniser

    @property
    def said(self) -> list[str]:
        return [turn.said.text for turn in self.turns if turn.said]

    def of(self, kind: type[T]) -> list[T]:
        return [notice for notice in self.notices if isinstance(notice, kind)]


def polite(heard: Heard) -> list[str]:
    """Greets, and repeats what it hears."""
    return [f"bạn nói {heard.text}" if isinstance(heard, Said) else "xin chào"]


def call(
    script: Sequence[Step],
    *,
    caller: RehearsedRecogniser,
    answers: Answers = polite,
    timing: Timing | None = None,
    silence_s: float = 60.0,
    thinks_s: float = 0.0,
) -> Call:
    """Play a call to its end."""
    notices: list[Notice] = []
    notebook, scripted = Notebook(), Scripted(answers, thinks_s)

    async def main() -> None:
        with ThreadPoolExecutor(2) as pool:
            line = VoiceLine(
                ScriptedCaller(script),
                ears=rehearsed_ears(caller, pool),
                speaker=rehearsed_speaker(pool, Voice()),
                timing=timing,
                watch=notices.append,
            )
            await converse(line=line, answerer=scripted, memory=notebook, patience=Patience(silence_s))

    run_virtually(main())
    return Call(notebook.turns, scripted.heard, notices, caller)
