"""Recordings of calls on disk: written as they sound, packed when the call is over, found, mended and removed. Knows no
talk and no table.

A call in progress is a WAV file that grows by half a second at a time (`CALL.wav`), so whoever kills the process finds
it with all but its last half second. When the call is over it is packed as FLAC or Opus beside it, and soon after
the WAV goes; a crash in between leaves the WAV, which is packed at the next start.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Literal, TypeVar

from giong.conversations.calls.bleeping import Hidden, bleep
from giong.errors import GiongError, StorageFull
from giong.failure import place_of
from giong.speech.files import WavWriter, duration_s, mend_wav, recode
from giong.speech.pcm import Samples
from giong.voice.port import AudioPort
from giong.voice.recording import RecordedPort

T = TypeVar("T")

Format = Literal["flac", "opus", "wav"]

_SUFFIXES = {"flac": ".flac", "opus": ".opus", "wav": ".wav"}
MEDIA_TYPES = {".flac": "audio/flac", ".opus": "audio/ogg", ".wav": "audio/wav"}

OPENING_S = 5.0
"""So long the WAV of a packed recording stays: whoever was given its name a moment ago still opens it."""
_PACKING_NICENESS = 10
"""Nobody waits for packing, and calls in progress must not notice it."""

_log = logging.getLogger(__name__)


class Taking:
    """The recording of one call in progress, made by `port`, which stands in place of the call's own."""

    def __init__(self, port: AudioPort, writer: WavWriter, path: Path, pool: ThreadPoolExecutor) -> None:
        self.discarded = False
        """It is not wanted any more; nothing of it is left."""
        self.empty = True
        """Nothing has come yet."""
        self._writer = writer
        self._pool = pool
        self._path = path
        self.port = RecordedPort(port, self, pool)

    @property
    def disk_full(self) -> bool:
        """Whether it ends before the call did."""
        return self.port.failure is not None

    def write(self, left: Samples, right: Samples) -> None:
        """As `voice.recording.StereoWriter`."""
        if not self.discarded:
            self.empty = False
            self._writer.write(left, right)

    def discard(self) -> None:
        """Record no more, and delete what there is."""
        self.discarded = True
        self._pool.submit(self._path.unlink, missing_ok=True)

    async def close(self) -> None:
        """Let go of the file."""
        with suppress(StorageFull):
            await _in(self._pool, self._writer.close)


@dataclass(frozen=True)
class LeftOver:
    """A recording that was not packed."""

    organisation_id: str
    call_id: str


class Recordings:
    """All recordings, in a folder for each organisation. Close it when no call is in progress any more."""

    def __init__(self, folder: Path, *, kind: Format = "flac") -> None:
        self._folder = folder
        self._kind = kind
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="giong-record")
        self._packing = ThreadPoolExecutor(1, thread_name_prefix="giong-pack", initializer=_step_back)
        self._packed: set[asyncio.Task[None]] = set()
        self._superseded: dict[Path, asyncio.TimerHandle] = {}

    async def take(self, organisation_id: str, call_id: str, port: AudioPort) -> Taking:
        """Begin to record what passes through `port`. Raises `StorageFull`."""
        path = self._path(organisation_id, call_id, ".wav")
        writer = await _in(self._writing, lambda: _writer(path, port.rate_hz))
        return Taking(port, writer, path, self._writing)

    def pack(self, organisation_id: str, call_id: str) -> None:
        """Pack the recording of a call that is over, at leisure."""
        packing = asyncio.create_task(self._pack(organisation_id, call_id))
        self._packed.add(packing)
        packing.add_done_callback(self._packed.discard)

    def find(self, organisation_id: str, call_id: str) -> Path | None:
        """The file of a call's recording, if there is one. It may still grow."""
        paths = (self._path(organisation_id, call_id, suffix) for suffix in _SUFFIXES.values())
        return next((path for path in paths if path.is_file()), None)

    async def length_s(self, organisation_id: str, call_id: str) -> float:
        """How long the recording of a call is that is over; 0 if there is none that can be played."""
        path = self.find(organisation_id, call_id)
        if path is None:
            return 0.0
        try:
            return await asyncio.to_thread(duration_s, path)
        except GiongError:
            return 0.0

    async def bleeped(self, organisation_id: str, call_id: str, parts: Sequence[Hidden]) -> Path | None:
        """A copy without the hidden parts, which whoever asked for it removes; None if there is no recording."""
        source = self.find(organisation_id, call_id)
        if source is None:
            return None
        descriptor, name = await asyncio.to_thread(mkstemp, ".flac", f"{call_id}-")
        os.close(descriptor)
        await asyncio.to_thread(bleep, source, Path(name), parts)
        return Path(name)

    async def remove(self, organisation_id: str, call_id: str) -> bool:
        """Delete a call's recording in whatever form it lies; whether there was one."""
        await self.settled()
        return await asyncio.to_thread(self._remove, organisation_id, call_id)

    async def mend(self, organisation_id: str, call_id: str) -> float:
        """Make playable, and pack, what a crash left of a call's recording; its length in seconds, 0 without one."""
        path = self._path(organisation_id, call_id, ".wav")
        if not path.is_file():
            return await self.length_s(organisation_id, call_id)
        sounds_s = await asyncio.to_thread(_mended, path)
        if sounds_s:
            self.pack(organisation_id, call_id)
        return sounds_s

    async def unpacked(self) -> list[LeftOver]:
        """The recordings that are still as they were written: of calls in progress, or left behind by a crash."""
        return [] if self._kind == "wav" else await asyncio.to_thread(self._left_over)

    async def settled(self) -> None:
        """Wait until all that is being packed is."""
        if self._packed:
            await asyncio.wait(set(self._packed))

    async def close(self) -> None:
        await self.settled()
        for path in list(self._superseded):
            self._drop(path)
        self._writing.shutdown(wait=False)
        self._packing.shutdown(wait=False)

    async def _pack(self, organisation_id: str, call_id: str) -> None:
        source = self._path(organisation_id, call_id, ".wav")
        target = self._path(organisation_id, call_id, _SUFFIXES[self._kind])
        if source == target:
            return
        try:
            await _in(self._packing, lambda: _packed(source, target, self._kind))
        except Exception as error:  # the WAV is still there and can be played
            _log.warning("recording of call %s stays a WAV file: %s", call_id, place_of(error))
            return
        self._superseded[source] = asyncio.get_running_loop().call_later(OPENING_S, self._drop, source)

    def _drop(self, path: Path) -> None:
        self._superseded.pop(path).cancel()
        path.unlink(missing_ok=True)

    def _left_over(self) -> list[LeftOver]:
        return [LeftOver(path.parent.name, path.stem) for path in self._folder.glob("*/*.wav")]

    def _remove(self, organisation_id: str, call_id: str) -> bool:
        found = False
        for suffix in _SUFFIXES.values():
            path = self._path(organisation_id, call_id, suffix)
            found = found or path.is_file()
            path.unlink(missing_ok=True)
        return found

    def _path(self, organisation_id: str, call_id: str, suffix: str) -> Path:
        return self._folder / organisation_id / f"{call_id}{suffix}"


def _writer(path: Path, rate_hz: int) -> WavWriter:
    path.parent.mkdir(parents=True, exist_ok=True)
    return WavWriter(path, rate_hz)


def _mended(path: Path) -> float:
    """The length of what was left behind; a file without any sound goes."""
    sounds_s = mend_wav(path)
    if not sounds_s:
        path.unlink(missing_ok=True)
    return sounds_s


def _packed(source: Path, target: Path, kind: str) -> None:
    if source.is_file():
        recode(source, target, kind)


def _step_back() -> None:
    # Linux gives each thread a niceness of its own; elsewhere the whole process would step back.
    if hasattr(os, "sched_getaffinity"):
        os.nice(_PACKING_NICENESS)


async def _in(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, work)
