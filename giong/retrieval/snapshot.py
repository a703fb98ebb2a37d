"""An index in memory at one moment: immutable, so any number of searches read it while the next one is being
built.

Knows no disk and no ranking. Memory is about 4 KB a passage for text and postings, and 1.5 KB for a vector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from giong.retrieval import bm25
from giong.retrieval.passages import Passage
from giong.retrieval.store import Stored
from giong.retrieval.terms import terms
from giong.text.unicode import fold

PAIR_WEIGHT = 0.5
"""Of neighbouring syllables beside single ones. Most Vietnamese words are two syllables; pairs find them
without a dictionary. From 0.3 to 0.7 recall hardly changes; without pairs recall@1 is 8 points lower on both
statute sets.
"""

_HIGH = np.int64(1) << 32


class Vocabulary:
    """Terms as numbers, with diacritics and without. Only grows: written by one builder at a time, read by
    all.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._folded_ids: dict[str, int] = {}
        self._folded_of: list[int] = []
        self._spellings: dict[str, list[tuple[str, int]]] = {}

    def numbered(self, words: Sequence[str]) -> list[int]:
        """The terms' numbers; new terms get one."""
        return [self._number(word) for word in words]

    def folded_of(self) -> NDArray[np.int64]:
        """For each term the number of its folded form."""
        return np.array(self._folded_of, np.int64)

    def spellings(self, term: str) -> list[tuple[str, int]]:
        """The known terms, with their numbers, that are `term` once diacritics are taken away."""
        return self._spellings.get(term, [])

    def query(self, text: str, *, folded: bool) -> list[int]:
        """The question's terms in order; those that nothing holds are -1."""
        if folded:
            return [self._folded_ids.get(fold(term), -1) for term in terms(text)]
        return [self._ids.get(term, -1) for term in terms(text)]

    def _number(self, term: str) -> int:
        found = self._ids.get(term)
        if found is None:
            folded = fold(term)
            self._folded_of.append(self._folded_ids.setdefault(folded, len(self._folded_ids)))
            found = self._ids[term] = len(self._folded_of) - 1
            self._spellings.setdefault(folded, []).append((term, found))
        return found


@dataclass(frozen=True)
class Segment:
    """One source's passages as numbers: parallel arrays of its terms in reading order and the passages they
    are in.
    """

    passages: tuple[Passage, ...]
    owners: NDArray[np.int64]
    terms: NDArray[np.int64]


def segment(stored: Stored, vocabulary: Vocabulary) -> Segment:
    """A source's passages with their terms numbered."""
    sizes = [len(words) for words in stored.terms]
    numbers = [number for words in stored.terms for number in vocabulary.numbered(words)]
    return Segment(stored.passages, np.repeat(np.arange(len(sizes)), sizes), np.array(numbers, np.int64))


@dataclass(frozen=True)
class Field:
    """Postings of terms written one way, and of their neighbouring pairs."""

    single: bm25.Postings
    pairs: bm25.Postings

    def coverage(self, query: Sequence[int]) -> NDArray[np.float32]:
        """For each passage, how much of the question's information its words hold: BM25 as a share of what is
        possible.
        """
        single, most_single = self.single.scores(_counted(query))
        pairs, most_pairs = self.pairs.scores(_counted(_paired(query)))
        most = most_single + PAIR_WEIGHT * most_pairs
        return ((single + PAIR_WEIGHT * pairs) / (most or 1.0)).astype(np.float32)


@dataclass(frozen=True)
class Snapshot:
    """`passages` in order, and their postings; row j of `vectors` belongs to passage `embedded[j]`."""

    passages: tuple[Passage, ...]
    written: Field
    folded: Field
    by_id: dict[str, int] = field(repr=False)
    vectors: NDArray[np.float32]
    embedded: NDArray[np.int64]

    def with_vectors(self, rows: Sequence[NDArray[np.float32] | None]) -> Snapshot:
        """The same passages with other vectors (None where a passage has none)."""
        vectors, embedded = _stacked(rows)
        return replace(self, vectors=vectors, embedded=embedded)


def build(segments: Sequence[Segment], rows: Sequence[NDArray[np.float32] | None], vocabulary: Vocabulary) -> Snapshot:
    """All segments as one. `rows` are the passages' vectors, in the segments' order."""
    passages = tuple(passage for part in segments for passage in part.passages)
    offsets = np.cumsum([0, *(len(part.passages) for part in segments)])
    none = np.zeros(0, np.int64)
    owners = np.concatenate([none, *(part.owners + offset for part, offset in zip(segments, offsets, strict=False))])
    numbers = np.concatenate([none, *(part.terms for part in segments)])
    vectors, embedded = _stacked(rows)
    return Snapshot(
        passages=passages,
        written=_field(owners, numbers, len(passages)),
        folded=_field(owners, vocabulary.folded_of()[numbers], len(passages)),
        by_id={passage.id: index for index, passage in enumerate(passages)},
        vectors=vectors,
        embedded=embedded,
    )


def terms_of(passage: Passage) -> list[str]:
    """The terms by which a passage is found, in order: those of its context and its own."""
    return terms(f"{passage.context}\n{passage.text}")


def _field(owners: NDArray[np.int64], numbers: NDArray[np.int64], size: int) -> Field:
    together = owners[1:] == owners[:-1]
    pairs = (numbers[:-1] * _HIGH + numbers[1:])[together]
    return Field(
        single=bm25.build(texts=owners, keys=numbers, size=size),
        pairs=bm25.build(texts=owners[1:][together], keys=pairs, size=size),
    )


def pair_key(left: int, right: int) -> int:
    """The key of two neighbouring terms."""
    return left * int(_HIGH) + right


def _paired(query: Sequence[int]) -> list[int]:
    """Keys of neighbouring terms; -1 where one of the two is unknown."""
    pairs = pairwise(query)
    return [pair_key(left, right) if left >= 0 and right >= 0 else -1 for left, right in pairs]


def _counted(keys: Sequence[int]) -> dict[int, int]:
    """Each key with its count. All unknown ones are -1, which no text holds."""
    return Counter(keys)


def _stacked(rows: Sequence[NDArray[np.float32] | None]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    present = [(index, row) for index, row in enumerate(rows) if row is not None]
    if not present:
        return np.zeros((0, 0), np.float32), np.zeros(0, np.int64)
    return np.stack([row for _, row in present]), np.array([index for index, _ in present], np.int64)
