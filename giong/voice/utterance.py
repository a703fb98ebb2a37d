"""One utterance while it is being spoken: its sound, and what the recogniser makes of it so far. Knows no turn-taking.

The recogniser works in a thread pool, one job of this utterance at a time, always on all the sound that has gathered
meanwhile; so a slow machine gives later partial texts, never a growing queue.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor

import numpy as np

from giong.speech.asr.recogniser import Bias, Recogniser, RecogniserStream, Transcript
from giong.speech.pcm import Samples


class Utterance:
    """Fed from the event loop; look at `transcript` and `settled` whenever you like."""

    def __init__(self, recogniser: Recogniser, bias: Bias | None, *, pool: Executor, feed_s: float) -> None:
        self._recogniser = recogniser
        self._bias = bias
        self._pool = pool
        self._feed_samples = round(feed_s * recogniser.rate_hz)
        self._sound: list[Samples] = []
        self._taken = 0  # this many entries of `_sound` have gone to the stream
        self._stream: RecogniserStream | None = None
        self._concluding = False
        self._job: asyncio.Task[None] | None = None
        self._transcript = Transcript("", final=False)
        self._failure: Exception | None = None

    @property
    def transcript(self) -> Transcript:
        """What is understood so far. Raises what the recogniser raised."""
        if self._failure is not None:
            raise self._failure
        return self._transcript

    @property
    def settled(self) -> bool:
        """Whether `transcript` covers all the sound so far: `conclude` was called and is done."""
        return self._concluding and self._job is None

    @property
    def concluding(self) -> bool:
        """Whether the whole text has been asked for."""
        return self._concluding

    def feed(self, samples: Samples) -> None:
        """The voice goes on. After `conclude` this begins again from the start, with all the sound."""
        if self._concluding:
            self._concluding, self._taken, self._stream = False, 0, None
        self._sound.append(samples)
        self._work()

    def conclude(self) -> None:
        """The voice may have ended here: find out the whole text."""
        self._concluding = True
        self._work()

    async def wait(self) -> Transcript:
        """Conclude, and wait for the text."""
        self.conclude()
        while self._job is not None:
            await self._job
        return self.transcript

    def drop(self) -> None:
        """Nobody wants to know the text any more."""
        self._sound, self._taken, self._concluding = [], 0, False
        if self._job is not None:
            self._job.cancel()

    def _work(self) -> None:
        waiting = sum(len(samples) for samples in self._sound[self._taken :])
        if self._job is None and (self._concluding or waiting >= self._feed_samples):
            self._job = asyncio.get_running_loop().create_task(self._recognise())

    async def _recognise(self) -> None:
        concluding = self._concluding
        fresh, self._taken = self._sound[self._taken :], len(self._sound)
        self._stream = stream = self._stream or self._recogniser.stream(bias=self._bias)
        loop = asyncio.get_running_loop()
        try:
            transcript = await loop.run_in_executor(self._pool, _advance, stream, fresh, concluding)
        except Exception as failure:
            self._failure = failure
            return
        finally:
            self._job = None
        if stream is not self._stream:  # the voice went on meanwhile: this text is of a stream that has ended
            self._work()
            return
        self._transcript = transcript
        if self._concluding and not concluding:
            self._work()


def _advance(stream: RecogniserStream, fresh: list[Samples], concluding: bool) -> Transcript:
    heard = stream.accept(np.concatenate(fresh)) if fresh else Transcript("", final=False)
    return stream.finish() if concluding else heard
