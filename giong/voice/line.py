"""A phone or browser call as a `dialogue.line.Line`: listening and talking over one audio port. Knows no wire."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from giong.clock import now_s
from giong.dialogue.line import Began, Delivered, Piece, Said, Via
from giong.voice.keypad import Keypad
from giong.voice.latency import Stopwatch
from giong.voice.listen import Ears, Listener
from giong.voice.notices import Activity, OnHold, Pressed, Watch, unwatched
from giong.voice.port import AudioPort, Frame, Hold, Key
from giong.voice.talk import Speaker, Talk
from giong.voice.timing import Timing


class VoiceLine:
    """One call. `watch` is told what goes on (see `notices`), at once and on the event loop."""

    def __init__(
        self,
        port: AudioPort,
        *,
        ears: Ears,
        speaker: Speaker,
        timing: Timing | None = None,
        watch: Watch = unwatched,
    ) -> None:
        timing = timing or Timing()
        self._port = port
        self._stopwatch = Stopwatch(watch)
        self._talk = Talk(port, speaker, timing=timing, watch=watch, stopwatch=self._stopwatch)
        self._listener = Listener(ears, self._talk, rate_hz=port.rate_hz, timing=timing, watch=watch)
        self._keypad = Keypad(timing.key_pause_s)
        self._on_hold = False
        self._watch = watch
        self._typing_s = 0.0
        self._ahead: deque[str] = deque()  # keys that wait for their question
        self._heard = 0  # samples of the person: the call's time-line

    async def heard(self) -> AsyncIterator[Began | Said]:
        try:
            async for item in self._port.incoming():
                if isinstance(item, Hold):
                    async for event in self._hold(on=item.on):
                        yield event
                    continue
                for event in self._take(item):
                    yield event
            if last := await self._listener.finish():
                yield last
        finally:
            self._talk.leave()

    async def say(self, pieces: AsyncIterator[Piece], stop: asyncio.Event) -> Delivered:
        return await self._talk.say(pieces, stop)

    async def hang_up(self) -> None:
        """End the call from our side."""
        await self._port.hang_up()

    async def _hold(self, *, on: bool) -> AsyncIterator[Began | Said]:
        """What was being said ends with the hold; time stands still until the person is back."""
        if on is self._on_hold:
            return
        self._on_hold = on
        self._watch(OnHold(on, self._at_s))
        if on:
            if last := await self._listener.finish():
                yield last
            yield Began(away=True)
        else:
            yield Said("", via=Via.SPEECH)

    @property
    def _at_s(self) -> float:
        return self._heard / self._port.rate_hz

    def _take(self, item: Frame | Key) -> list[Began | Said]:
        if isinstance(item, Key):
            return self._press(item.symbol)
        self._heard += len(item.samples)
        self._talk.tick(self._at_s)
        events = self._typed(self._keypad.wait(now_s())) + self._answer_ahead()
        for event in self._listener.hear(item.samples):
            self._note(event)
            events.append(event)
        return events

    def _press(self, symbol: str) -> list[Began | Said]:
        """Whoever knows the questions may answer before they are asked."""
        self._ahead.append(symbol)
        return self._answer_ahead()

    def _answer_ahead(self) -> list[Began | Said]:
        events: list[Began | Said] = []
        talk = self._talk
        if self._ahead:
            talk.hurry()
        while self._ahead and (self._keypad.typing or talk.questioned):
            if not self._keypad.typing:
                self._typing_s = self._at_s
            symbol = self._ahead.popleft()
            pressed = self._keypad.press(symbol, now_s=now_s(), expectation=talk.expectation, choices=talk.choices)
            events += self._typed(pressed)
        return events

    def _typed(self, events: list[Began | Said]) -> list[Began | Said]:
        for event in events:
            if isinstance(event, Said):
                self._watch(Pressed(event.text, self._typing_s, self._at_s))
                self._talk.become(Activity.THINKING)
        return events

    def _note(self, event: Began | Said) -> None:
        if isinstance(event, Began):
            self._stopwatch.began(self._listener.onset_s)
        else:
            self._stopwatch.said(self._listener.pause)
            self._talk.become(Activity.THINKING)
