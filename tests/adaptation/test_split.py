"""What is held out is really new."""

from __future__ import annotations

from giong.adaptation.split import held_out, pattern
from giong.dialogue.nlu.trained.sample import Sample, Span, tags_of
from tests.dialogue.nlu.trained.requests import requests


def test_a_pattern_is_the_sentence_without_its_values() -> None:
    words = ["bật", "đèn", "bàn", "lúc", "7", "giờ", "kém", "15"]
    sample = Sample(tuple(words), tags_of([Span("device", 1, 3)], len(words)), frozenset({"on"}))
    assert pattern(sample) == "bat [device] luc 0 gio kem 0"


def test_near_duplicates_stay_on_one_side() -> None:
    samples = requests()
    learn, out = held_out(samples, share=0.2)
    assert not {pattern(sample) for sample in learn} & {pattern(sample) for sample in out}
    assert len(out) >= 0.2 * len(samples)
    assert len(learn) + len(out) == len(samples)


def test_the_same_seed_parts_in_the_same_way() -> None:
    assert held_out(requests(), seed=3) == held_out(requests(), seed=3)
    assert any(held_out(requests(), seed=3) != held_out(requests(), seed=seed) for seed in (4, 5))
