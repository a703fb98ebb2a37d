"""Keeps both sides of a call as they were heard: the caller left, the assistant right, aligned in time. Knows no file
format.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from typing import Protocol

import numpy as np

from giong.errors import StorageFull
from giong.speech.pcm import Samples
from giong.voice.port import AudioPort, Frame, Hold, Key

BLOCK_S = 0.5
"""Sound is written in blocks of at least this length."""

_log = logging.getLogger(__name__)


class StereoWriter(Protocol):
    """Takes sound as it comes, both sides equally long."""

    def write(self, left: Samples, right: Samples) -> None:
        """Append a block. Raises `errors.StorageFull`."""


class RecordedPort:
    """An audio port that writes down what passes through it, in `pool`. The caller's frames are the time-line.

    All is written when `incoming` has ended; the writer is closed by whoever opened it. A full disk ends the recording,
    not the call: `failure` tells.
    """

    def __init__(self, port: AudioPort, writer: StereoWriter, pool: Executor) -> None:
        self.rate_hz = port.rate_hz
        self.failure: StorageFull | None = None
        self._port = port
        self._writer = writer
        self._pool = pool
        self._unheard: deque[Samples] = deque()  # queued at the port
        self._heard = np.zeros(0, np.float32)  # played, not taken down yet
        self._heard_up_to = 0
        self._caller: list[Samples] = []  # taken down, not written yet
        self._assistant: list[Samples] = []
        self._writing: asyncio.Future[None] | None = None

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        try:
            async for item in self._port.incoming():
                if isinstance(item, Frame):
                    self._take_down(item.samples)
                yield item
        finally:
            if self._writing is not None:
                await asyncio.wait([self._writing])
            self._write()
            if self._writing is not None:
                await self._writing

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

    def _take_down(self, caller: Samples) -> None:
        self._move(self._port.played())
        assistant, self._heard = self._heard[: len(caller)], self._heard[len(caller) :]
        self._caller.append(caller)
        self._assistant.append(np.pad(assistant, (0, len(caller) - len(assistant))))
        enough = len(self._caller) * len(caller) >= BLOCK_S * self.rate_hz
        if enough and (self._writing is None or self._writing.done()):
            self._write()

    def _move(self, played: int) -> None:
        """Take from `_unheard` what has been played meanwhile. A corrected position may lie before an older one."""
        parts = [self._heard]
        while self._heard_up_to < played and self._unheard:
            part = self._unheard.popleft()
            missing = played - self._heard_up_to
            parts.append(part[:missing])
            if len(part) > missing:
                self._unheard.appendleft(part[missing:])
            self._heard_up_to += len(parts[-1])
        self._heard = np.concatenate(parts)

    def _write(self) -> None:
        if self.failure is None and self._caller:
            left, right = np.concatenate(self._caller), np.concatenate(self._assistant)
            loop = asyncio.get_running_loop()
            self._writing = loop.run_in_executor(self._pool, self._write_block, left, right)
        self._caller, self._assistant = [], []

    def _write_block(self, left: Samples, right: Samples) -> None:
        try:
            self._writer.write(left, right)
        except StorageFull as failure:
            self.failure = failure
            _log.warning("the recording of a call ends early: %s", failure.code)
