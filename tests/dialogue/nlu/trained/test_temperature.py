"""A model that was too sure becomes as sure as it is right."""

from __future__ import annotations

import numpy as np
import pytest

from giong.dialogue.nlu.trained.temperature import temperature


def test_an_overconfident_model_is_cooled_to_how_often_it_is_right() -> None:
    """Nine in ten are right: the best temperature makes its scores say 0.9."""
    scores = [np.array([8.0, 0.0], np.float32)] * 100
    found = temperature(scores, [0] * 90 + [1] * 10)
    assert 1 / (1 + np.exp(-8.0 / found)) == pytest.approx(0.9, abs=0.02)


def test_a_model_that_is_always_right_may_be_surer() -> None:
    assert temperature([np.array([1.0, 0.0], np.float32)] * 10, [0] * 10) == pytest.approx(0.5)


def test_without_sentences_nothing_is_changed() -> None:
    assert temperature([], []) == 1.0
