"""An index in memory at one moment: immutable, so any number of searches read it while the next one is being built.

Knows no disk and no ranking. Memory is about 2 KB a passage for text and postings, and 1.5 KB for a vector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from giong.retrieval import bm25
from giong.retrieval.passages import Passage
from giong.retrieval.store import Stored, Words
from giong.retrieval.terms import terms
from giong.text.unicode import fold


class Vocabulary:
    """Terms as numbers, with diacritics and without. Only grows; used by one builder at a time, read by all."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._folded_ids: dict[str, int] = {}
        self._folded_of: list[int] = []

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def folded_size(self) -> int:
        return len(self._folded_ids)

    def add(self, term: str) -> int:
        found = self._ids.get(term)
        if found is None:
            folded = fold(term)
            self._folded_of.append(self._folded_ids.setdefault(folded, len(self._folded_ids)))
            found = self._ids[term] = len(self._ids)
        return found

    def folded_of(self) -> NDArray[np.int64]:
        """For each term the number of its folded form."""
        return np.array(self._folded_of, np.int64)

    def query(self, text: str) -> dict[int, int]:
        """The question's terms with their counts. What no text holds gets numbers below 0."""
        return _numbered(terms(text), self._ids)

    def folded_query(self, text: str) -> dict[int, int]:
        return _numbered([fold(term) for term in terms(text)], self._folded_ids)


def _numbered(words: Sequence[str], ids: dict[str, int]) -> dict[int, int]:
    unknown = iter(range(-1, -len(words) - 1, -1))
    return {ids[word] if word in ids else next(unknown): count for word, count in Counter(words).items()}


@dataclass(frozen=True)
class Segment:
    """One source's passages as numbers: parallel arrays (passage, term, count), passages counted from 0."""

    passages: tuple[Passage, ...]
    owners: NDArray[np.int64]
    terms: NDArray[np.int64]
    counts: NDArray[np.float32]
    sections: NDArray[np.int64]
    """For each passage, which run of passages under the same heading it belongs to, counted from 0."""


def segment(stored: Stored, vocabulary: Vocabulary) -> Segment:
    """A source's passages with their terms numbered."""
    sizes = [len(words.terms) for words in stored.words]
    ids = [vocabulary.add(term) for words in stored.words for term in words.terms]
    counts = [words.counts for words in stored.words]
    new = [i > 0 and p.heading != stored.passages[i - 1].heading for i, p in enumerate(stored.passages)]
    return Segment(
        passages=stored.passages,
        owners=np.repeat(np.arange(len(sizes)), sizes),
        terms=np.array(ids, np.int64),
        counts=np.concatenate(counts).astype(np.float32) if counts else np.zeros(0, np.float32),
        sections=np.cumsum(np.array(new, np.int64)) if new else np.zeros(0, np.int64),
    )


@dataclass(frozen=True)
class Field:
    """Postings over passages and over sections, for terms written one way."""

    passages: bm25.Postings
    sections: bm25.Postings


@dataclass(frozen=True)
class Snapshot:
    """`passages` in order; `section_of[i]` is passage i's section; row j of `vectors` belongs to passage `embedded[j]`."""

    passages: tuple[Passage, ...]
    section_of: NDArray[np.int64]
    written: Field
    folded: Field
    by_id: dict[str, int] = field(repr=False)
    vectors: NDArray[np.float32]
    embedded: NDArray[np.int64]

    def with_vectors(self, rows: Sequence[NDArray[np.float32] | None]) -> Snapshot:
        """The same passages with other vectors (None where a passage has none)."""
        vectors, embedded = _stacked(rows)
        return Snapshot(
            self.passages, self.section_of, self.written, self.folded, self.by_id, vectors, embedded
        )


def build(
    segments: Sequence[Segment], rows: Sequence[NDArray[np.float32] | None], vocabulary: Vocabulary
) -> Snapshot:
    """All segments as one. `rows` are the passages' vectors, in the segments' order."""
    passages = tuple(passage for part in segments for passage in part.passages)
    owners = _concatenated([part.owners for part in segments], [len(part.passages) for part in segments])
    section_of = _concatenated(
        [part.sections for part in segments], [int(part.sections.max(initial=-1)) + 1 for part in segments]
    )
    numbers = np.concatenate([part.terms for part in segments]) if segments else np.zeros(0, np.int64)
    counts = np.concatenate([part.counts for part in segments]) if segments else np.zeros(0, np.float32)
    sections = int(section_of.max(initial=-1)) + 1

    def field_of(ids: NDArray[np.int64], size: int) -> Field:
        return Field(
            bm25.build(texts=owners, terms=ids, counts=counts, size=len(passages), vocabulary=size),
            bm25.build(texts=section_of[owners], terms=ids, counts=counts, size=sections, vocabulary=size),
        )

    vectors, embedded = _stacked(rows)
    return Snapshot(
        passages=passages,
        section_of=section_of,
        written=field_of(numbers, len(vocabulary)),
        folded=field_of(vocabulary.folded_of()[numbers], vocabulary.folded_size),
        by_id={passage.id: index for index, passage in enumerate(passages)},
        vectors=vectors,
        embedded=embedded,
    )


def words_of(passage: Passage) -> Words:
    """The terms by which a passage is found: its own and those of its context."""
    counted = Counter(terms(f"{passage.context}\n{passage.text}"))
    return Words(
        tuple(counted), np.minimum(np.array(list(counted.values()), np.int64), 65_535).astype(np.uint16)
    )


def _concatenated(parts: Sequence[NDArray[np.int64]], sizes: Sequence[int]) -> NDArray[np.int64]:
    offsets = np.concatenate([[0], np.cumsum(sizes)])[: len(parts)].astype(np.int64)
    shifted = [part + offset for part, offset in zip(parts, offsets, strict=True)]
    return np.concatenate(shifted) if shifted else np.zeros(0, np.int64)


def _stacked(rows: Sequence[NDArray[np.float32] | None]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    present = [(index, row) for index, row in enumerate(rows) if row is not None]
    if not present:
        return np.zeros((0, 0), np.float32), np.zeros(0, np.int64)
    return np.stack([row for _, row in present]), np.array([index for index, _ in present], np.int64)
