"""A phone or browser call as a `dialogue.line.Line`: listening and talking over one audio port. Knows no wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from giong.dialogue.line import Began, Delivered, Piece, Said, Via
from giong.voice.keypad import Keypad
from giong.voice.latency import Stopwatch
from giong.voice.listen import Ears, Listener
from giong.voice.notices import Activity, Watch, unwatched
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
        if on:
            if last := await self._listener.finish():
                yield last
            yield Began(away=True)
        else:
            yield Said("", via=Via.SPEECH)

    def _take(self, item: Frame | Key) -> list[Began | Said]:
        now_s = asyncio.get_running_loop().time()
        if isinstance(item, Key):
            talk = self._talk
            return self._keypad.press(item.symbol, now_s=now_s, expectation=talk.expectation, choices=talk.choices)
        events = self._keypad.wait(now_s)
        for event in self._listener.hear(item.samples):
            self._note(event)
            events.append(event)
        return events

    def _note(self, event: Began | Said) -> None:
        if isinstance(event, Began):
            self._stopwatch.began(self._listener.onset_s)
        else:
            self._stopwatch.said(self._listener.pause)
            self._talk.become(Activity.THINKING)
