"""A port that can hold its breath: the sound queued at it waits, and goes on where it stopped. Knows no reason why."""

from __future__ import annotations

from collections import deque

import numpy as np

from giong.speech.pcm import Samples
from giong.voice.port import AudioPort

MEMORY_S = 1.2
"""What was heard is kept for so long: it may come back as echo."""


class PausablePort:
    """The outgoing side of a port. Positions stay those of the port: what is held back has not been heard."""

    def __init__(self, port: AudioPort) -> None:
        self._port = port
        self._unheard: deque[Samples] = deque()
        self._unheard_from = 0  # position of the first sample in `_unheard`
        self._held = False
        self._lately: deque[Samples] = deque()  # what was heard last
        self._lately_samples = 0
        self._memory_samples = round(MEMORY_S * port.rate_hz)

    @property
    def held(self) -> bool:
        """Whether it is silent because of `hold`."""
        return self._held

    def play(self, samples: Samples) -> None:
        self._forget_heard()
        self._unheard.append(samples)
        if not self._held:
            self._port.play(samples)

    def played(self) -> int:
        return self._port.played()

    def flush(self) -> int:
        """Drop what has not been heard; nothing is held any more."""
        self._held = False
        played = self._port.flush()
        self._forget_heard()
        self._unheard.clear()
        self._unheard_from = played
        return played

    def lately(self) -> Samples:
        """The sound that was heard last, `MEMORY_S` of it."""
        self._forget_heard()
        return np.concatenate(self._lately) if self._lately else np.zeros(0, np.float32)

    def hold(self) -> None:
        """Be silent at once."""
        if not self._held:
            self._held = True
            self._port.flush()
            self._forget_heard()

    def resume(self) -> None:
        """Go on with the sound that was held back."""
        if self._held:
            self._held = False
            for samples in self._unheard:
                self._port.play(samples)

    def _forget_heard(self) -> None:
        played = self._port.played()
        while self._unheard and self._unheard_from < played:
            first = self._unheard.popleft()
            heard, rest = first[: played - self._unheard_from], first[played - self._unheard_from :]
            self._unheard_from += len(heard)
            self._remember(heard)
            if len(rest):
                self._unheard.appendleft(rest)

    def _remember(self, heard: Samples) -> None:
        self._lately.append(heard)
        self._lately_samples += len(heard)
        while self._lately_samples - len(self._lately[0]) >= self._memory_samples:
            self._lately_samples -= len(self._lately.popleft())
