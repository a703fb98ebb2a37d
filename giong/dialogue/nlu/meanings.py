"""Vectors of an assistant's sentences by their meaning, computed once and kept in a file. Knows no intent."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from giong.language.embedding.embedder import Embedder

Meaning = NDArray[np.float32]
"""Shape (dimension,), length 1."""

MAX_CHARS = 300
"""Only the beginning of a message is embedded: what is wanted stands there, and long texts take long."""
BATCH = 32


class Meanings:
    """An embedder and the file in which the vectors of known sentences lie. Raises `Unavailable` as that does."""

    def __init__(self, embedder: Embedder, file: Path | None = None) -> None:
        self._embedder = embedder
        self._file = file

    def of(self, text: str) -> Meaning:
        return np.asarray(self._embedder.queries([text[:MAX_CHARS]])[0], dtype=np.float32)

    def of_all(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text. What the file does not hold is embedded and put there; what is no longer wanted leaves it."""
        keys = [self._key(text) for text in texts]
        known = self._kept()
        missing = {key: text[:MAX_CHARS] for key, text in zip(keys, texts, strict=True) if key not in known}
        for start in range(0, len(missing), BATCH):
            some = list(missing.items())[start : start + BATCH]
            vectors = self._embedder.queries([text for _, text in some])
            known |= {key: vector for (key, _), vector in zip(some, vectors, strict=True)}
        wanted = {key: known[key] for key in dict.fromkeys(keys)}
        if missing:
            self._keep(wanted)
        return np.array([wanted[key] for key in keys], dtype=np.float32)

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._embedder.name}\0{text}".encode()).hexdigest()

    def _kept(self) -> dict[str, Meaning]:
        if self._file is None or not self._file.is_file():
            return {}
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            # A file that was cut off is computed again.
            return {}

    def _keep(self, vectors: dict[str, Meaning]) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        whole = self._file.with_name(f"{self._file.name}.{os.getpid()}.new")
        with whole.open("wb") as out:
            np.savez(out, keys=np.array(list(vectors)), vectors=np.array(list(vectors.values())))
        whole.replace(self._file)
