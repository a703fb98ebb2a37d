"""An index in memory at one moment: immutable, so any number of searches read it while the next one is being built.

Knows no disk and no ranking. Memory is about 4 KB a passage for text and postings, and 1.5 KB for a vector.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from giong.retrieval import asking, bm25
from giong.retrieval.passages import Passage
from giong.retrieval.register import Register
from giong.retrieval.store import Stored
from giong.retrieval.terms import terms
from giong.text.unicode import fold

PAIR_WEIGHT = 0.5
"""Of neighbouring syllables beside single ones. Most Vietnamese words are two syllables; pairs find them without a
dictionary. From 0.3 to 0.7 recall hardly changes; without pairs recall@1 is 8 points lower on both statute sets.
"""

_HIGH = np.int64(1) << 32


@dataclass(frozen=True)
class Query:
    """A question's terms in order, as numbers, and how much each counts."""

    numbers: Sequence[int]
    weights: Sequence[float]

    def single(self) -> dict[int, float]:
        """The weight of each term. All unknown ones are one key, which no text holds."""
        return _summed(zip(self.numbers, self.weights, strict=True))

    def telling(self) -> list[int]:
        """The terms that do not merely ask."""
        return [number for number, weight in zip(self.numbers, self.weights, strict=True) if weight == asking.TELLING]

    def pairs(self) -> dict[int, float]:
        """The weight of each pair of neighbours: that of the lighter one."""
        keys = (pair_key(left, right) for left, right in pairwise(self.numbers))
        return _summed(zip(keys, map(min, pairwise(self.weights)), strict=True))


class Vocabulary:
    """Terms as numbers, with diacritics and without. Only grows: written by one builder at a time, read by all."""

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

    def query(self, text: str, *, folded: bool) -> Query:
        """The question's terms, those that nothing holds as -1."""
        asked = [fold(term) for term in terms(text)] if folded else terms(text)
        ids = self._folded_ids if folded else self._ids
        return Query([ids.get(term, -1) for term in asked], asking.weights(asked, folded=folded))

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
    """One source's passages as numbers: parallel arrays of its terms in reading order and their passages."""

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

    def coverage(self, query: Query) -> NDArray[np.float32]:
        """For each passage, how much of what the question says its words hold: BM25 as a share of what is possible."""
        single, most_single = self.single.scores(query.single())
        pairs, most_pairs = self.pairs.scores(query.pairs())
        most = most_single + PAIR_WEIGHT * most_pairs
        return ((single + PAIR_WEIGHT * pairs) / (most or 1.0)).astype(np.float32)

    def lacking(self, query: Query) -> NDArray[np.float32]:
        """For each passage, how much of what the question tells is in the rarest term that its words lack."""
        return self.single.rarest_lacking(query.telling())


@dataclass(frozen=True)
class Snapshot:
    """`passages` in order, and their postings; row j of `vectors` belongs to passage `embedded[j]`."""

    passages: tuple[Passage, ...]
    written: Field
    folded: Field
    by_id: dict[str, int] = field(repr=False)
    vectors: NDArray[np.float32]
    embedded: NDArray[np.int64]
    register: Register = field(default_factory=Register, repr=False)

    def with_vectors(self, rows: Sequence[NDArray[np.float32] | None]) -> Snapshot:
        """The same passages with other vectors (None where a passage has none)."""
        vectors, embedded = _stacked(rows)
        return replace(self, vectors=vectors, embedded=embedded)


def build(
    segments: Sequence[Segment],
    rows: Sequence[NDArray[np.float32] | None],
    vocabulary: Vocabulary,
    register: Register,
) -> Snapshot:
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
        register=register,
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
    """The key of two neighbouring terms, -1 where one of them is unknown."""
    return left * int(_HIGH) + right if left >= 0 and right >= 0 else -1


def _summed(weighted: Iterable[tuple[int, float]]) -> dict[int, float]:
    total: dict[int, float] = {}
    for key, weight_of_key in weighted:
        total[key] = total.get(key, 0.0) + weight_of_key
    return total


def _stacked(rows: Sequence[NDArray[np.float32] | None]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    present = [(index, row) for index, row in enumerate(rows) if row is not None]
    if not present:
        return np.zeros((0, 0), np.float32), np.zeros(0, np.int64)
    return np.stack([row for _, row in present]), np.array([index for index, _ in present], np.int64)
