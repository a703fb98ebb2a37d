"""The recipe measures what was held out and keeps what has seen all."""

from __future__ import annotations

import pytest

from giong.adaptation.recipes.understanding import FEWEST, learn
from giong.errors import BadInput
from tests.dialogue.nlu.trained.requests import STREETS, requests


def test_the_figures_are_of_sentences_held_out_and_the_model_has_seen_all() -> None:
    samples = requests(STREETS[:2])
    steps: list[tuple[int, int]] = []
    learnt = learn(samples, on_progress=lambda done, of: steps.append((done, of)))
    assert 0 < learnt.report.n < len(samples) / 2
    assert all(learnt.model.predict(sample.words).choice == sample.intents for sample in samples)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1][0] == steps[-1][1]


def test_too_few_samples_are_refused() -> None:
    with pytest.raises(BadInput) as refused:
        learn(requests()[: FEWEST - 1])
    assert refused.value.code == "understanding.too_few_samples"
