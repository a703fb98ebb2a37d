"""Lines that were synthesised before, played again without the engine. Knows no engine, only the seam.

A line stays in memory the first time and goes to disk when it is said again: what an assistant says to everyone is
kept, what it says to one person (a bill, a name) is not.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from giong.speech.pcm import Samples, from_pcm16, to_pcm16
from giong.speech.tts.pieces import in_pieces
from giong.speech.tts.synthesiser import Synthesiser, Voice

MEMORY_BYTES = 16 * 1024 * 1024
DISK_BYTES = 256 * 1024 * 1024
_SUFFIX = ".pcm"

_log = logging.getLogger(__name__)


class CachedSynthesiser:
    """A synthesiser that remembers. The first time a line streams as its engine gives it."""

    def __init__(
        self,
        engine: Synthesiser,
        folder: Path | None = None,
        *,
        memory_bytes: int = MEMORY_BYTES,
        disk_bytes: int = DISK_BYTES,
    ) -> None:
        self._engine = engine
        self._memory = _Memory(memory_bytes)
        self._disk = _Disk(folder, disk_bytes) if folder else None
        self.name = engine.name
        self.rate_hz = engine.rate_hz
        self.voices = engine.voices

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        key = self._key(text, voice)
        if (sound := self._remembered(key)) is not None:
            return in_pieces(from_pcm16(sound), self.rate_hz)
        return self._remembering(key, self._engine.synthesise(text, voice))

    def _key(self, text: str, voice: Voice) -> str:
        engine = (self.name, *self.voices, str(self.rate_hz))
        said = "\0".join([*engine, voice.name or self.voices[0], f"{voice.speed:.3f}", text])
        return hashlib.sha256(said.encode()).hexdigest()

    def _remembered(self, key: str) -> bytes | None:
        if (sound := self._memory.get(key)) is not None:
            if self._disk:
                self._disk.put(key, sound)
            return sound
        sound = self._disk.get(key) if self._disk else None
        if sound is not None:
            self._memory.put(key, sound)
        return sound

    def _remembering(self, key: str, pieces: Iterator[Samples]) -> Iterator[Samples]:
        """Pass the pieces on; a line that was cut off is not kept."""
        said: list[Samples] = []
        for piece in pieces:
            said.append(piece)
            yield piece
        if said:
            self._memory.put(key, to_pcm16(np.concatenate(said)))


class _Memory:
    """The lines used last, up to a number of bytes."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._bytes = 0
        self._sounds: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._sounds:
                self._sounds.move_to_end(key)
            return self._sounds.get(key)

    def put(self, key: str, sound: bytes) -> None:
        with self._lock:
            self._bytes += len(sound) - len(self._sounds.pop(key, b""))
            self._sounds[key] = sound
            while self._bytes > self._limit_bytes:
                self._bytes -= len(self._sounds.popitem(last=False)[1])


class _Disk:
    """One file for each line; the file's date tells when it was last used.

    The cache is a convenience: what cannot be read or written is synthesised again, never an error.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            sound = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return sound or None

    def put(self, key: str, sound: bytes) -> None:
        path = self._path(key)
        try:
            if path.exists():
                os.utime(path)
                return
            with self._lock:
                _write(path, sound)
                self._make_room()
        except OSError as error:
            _log.warning("a synthesised line was not kept on disk: %s", error.strerror)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}{_SUFFIX}"

    def _make_room(self) -> None:
        kept = [(path, path.stat()) for path in self._folder.glob(f"*/*{_SUFFIX}")]
        excess = sum(stat.st_size for _, stat in kept) - self._limit_bytes
        for path, stat in sorted(kept, key=lambda entry: entry[1].st_mtime_ns):
            if excess <= 0:
                return
            path.unlink(missing_ok=True)
            excess -= stat.st_size


def _write(path: Path, sound: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        try:
            draft.write(sound)
            draft.close()
            os.replace(draft.name, path)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
