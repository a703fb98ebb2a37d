"""Putting the evidence of words and of meaning together: one score in [0, 1] for each passage. Knows no
index.

The weights were selected on measurements; `bench/LOG.md` has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]

DENSE_WEIGHT = 0.5
COSINE_FLOOR = 0.75
"""e5's cosines of unrelated texts: below this nothing is meant."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for each passage. `lexical` in [0, 1]: the share of the question's information that its
    words hold; `dense`: the cosine with the question, NaN where there is no vector yet.
    """

    lexical: Numbers
    dense: Numbers | None


def fused(evidence: Evidence) -> Numbers:
    """The scores, comparable between questions."""
    if evidence.dense is None:
        return evidence.lexical
    meant = np.clip((evidence.dense - COSINE_FLOOR) / (1 - COSINE_FLOOR), 0, 1)
    both = (1 - DENSE_WEIGHT) * evidence.lexical + DENSE_WEIGHT * meant
    return np.where(np.isnan(evidence.dense), evidence.lexical, both).astype(np.float32)
