"""Scores made into probabilities. Knows nothing else."""

from __future__ import annotations

import numpy as np

from giong.dialogue.nlu.trained.parameters import Array


def softmax(scores: Array) -> Array:
    """Along the last axis."""
    chance: Array = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chance /= chance.sum(axis=-1, keepdims=True)
    return chance
