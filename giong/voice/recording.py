"""Keeps both sides of a call as they were heard: the caller left, the assistant right, aligned in time. Knows
no file format."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from typing import Protocol

import numpy as np

from giong.speech.pcm import Samples
from giong.voice.port import AudioPort, Frame, Key


class StereoWriter(Protocol):
    """Takes sound as it comes, both sides equally long."""

    def write(self, left: Samples, right: Samples) -> None: ...


class RecordedPort:
    """An audio port that writes down what passes through it. The caller's frames are the time-line."""

    def __init__(self, port: AudioPort, writer: StereoWriter) -> None:
        self.rate_hz = port.rate_hz
        self._port = port
        self._writer = writer
        self._unheard: deque[Samples] = deque()  # queued at the port
        self._heard = np.zeros(0, np.float32)  # played, not written yet
        self._heard_up_to = 0

    async def incoming(self) -> AsyncIterator[Frame | Key]:
        async for item in self._port.incoming():
            if isinstance(item, Frame):
                self._write(item.samples)
            yield item

    def play(self, samples: Samples) -> None:
        self._unheard.append(samples)
        self._port.play(samples)

    def flush(self) -> int:
        played = self._port.flush()
        self._move(played)
        self._unheard.clear()
        self._heard_up_to = played
        return played

    def played(self) -> int:
        return self._port.played()

    async def hang_up(self) -> None:
        await self._port.hang_up()

    def _write(self, caller: Samples) -> None:
        self._move(self._port.played())
        assistant, self._heard = self._heard[: len(caller)], self._heard[len(caller) :]
        self._writer.write(caller, np.pad(assistant, (0, len(caller) - len(assistant))))

    def _move(self, played: int) -> None:
        """Take from `_unheard` what has been played meanwhile. A corrected position may lie before an older
        one."""
        parts = [self._heard]
        while self._heard_up_to < played and self._unheard:
            part = self._unheard.popleft()
            missing = played - self._heard_up_to
            parts.append(part[:missing])
            if len(part) > missing:
                self._unheard.appendleft(part[missing:])
            self._heard_up_to += len(parts[-1])
        self._heard = np.concatenate(parts)
