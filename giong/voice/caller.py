"""A caller made of recordings: speaks when the assistant has finished, or into its words. For demos, tests and
measuring.

The caller lives in the loop's time, real or virtual, and hears at an even pace what the assistant plays. Wrap it in
`recording.RecordedPort` to keep both sides of the call.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from giong.clock import now_s
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.voice.playout import Playout
from giong.voice.port import FRAME_S, Frame, Hold, Key, frame_samples

LINE_NOISE = 1e-4
"""A real line is never digitally silent, and recognisers dislike exact zeros."""
KEY_EVERY_S = 0.3


@dataclass(frozen=True, eq=False)
class Speak:
    """Speak `gap_s` after the assistant has finished; with `into_s`, that long after it has begun instead."""

    audio: Audio
    gap_s: float = 0.6
    into_s: float | None = None


@dataclass(frozen=True)
class Press:
    """Press keys one after the other, beginning `gap_s` after the assistant has finished."""

    symbols: str
    gap_s: float = 0.6
    into_s: float | None = None


@dataclass(frozen=True)
class Wait:
    """Say nothing for a time, whatever the assistant does; what follows comes at once."""

    seconds: float


@dataclass(frozen=True)
class Hush:
    """Say nothing, `gap_s` after the assistant has finished, until it speaks again."""

    gap_s: float = 0.6
    into_s: float | None = None


@dataclass(frozen=True)
class PutOnHold:
    """Put the call on hold for a time, `gap_s` after the assistant has finished or `into_s` after it has begun."""

    seconds: float
    gap_s: float = 0.6
    into_s: float | None = None


@dataclass(frozen=True)
class Leave:
    """Hang up, `gap_s` after the assistant has finished or `into_s` after it has begun."""

    gap_s: float = 0.6
    into_s: float | None = None


Step = Speak | Press | Wait | Hush | PutOnHold | Leave


class ScriptedCaller:
    """An `AudioPort` whose far end follows a script, and hangs up at its end when the last answer is over.

    A caller to whom nothing is said for `patience_s` goes on with the script.
    """

    def __init__(
        self, script: Sequence[Step], *, rate_hz: int = 16_000, patience_s: float = 10.0, seed: int = 0
    ) -> None:
        self.rate_hz = rate_hz
        self._script = [*script, Leave()]
        self._patience_s = patience_s
        self._noise = np.random.default_rng(seed)
        self._playout = Playout(rate_hz, lambda: asyncio.get_running_loop().time())
        self._queued = 0
        self._hung_up = False
        self._next_s = 0.0  # when the next frame is due
        self._since_s = 0.0  # the last step ended
        self._answer_s: float | None = None  # since then the assistant began to be heard
        self._sound_s = 0.0  # and was last heard

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        self._next_s = self._since_s = now_s()
        at_once = False
        for step in self._script:
            while not at_once and not isinstance(step, Wait) and not self._is_due(step):
                yield await self._frame(None)
                if self._hung_up:
                    return
            if isinstance(step, Leave):
                break
            at_once = isinstance(step, Wait)
            async for item in self._do(step):
                yield item
                if self._hung_up:
                    return
            if not isinstance(step, Hush):
                self._since_s, self._answer_s = now_s(), None
        self._hung_up = True
        self._playout.flush()

    def play(self, samples: Samples) -> None:
        if not self._hung_up:
            self._playout.queue(len(samples))
            self._queued += len(samples)

    def flush(self) -> int:
        self._queued = self._playout.flush()
        return self._queued

    def played(self) -> int:
        return self._playout.played()

    async def hang_up(self) -> None:
        self._hung_up = True
        self.flush()

    async def _do(self, step: Speak | Press | Wait | Hush | PutOnHold) -> AsyncIterator[Frame | Key | Hold]:
        if isinstance(step, Speak):
            for samples in self._frames(step.audio):
                yield await self._frame(samples)
        elif isinstance(step, Press):
            for symbol in step.symbols:
                yield Key(symbol)
                for _ in range(round(KEY_EVERY_S / FRAME_S)):
                    yield await self._frame(None)
        elif isinstance(step, PutOnHold):
            yield Hold(on=True)
            await self._hold(step.seconds)
            yield Hold(on=False)
        elif isinstance(step, Hush):
            self._answer_s = None
            while self._answer_s is None and not self._hung_up:
                yield await self._frame(None)
        else:
            for _ in range(round(step.seconds / FRAME_S)):
                yield await self._frame(None)

    async def _hold(self, seconds: float) -> None:
        self._playout.hold()
        await asyncio.sleep(seconds)
        self._playout.resume()
        self._next_s = now_s()

    def _frames(self, audio: Audio) -> Iterator[Samples]:
        samples = resample(audio, self.rate_hz).samples
        size = frame_samples(self.rate_hz)
        for start in range(0, len(samples), size):
            part = samples[start : start + size]
            yield np.pad(part, (0, size - len(part)))

    async def _frame(self, samples: Samples | None) -> Frame:
        """The next frame, when its time has come. Late frames follow one another at once, as on a real line."""
        self._next_s += FRAME_S
        await asyncio.sleep(max(0.0, self._next_s - now_s()))
        noise = self._noise.normal(0.0, LINE_NOISE, frame_samples(self.rate_hz)).astype(np.float32)
        self._listen()
        return Frame(noise if samples is None else samples + noise)

    def _listen(self) -> None:
        if self.played() < self._queued:
            self._sound_s = now_s()
            if self._answer_s is None:
                self._answer_s = self._sound_s

    def _is_due(self, step: Speak | Press | Hush | PutOnHold | Leave) -> bool:
        at_s = now_s()
        if self._answer_s is None:
            return at_s - self._since_s >= self._patience_s
        if step.into_s is not None:
            return at_s - self._answer_s >= step.into_s
        return at_s - self._sound_s >= step.gap_s
