"""A forest of small decision trees as arrays: what they add up to for many rows at once. Knows no clue and no training.

The trees are made by gradient boosting (Friedman, "Greedy function approximation", Annals of Statistics 29, 2001).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import IO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Places = NDArray[np.int32]

ROWS_AT_ONCE = 512
"""Rows whose nodes are followed together: their numbers stay in the processor's cache."""


@dataclass(frozen=True)
class Forest:
    """Node i asks whether `row[feature[i]] <= threshold[i]` and goes on at `left[i]` or `right[i]`; a leaf has both
    pointing at itself and adds `value[i]`. `roots` are the first nodes of the trees, `depth` the longest way down.
    `lessons` are the fingerprints of what it was fitted on, so that nobody measures it on that unawares.
    """

    feature: Places
    threshold: Numbers
    left: Places
    right: Places
    value: Numbers
    roots: Places
    depth: int
    lessons: frozenset[int] = field(default=frozenset(), repr=False)

    def scores(self, rows: Numbers, *, trees: int | None = None) -> Numbers:
        """The sum of all trees, or of the first `trees`, for each row, shape (rows,)."""
        roots = self.roots[:trees]
        parts = [self._some(rows[at : at + ROWS_AT_ONCE], roots) for at in range(0, len(rows), ROWS_AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _some(self, rows: Numbers, roots: Places) -> Numbers:
        # One long row of numbers, and both ways on side by side: `take` is several times faster than two indices.
        numbers = np.ascontiguousarray(rows).ravel()
        begin = (np.arange(len(rows), dtype=np.int32) * rows.shape[1])[:, None]
        at = np.repeat(roots[None], len(rows), axis=0)
        for _ in range(self.depth):
            asked = numbers.take(begin + self.feature.take(at))
            at = self._ways.take(2 * at + (asked > self.threshold.take(at)))
        return np.asarray(self.value.take(at).sum(axis=1), np.float32)

    @cached_property
    def _ways(self) -> Places:
        """Where each node goes on: left, right, left, right …"""
        return np.stack([self.left, self.right], axis=1).ravel()

    def write(self, file: IO[bytes]) -> None:
        """Write the arrays as an .npz file."""
        np.savez_compressed(
            file,
            feature=self.feature.astype(np.int16),
            threshold=self.threshold,
            left=self.left.astype(np.int16),
            right=self.right.astype(np.int16),
            value=self.value,
            roots=self.roots.astype(np.int16),
            depth=np.int16(self.depth),
            lessons=np.array(sorted(self.lessons), np.uint32),
        )


def read(file: IO[bytes]) -> Forest:
    """Read what `Forest.write` wrote."""
    with np.load(file, allow_pickle=False) as kept:
        return Forest(
            feature=kept["feature"].astype(np.int32),
            threshold=kept["threshold"].astype(np.float32),
            left=kept["left"].astype(np.int32),
            right=kept["right"].astype(np.int32),
            value=kept["value"].astype(np.float32),
            roots=kept["roots"].astype(np.int32),
            depth=int(kept["depth"]),
            lessons=frozenset(map(int, kept["lessons"])),
        )


def fingerprint(lesson: str) -> int:
    """A small number that tells one text from most others."""
    return crc32(lesson.encode())
