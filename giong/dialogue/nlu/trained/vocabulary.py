"""Words as numbers: with diacritics, without, and by what they look like. Knows no network and no label."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from giong.text.tones import to_old
from giong.text.unicode import fold, has_diacritics, nfc

Numbers = NDArray[np.intp]

HIDDEN, UNKNOWN = 0, 1
"""A word whose diacritics were not typed, and one that was never seen."""
LOOKS = 3
LOOK_ROWS = 512
"""How a word looks is hashed into so many rows (Weinberger and others, "Feature hashing", 2009)."""


@dataclass(frozen=True)
class Encoded:
    """A sentence in numbers, each of shape (words,), `looks` (words, LOOKS)."""

    accented: Numbers
    plain: Numbers
    looks: Numbers

    def __len__(self) -> int:
        return len(self.plain)


@dataclass(frozen=True)
class Vocabulary:
    """The words seen in training, with and without diacritics; the first two numbers are no words."""

    accented: tuple[str, ...]
    plain: tuple[str, ...]

    @classmethod
    def of(cls, sentences: Iterable[Sequence[str]]) -> Vocabulary:
        counts = Counter(_written(word) for words in sentences for word in words)
        plain = Counter[str]()
        for word, count in counts.items():
            plain[fold(word)] += count
        return cls(_by_frequency(counts), _by_frequency(plain))

    def encode(self, words: Sequence[str]) -> Encoded:
        """A sentence without a single diacritic was typed without them: its accented forms are hidden."""
        written = [_written(word) for word in words]
        plain = [fold(word) for word in written]
        if any(map(has_diacritics, words)):
            accented = [self._accented_numbers.get(word, UNKNOWN) for word in written]
        else:
            accented = [HIDDEN] * len(words)
        return Encoded(
            np.array(accented, dtype=np.intp),
            np.array([self._plain_numbers.get(word, UNKNOWN) for word in plain], dtype=np.intp),
            np.array([_looks(word, bare) for word, bare in zip(words, plain, strict=True)], dtype=np.intp).reshape(
                -1, LOOKS
            ),
        )

    @cached_property
    def _accented_numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.accented, 2)}

    @cached_property
    def _plain_numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.plain, 2)}


def _written(word: str) -> str:
    return to_old(nfc(word)).lower()


def _by_frequency(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))


def _looks(word: str, plain: str) -> tuple[int, int, int]:
    """The beginning, the end and the shape: "38" is 00, "Huế" is Aa."""
    shape = "".join("".join(run)[:3] if kind == "0" else kind for kind, run in groupby(map(_kind, word)))
    return _row(f"<{plain[:2]}"), _row(f"{plain[-2:]}>"), _row(f"={shape}")


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "0"
    if letter.isalpha():
        return "A" if letter.isupper() else "a"
    return letter


def _row(look: str) -> int:
    return zlib.crc32(look.encode(errors="surrogatepass")) % LOOK_ROWS
