"""Scores made into probabilities, and the bands in which one answers, asks back or does not know. Knows no words.

Logistic calibration (Platt, "Probabilistic outputs for support vector machines", 1999) on trials: sentences whose
answer is known, judged by what was learnt without them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

PRIOR: Scores = np.array([3.0, 2.5, 1.5, 1.5, -3.5])
"""Calibration before any trial is seen: weights of score, lead, likeness and share of known words, and the constant."""
_PRIOR_WEIGHT = 1.0
_LONGEST_STEP = 2.0
"""Newton's steps overshoot where a few trials are told apart without an error."""
FEATURES = len(PRIOR)

WRONG_AT_MOST = 0.15
"""Of what is answered without asking back, this share of trials may be wrong."""
RIGHT_AT_LEAST = 0.40
"""Of what is asked back, in this share of trials the right intent must be among the two that are offered."""
ANSWER_WITHIN = (0.50, 0.75)
CLARIFY_WITHIN = (0.25, 0.45)
"""Where few or odd examples would put a band, it is kept in these limits."""
_BINS = 10


@dataclass(frozen=True)
class Trial:
    """A sentence judged by what was learnt without it. `owner` is its intent, -1 where it has none that is known;
    `weight` is how many turns it stands for; `lesson` is the number of the sentence.
    """

    owner: int
    best: int
    second: int
    confidence: float
    weight: float = 1.0
    lesson: int = -1

    @property
    def right(self) -> bool:
        return self.owner == self.best

    @property
    def offered(self) -> bool:
        """Whether the right one is among the best two."""
        return self.owner >= 0 and self.owner in (self.best, self.second)


@dataclass(frozen=True)
class Bands:
    """Confidences: from `answer` up it is answered, from `clarify` up asked back, below that it is not known."""

    answer: float
    clarify: float


def features(scores: Scores, likeness: Scores, known: Scores) -> Scores:
    """For each intent (last axis): its score, its lead over the best other one, the likest example, the share of known
    words, and 1. `scores` has one column more, for none of the intents, which is a rival like any other.
    """
    second, first = np.moveaxis(np.partition(scores, -2, axis=-1)[..., -2:], -1, 0)
    rival = np.where(scores == first[..., None], second[..., None], first[..., None])
    scores, lead = scores[..., :-1], (scores - rival)[..., :-1]
    return np.stack([scores, lead, likeness, known, np.ones_like(scores)], axis=-1)


def probability(features: Scores, weights: Scores) -> Scores:
    return np.asarray(1 / (1 + np.exp(-np.clip(features @ weights, -30, 30))), dtype=np.float64)


def fit(features: Scores, labels: Scores, counts: Scores) -> Scores:
    """Logistic regression by Newton's method, drawn towards the prior so that a few examples cannot bend it."""
    weights = PRIOR.copy()
    pull = _PRIOR_WEIGHT * np.eye(FEATURES)
    for _ in range(30):
        chance = probability(features, weights)
        gradient = features.T @ (counts * (chance - labels)) + pull @ (weights - PRIOR)
        curvature = (features * (counts * chance * (1 - chance))[:, None]).T @ features + pull
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step * min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-6:
            break
    # A higher score and more likeness must never mean less sure.
    weights[:-1] = np.maximum(weights[:-1], 0.2)
    return weights


def bands(trials: Sequence[Trial]) -> Bands:
    """The lowest confidences that keep both promises (`WRONG_AT_MOST`, `RIGHT_AT_LEAST`) on the trials."""
    ordered = sorted(trials, key=lambda trial: -trial.confidence)
    answer = _lowest([(one.confidence, one.weight, one.right) for one in ordered], 1 - WRONG_AT_MOST, ANSWER_WITHIN)
    below = [(one.confidence, one.weight, one.offered) for one in ordered if one.confidence < answer]
    return Bands(answer, min(_lowest(below, RIGHT_AT_LEAST, CLARIFY_WITHIN), answer))


def _lowest(good: list[tuple[float, float, bool]], share: float, within: tuple[float, float]) -> float:
    """The lowest confidence down to which this share is good, of (confidence, weight, good) with the surest first."""
    least, most = within
    found, seen, kept = most, 0.0, 0.0
    for confidence, weight, is_good in good:
        seen += weight
        kept += weight * is_good
        if kept >= share * seen:
            found = min(found, confidence)
    return min(max(math.ceil(found * 100) / 100, least), most)


def calibration_error(trials: Sequence[Trial]) -> float:
    """Expected calibration error over ten bins (Naeini et al., "Obtaining well calibrated probabilities", 2015)."""
    bins: list[list[Trial]] = [[] for _ in range(_BINS)]
    for trial in trials:
        bins[min(int(trial.confidence * _BINS), _BINS - 1)].append(trial)
    total = sum(trial.weight for trial in trials)
    gaps = (abs(sum(one.weight * (one.confidence - one.right) for one in some)) for some in bins)
    return float(sum(gaps) / total) if total else 0.0
