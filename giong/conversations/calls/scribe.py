"""Writes the record of one call while it goes on: each line when it was said, each turn's times, what was learnt, what
happened. Knows no line and no protocol.

It is told at once and on the event loop, and writes in that order behind the talk's back: a slow disk delays the
record, not the call. What could not be written is missing from the record and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from functools import partial

from giong.conversations.calls.notes import Note
from giong.conversations.calls.record import OUT, Call, Calls, Latency
from giong.conversations.calls.summaries import Matter, summary
from giong.conversations.calls.transcripts import BUTTON, CallLine, Side, TimedWord, Transcripts
from giong.dialogue.memory import Turn
from giong.failure import place_of
from giong.speech.asr.recogniser import Word
from giong.voice.notices import (
    Activity,
    Changed,
    Dropped,
    Final,
    Notice,
    OnHold,
    Pressed,
    Speaking,
    Spoken,
    TurnLatency,
    Watch,
)

_log = logging.getLogger(__name__)


class Scribe:
    """The scribe of one call. It is the call's `watch` and passes on what it is told."""

    def __init__(
        self,
        call: Call,
        matter: Matter,
        *,
        calls: Calls,
        transcripts: Transcripts,
        watch: Watch,
        at_s: Callable[[], float],
    ) -> None:
        """`at_s` tells where the call's time-line is."""
        self.latency: list[Latency] = []
        self.heard_words = False
        self.heard_noises = False
        self._call = call
        self._matter = matter
        self._calls = calls
        self._transcripts = transcripts
        self._watch = watch
        self._at_s = at_s
        self._since_s = 0.0
        self._lines = 0
        self._saying: deque[CallLine] = deque()
        self._writes: asyncio.Queue[Callable[[], Awaitable[None]] | None] = asyncio.Queue()
        self._writing = asyncio.create_task(self._write_all())

    def new_line(self) -> None:
        """From now on another line tells, whose own time begins now."""
        self._since_s = self._at_s()

    def __call__(self, notice: Notice) -> None:
        match notice:
            case Final(text=text) if text:
                self._heard(notice)
            case Pressed():
                self._pressed(notice)
            case Speaking(text=text) if text:
                self._begin_saying(text)
            case Spoken():
                self._said(notice)
            case Changed(activity=Activity.LISTENING):
                self._take_back()
            case TurnLatency():
                self._timed(notice)
            case OnHold(on=True):
                self.note("call.hold")
            case Final() | Dropped(reason="noise"):
                self.heard_noises = True
        self._watch(notice)

    def learn(self, turn: Turn) -> None:
        """A turn is complete."""
        before = self._matter.slots, len(self._matter.topics)
        self._matter.learn(turn.report)
        if (self._matter.slots, len(self._matter.topics)) != before:
            outbound = self._call.dialled.direction == OUT
            self.change(
                slots=self._matter.slots,
                masked_slots=self._matter.masked_slots,
                summary=summary(self._matter, "", outbound=outbound),
                masked_summary=summary(self._matter, "", outbound=outbound, masked=True),
            )

    def note(self, code: str, detail: str = "") -> None:
        """Something worth knowing has happened."""
        note = Note(code, _ms(self._at_s()), detail)
        self._write(partial(self._calls.note, self._call.organisation_id, self._call.id, note))

    def change(self, **columns: object) -> None:
        """Columns of the record have new values."""
        self._write(partial(self._calls.change, self._call.organisation_id, self._call.id, **columns))

    async def close(self) -> None:
        """Write what is still to be written."""
        self._take_back()
        self._writes.put_nowait(None)
        await self._writing

    def _heard(self, final: Final) -> None:
        self.heard_words = True
        line = self._line(Side.CALLER, final.text, final.begin_s, final.end_s)
        words = tuple(self._word(word) for word in final.words)
        self._keep(replace(line, confidence=round(final.confidence, 3), words=words))

    def _pressed(self, pressed: Pressed) -> None:
        self.heard_words = True
        self._keep(replace(self._line(Side.CALLER, pressed.text, pressed.begin_s, pressed.end_s), via=BUTTON))

    def _begin_saying(self, text: str) -> None:
        now_s = self._at_s() - self._since_s
        line = replace(self._line(Side.ASSISTANT, text, now_s, now_s), cut_off=True)
        self._saying.append(line)
        self._keep(line, saying=True)

    def _said(self, spoken: Spoken) -> None:
        while self._saying and not self._saying[0].text.startswith(spoken.text):
            self._drop(self._saying.popleft())
        number = self._saying.popleft().number if self._saying else None
        line = self._line(Side.ASSISTANT, spoken.text, spoken.begin_s, spoken.end_s, number)
        self._keep(replace(line, cut_off=spoken.cut_off))
        if self._saying:  # the next one is heard from now on
            self._saying[0] = replace(self._saying[0], begin_ms=line.end_ms, end_ms=line.end_ms)
            self._keep(self._saying[0], saying=True)

    def _take_back(self) -> None:
        """Of what was still to be said nothing was heard."""
        while self._saying:
            self._drop(self._saying.popleft())

    def _timed(self, latency: TurnLatency) -> None:
        parts = asdict(latency).items()
        self.latency.append({name.removesuffix("_s"): round(seconds * 1000, 1) for name, seconds in parts})
        self.change(latency=list(self.latency))

    def _line(self, side: Side, text: str, begin_s: float, end_s: float, number: int | None = None) -> CallLine:
        if number is None:
            self._lines += 1
            number = self._lines
        begin_ms, end_ms = _ms(self._since_s + begin_s), _ms(self._since_s + end_s)
        return CallLine(number, side, text, begin_ms, max(begin_ms, end_ms))

    def _word(self, word: Word) -> TimedWord:
        return TimedWord(word.text, _ms(self._since_s + word.start_s), _ms(self._since_s + word.end_s))

    def _keep(self, line: CallLine, *, saying: bool = False) -> None:
        write = self._transcripts.write
        self._write(partial(write, self._call.organisation_id, self._call.id, line, saying=saying))

    def _drop(self, line: CallLine) -> None:
        self._write(partial(self._transcripts.drop, self._call.organisation_id, self._call.id, line.number))

    def _write(self, write: Callable[[], Awaitable[None]]) -> None:
        self._writes.put_nowait(write)

    async def _write_all(self) -> None:
        while (write := await self._writes.get()) is not None:
            try:
                await write()
            except Exception as error:
                _log.error("a part of the record of call %s is missing: %s", self._call.id, place_of(error))


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
