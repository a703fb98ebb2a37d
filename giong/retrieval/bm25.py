"""BM25: how well the words of a question fit a text. Knows terms as numbers and no text.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), in Lucene's form, which keeps
idf positive and leaves out the constant factor k1 + 1 (Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020, table
1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75

Numbers = NDArray[np.float32]


def idf(texts: int, containing: NDArray[np.int64]) -> Numbers:
    """How rare terms are that `containing` of `texts` texts hold: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return np.log1p((texts - containing + 0.5) / (containing + 0.5)).astype(np.float32)


def saturation(
    counts: NDArray[np.float32],
    lengths: NDArray[np.float32],
    *,
    mean_length: float,
    k1: float = K1,
    b: float = B,
) -> Numbers:
    """How far `counts` occurrences go in texts of `lengths` terms: f / (f + k1 (1 - b + b L / mean L)), below 1."""
    return (counts / (counts + k1 * (1 - b + b * lengths / mean_length))).astype(np.float32)


@dataclass(frozen=True)
class Postings:
    """For each key (a term, or a pair of terms), which texts hold it and how much that weighs; immutable.

    Key `keys[i]` is in the texts `texts[starts[i]:starts[i + 1]]` with the weights at the same places; `keys` ascend.
    `idf[i]` is its rareness, `unseen` that of a key that no text holds.
    """

    size: int
    keys: NDArray[np.int64]
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    weights: Numbers
    idf: Numbers
    unseen: float

    def held(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """In how many texts each of `keys` is."""
        at = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        if not len(self.keys):
            return np.zeros(len(keys), np.int64)
        return np.where(self.keys[at] == keys, self.starts[at + 1] - self.starts[at], 0)

    def scores(self, query: Mapping[int, float]) -> tuple[Numbers, float]:
        """BM25 of every text for the query's keys and their weights, shape (size,), and what no text can exceed."""
        scores = np.zeros(self.size, np.float32)
        best_possible = 0.0
        for key, count in query.items():
            place = self._place(key)
            rareness = count * self._idf(place)
            best_possible += rareness
            held = self._held(place)
            scores[self.texts[held]] += rareness * self.weights[held]
        return scores, best_possible

    def rarest_lacking(self, keys: Iterable[int]) -> Numbers:
        """For each text the idf of the rarest of `keys` that it lacks, as a share of all their idf, shape (size,)."""
        places = sorted({self._place(key) for key in keys}, key=self._idf)
        lacking = np.zeros(self.size, np.float32)
        for place in places:
            holders = self.texts[self._held(place)]
            lacked_before = lacking[holders]
            lacking[:] = self._idf(place)
            lacking[holders] = lacked_before
        return lacking / (sum(map(self._idf, places)) or 1.0)

    def _place(self, key: int) -> int:
        """Where `key` is among the keys, -1 where no text holds it."""
        at = int(np.searchsorted(self.keys, key))
        return at if at < len(self.keys) and self.keys[at] == key else -1

    def _idf(self, place: int) -> float:
        return float(self.idf[place]) if place >= 0 else self.unseen

    def _held(self, place: int) -> slice:
        """Where the texts that hold the key at `place` stand."""
        return slice(self.starts[place], self.starts[place + 1]) if place >= 0 else slice(0, 0)


def build(*, texts: NDArray[np.int64], keys: NDArray[np.int64], size: int) -> Postings:
    """Postings from parallel arrays that name each occurrence: in which of `size` texts, and which key."""
    order = np.lexsort((texts, keys))
    keys, texts = keys[order], texts[order]
    new = np.ones(len(keys), bool)
    new[1:] = (keys[1:] != keys[:-1]) | (texts[1:] != texts[:-1])
    firsts = np.flatnonzero(new)
    counts = np.diff(np.append(firsts, len(keys))).astype(np.float32)
    owners = texts[firsts].astype(np.int32)
    distinct, starts = np.unique(keys[firsts], return_index=True)
    starts = np.append(starts, len(firsts)).astype(np.int64)
    lengths = np.bincount(owners, weights=counts, minlength=size).astype(np.float32)
    mean_length = float(lengths.mean()) if lengths.any() else 1.0
    return Postings(
        size=size,
        keys=distinct,
        starts=starts,
        texts=owners,
        weights=saturation(counts, lengths[owners], mean_length=mean_length),
        idf=idf(size, np.diff(starts)),
        unseen=float(idf(size, np.zeros(1, np.int64))[0]),
    )
