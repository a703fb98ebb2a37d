"""Likeness made into a probability: logistic calibration on what is known to be right and wrong. Knows no words."""

from __future__ import annotations

import numpy as np

from giong.dialogue.nlu.likeness import Scores

PRIOR: Scores = np.array([9.0, 5.0, -5.0])
"""Calibration before any example is seen: weights of likeness and lead, and the constant."""
_PRIOR_WEIGHT = 2.0


def features(scores: Scores) -> Scores:
    """For each intent its likeness, its lead over the best other one, and 1."""
    if scores.size < 2:
        return np.stack([scores, scores, np.ones_like(scores)], axis=1)
    second, first = np.partition(scores, -2)[-2:]
    rival = np.where(scores == first, second, first)
    return np.stack([scores, scores - rival, np.ones_like(scores)], axis=1)


def probability(features: Scores, weights: Scores) -> Scores:
    return np.asarray(1 / (1 + np.exp(-np.clip(features @ weights, -30, 30))), dtype=np.float64)


def fit(features: Scores, labels: Scores) -> Scores:
    """Logistic regression by Newton's method, drawn towards the prior so that a few examples cannot bend it."""
    weights = PRIOR.copy()
    pull = np.eye(3) * _PRIOR_WEIGHT * np.array([0.05, 0.05, 0.1])
    for _ in range(25):
        chance = probability(features, weights)
        gradient = features.T @ (chance - labels) + pull @ (weights - PRIOR)
        curvature = (features * (chance * (1 - chance))[:, None]).T @ features + pull
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    # More alike and further ahead must never mean less sure.
    weights[:2] = np.maximum(weights[:2], 0.5)
    return weights
