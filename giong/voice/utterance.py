"""One utterance while it is being spoken: its sound, and what the recogniser makes of it so far. Knows no turn-taking.

The recogniser works in a thread pool, one job of this utterance at a time, always on all the sound that has gathered
meanwhile; so a slow machine gives later partial texts, never a growing queue. When the voice may have ended, the job
becomes urgent: it overtakes the partial texts of other calls, its own that is still waiting included.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from giong.speech.asr.recogniser import Bias, Recogniser, RecogniserStream, Transcript
from giong.speech.pcm import Samples
from giong.speech.urgency import Urgency, at, crowded


@dataclass(frozen=True)
class _Told:
    """What a job found out. `whole`: it is the text of all sound up to `fed`, the count of pieces fed by then."""

    transcript: Transcript
    whole: bool
    fed: int


class Utterance:
    """Fed from the event loop; look at `transcript` and `settled` whenever you like."""

    def __init__(self, recogniser: Recogniser, bias: Bias | None, *, pool: Executor, feed_s: float) -> None:
        self._pool = pool
        self._feed_samples = round(feed_s * recogniser.rate_hz)
        self._reader = _Reader(recogniser, bias)
        self._jobs: set[asyncio.Task[None]] = set()
        self._hurried = False  # the newest job is an urgent one
        self._concluding = False
        self._settled = False
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
        """Whether `transcript` covers all the sound so far: `conclude` was called and is done. Also when it failed."""
        return self._concluding and (self._settled or self._failure is not None)

    @property
    def concluding(self) -> bool:
        """Whether the whole text has been asked for."""
        return self._concluding

    def feed(self, samples: Samples) -> None:
        """The voice goes on, also after `conclude`."""
        self._concluding = self._settled = False
        self._reader.add(samples)
        if not self._jobs and self._reader.waiting >= self._feed_samples:
            self._start(Urgency.FOLLOWING)

    def look(self) -> None:
        """The voice may have paused only: find out the whole text if nobody else needs the recogniser more."""
        if not crowded(self._pool):
            self.conclude()

    def conclude(self) -> None:
        """The voice has probably ended here: find out the whole text."""
        if self._concluding:
            return
        self._concluding = True
        self._reader.ask()
        if not self._jobs or not (self._hurried or self._reader.at_work):
            self._start(Urgency.ANSWER)

    async def wait(self) -> Transcript:
        """Conclude, and wait for the text."""
        self.conclude()
        while self._jobs:
            await asyncio.wait(self._jobs)
        return self.transcript

    def drop(self) -> None:
        """Nobody wants to know the text any more."""
        self._concluding = False
        self._reader.forget()
        for job in self._jobs:
            job.cancel()

    def _start(self, urgency: Urgency) -> None:
        self._hurried = urgency is Urgency.ANSWER
        job = asyncio.get_running_loop().create_task(self._recognise(urgency))
        self._jobs.add(job)

    async def _recognise(self, urgency: Urgency) -> None:
        loop = asyncio.get_running_loop()
        try:
            told = await loop.run_in_executor(at(self._pool, urgency), self._reader.read)
        except Exception as failure:
            self._failure = failure
            return
        finally:
            if job := asyncio.current_task():
                self._jobs.discard(job)
        if told is not None:
            self._transcript = told.transcript
            self._settled = told.whole and told.fed == self._reader.fed
        if not self._jobs and self._concluding and not self.settled:
            self._start(Urgency.ANSWER)


class _Reader:
    """The recogniser's stream and the sound on its way to it: fed on the event loop, read in threads."""

    def __init__(self, recogniser: Recogniser, bias: Bias | None) -> None:
        self._recogniser = recogniser
        self._bias = bias
        self._stream: RecogniserStream | None = None
        self._lock = threading.Lock()
        self._sound: list[Samples] = []
        self._asked = False
        self.fed = 0
        self.waiting = 0
        """Samples that no job has taken yet."""
        self.at_work = False

    def add(self, samples: Samples) -> None:
        with self._lock:
            self._sound.append(samples)
            self._asked = False
            self.fed += 1
            self.waiting += len(samples)

    def ask(self) -> None:
        """The next job shall tell the whole text."""
        with self._lock:
            self._asked = True

    def forget(self) -> None:
        with self._lock:
            self._sound, self.waiting, self._asked = [], 0, False

    def read(self) -> _Told | None:
        """Read all that waits; None if another job has done it, or is at it."""
        with self._lock:
            if self.at_work or not (self._sound or self._asked):
                return None
            self.at_work = True
            sound, whole, fed = self._sound, self._asked, self.fed
            self._sound, self.waiting, self._asked = [], 0, False
        try:
            return _Told(self._read(sound, whole=whole), whole, fed)
        finally:
            with self._lock:
                self.at_work = False

    def _read(self, sound: list[Samples], *, whole: bool) -> Transcript:
        self._stream = stream = self._stream or self._recogniser.stream(bias=self._bias)
        heard = stream.accept(np.concatenate(sound)) if sound else Transcript("", final=False)
        return stream.finish() if whole else heard
