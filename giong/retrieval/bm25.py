"""BM25: how well the words of a question fit a text. Knows terms as numbers and no text.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), in Lucene's form, which keeps
idf positive and leaves out the constant factor k1 + 1 (Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020, table 1).
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """For each term, which texts hold it and how much that weighs; immutable.

    Term t is in the texts `texts[starts[t]:starts[t + 1]]` with the weights at the same places. `idf[t]` is the rareness of
    t; `unseen` that of a term that no text holds.
    """

    size: int
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    weights: Numbers
    idf: Numbers
    unseen: float

    def scores(self, query: Mapping[int, int]) -> Numbers:
        """BM25 of every text for the query's terms and their counts, shape (size,). Unknown terms are term -1."""
        scores = np.zeros(self.size, np.float32)
        for term, count in query.items():
            if 0 <= term < len(self.idf):
                span = slice(self.starts[term], self.starts[term + 1])
                scores[self.texts[span]] += count * self.idf[term] * self.weights[span]
        return scores

    def best_possible(self, query: Mapping[int, int]) -> float:
        """What no text can exceed for the query: the sum of its terms' rareness."""
        known = sum(
            count * float(self.idf[term]) for term, count in query.items() if 0 <= term < len(self.idf)
        )
        return known + self.unseen * sum(
            count for term, count in query.items() if not 0 <= term < len(self.idf)
        )


def build(
    *,
    texts: NDArray[np.int64],
    terms: NDArray[np.int64],
    counts: NDArray[np.float32],
    size: int,
    vocabulary: int,
) -> Postings:
    """Postings from parallel arrays (text, term, count); what is named twice is added up."""
    keys, where = np.unique(terms * max(size, 1) + texts, return_inverse=True)
    summed = np.bincount(where, weights=counts, minlength=len(keys)).astype(np.float32)
    owners = (keys % max(size, 1)).astype(np.int32)
    containing = np.bincount(keys // max(size, 1), minlength=vocabulary).astype(np.int64)
    lengths = np.bincount(owners, weights=summed, minlength=size).astype(np.float32)
    mean_length = float(lengths.mean()) if size and lengths.any() else 1.0
    return Postings(
        size=size,
        starts=np.concatenate([[0], np.cumsum(containing)]).astype(np.int64),
        texts=owners,
        weights=saturation(summed, lengths[owners], mean_length=mean_length),
        idf=idf(size, containing),
        unseen=float(idf(size, np.zeros(1, np.int64))[0]),
    )
