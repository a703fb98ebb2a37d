"""The fake embedder: hashed syllable n-grams. Understands no meaning, needs no weights, is the same on every machine.

Texts that share words get close vectors, with and without diacritics, which is enough for tests and for an index that
must work while nothing else is installed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from giong.language.embedding.embedder import Scale, Vectors, unit
from giong.text.unicode import fold, nfc

_WORD = re.compile(r"\w+")
FOLDED_WEIGHT = 0.5
PAIR_WEIGHT = 0.5


class HashingEmbedder:
    """Bag of hashed syllables, their folded forms and their pairs, with random signs (feature hashing)."""

    scale = Scale(unrelated=0.08, related=0.35)

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.name = f"hashing-{dimension}"

    def passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for feature, weight in _features(text):
                bucket, sign = _hashed(feature)
                row[bucket % self.dimension] += sign * weight
        return unit(vectors) if len(texts) else vectors

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self.passages(texts)


def load(*, dimension: int = 256) -> HashingEmbedder:
    """The engine table's entry point."""
    return HashingEmbedder(dimension)


def _features(text: str) -> Iterator[tuple[str, float]]:
    words = _WORD.findall(nfc(text).lower())
    for word in words:
        yield word, 1.0
        yield "~" + fold(word), FOLDED_WEIGHT
    for left, right in pairwise(words):
        yield f"{left} {right}", PAIR_WEIGHT


@lru_cache(maxsize=65_536)
def _hashed(feature: str) -> tuple[int, float]:
    number = int.from_bytes(hashlib.blake2s(feature.encode(), digest_size=8).digest(), "big")
    return number >> 1, 1.0 if number & 1 else -1.0
