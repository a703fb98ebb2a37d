"""Confidences, bands and leave-one-out answers, on numbers alone."""

from __future__ import annotations

import numpy as np
import pytest

from giong.dialogue.nlu.calibration import (
    ANSWER_WITHIN,
    WRONG_AT_MOST,
    Trial,
    bands,
    calibration_error,
    fit,
    probability,
)
from giong.dialogue.nlu.ridge import Ridge


def trial(confidence: float, *, right: bool, weight: float = 1.0) -> Trial:
    return Trial(owner=0, best=0 if right else 1, second=2, confidence=confidence, weight=weight)


def test_leaving_out_by_formula_is_leaving_out_in_fact() -> None:
    """What the closed form says of a fit without some samples is what such a fit says."""
    random = np.random.default_rng(7)
    points = random.normal(size=(12, 5))
    kernel, targets, weights = points @ points.T, random.normal(size=(12, 3)), random.uniform(0.5, 2, size=12)
    whole = Ridge(kernel, targets, weights)
    for left_out in ([3], [0, 5, 11]):
        rest = [number for number in range(12) if number not in left_out]
        without = Ridge(kernel[np.ix_(rest, rest)], targets[rest], weights[rest])
        in_fact = without.scores(kernel[np.ix_(left_out, rest)])
        assert np.allclose(whole.without(np.array(left_out)), in_fact)
    assert np.allclose(whole.without_each()[3], whole.without(np.array([3]))[0])


def test_bands_keep_the_promised_share_of_errors() -> None:
    sure = [trial(0.95 - 0.001 * n, right=n % 20 != 0) for n in range(300)]
    unsure = [trial(0.6 - 0.001 * n, right=False) for n in range(200)]
    found = bands([*sure, *unsure])
    answered = [one for one in [*sure, *unsure] if one.confidence >= found.answer]
    assert ANSWER_WITHIN[0] <= found.answer <= ANSWER_WITHIN[1]
    assert sum(not one.right for one in answered) / len(answered) <= WRONG_AT_MOST
    assert found.clarify <= found.answer


def test_bands_stay_within_limits_where_examples_say_nothing() -> None:
    assert bands([]).answer == ANSWER_WITHIN[1]
    assert bands([trial(0.9, right=False)] * 5).answer == ANSWER_WITHIN[1]
    assert bands([trial(0.1, right=True)] * 5).answer == ANSWER_WITHIN[0]


def test_calibration_brings_confidence_to_frequency() -> None:
    random = np.random.default_rng(1)
    scores = random.uniform(0, 1, size=4000)
    right = random.uniform(size=4000) < scores
    rows = np.stack([scores, scores, scores, scores, np.ones(4000)], axis=1)
    confidence = probability(rows, fit(rows, right.astype(float), np.ones(4000)))
    trials = [trial(float(c), right=bool(r)) for c, r in zip(confidence, right, strict=True)]
    assert calibration_error(trials) < 0.06


def test_a_confident_liar_is_found_out() -> None:
    assert calibration_error([trial(0.99, right=False)] * 10) == pytest.approx(0.99)
    assert calibration_error([trial(1.0, right=True)] * 10) == 0
