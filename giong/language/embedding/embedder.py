"""The seam to whatever turns texts into vectors. Knows nothing of passages, indexes or fusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dimension); every row has length 1, so a dot product is a cosine."""


@dataclass(frozen=True)
class Scale:
    """A model's usual cosine of a question with a passage that has nothing to do with it, and with one that answers it.

    Models differ widely (e5 finds 0.78 between strangers), so cosines are brought to this scale before they are
    weighed.
    """

    unrelated: float
    related: float


class Embedder(Protocol):
    """Texts in, unit vectors out. One object serves all threads at once.

    Vectors of different `name`s must not be compared: an index keeps the name beside each vector and embeds again when
    it changes. Raises `Unavailable` when the engine is missing or away; any text is acceptable, also an empty one.
    """

    @property
    def name(self) -> str:
        """Engine, model and variant, stable over restarts."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def scale(self) -> Scale:
        """What this model's cosines mean."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that will be found, shape (len(texts), dimension)."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), dimension)."""


def unit(vectors: Vectors) -> Vectors:
    """The rows scaled to length 1; a row of zeros becomes the first axis, so that nothing is ever NaN."""
    rows = np.array(vectors, dtype=np.float32, ndmin=2)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows[lengths == 0, 0] = 1.0
    lengths[lengths == 0] = 1.0
    rows /= lengths[:, None]
    return rows
