"""What a report says of right and wrong readings."""

from __future__ import annotations

import pytest

from giong.adaptation.report import Score, contradictions, report
from giong.dialogue.nlu.trained.model import Reading
from giong.dialogue.nlu.trained.sample import Sample, Span, tags_of


def sample(words: str, intents: str, *spans: Span) -> Sample:
    return Sample(tuple(words.split()), tags_of(spans, len(words.split())), frozenset(intents.split()))


def reading(intents: str, *spans: Span) -> Reading:
    return Reading(frozenset(intents.split()), 0.9, {}, tuple((span, 0.9) for span in spans))


SAMPLES = [
    sample("bay huế đà nẵng", "flight", Span("from", 1, 2), Span("to", 2, 4)),
    sample("giá vé", "fare flight"),
    sample("giá vé", "fare"),
    sample("chào em", "greet"),
]
READINGS = [
    reading("flight", Span("from", 1, 2), Span("to", 2, 3)),
    reading("fare flight"),
    reading("flight"),
    reading("greet", Span("to", 0, 1)),
]


def test_counts_what_is_exactly_right() -> None:
    found = report(SAMPLES, READINGS)
    assert found.n == 4
    assert found.intent_accuracy == 0.75
    assert found.sentence_accuracy == 0.25
    assert found.slots == {"from": Score(1, 1, 1), "to": Score(0, 2, 1)}
    assert found.slot_f1 == pytest.approx(2 * 1 / (3 + 2))
    assert found.intents["flight"] == Score(right=2, found=3, wanted=2)
    assert found.intents["fare"] == Score(right=1, found=1, wanted=2)
    assert found.intent_f1_macro == pytest.approx((0.8 + 2 / 3 + 1) / 3)
    assert found.confusions == {("fare", "flight"): 1}


def test_without_slots_there_is_no_figure_for_them() -> None:
    shown = report(SAMPLES[3:], [reading("greet")]).as_json()
    assert shown["slot_f1"] is None
    assert shown["sentence_accuracy"] == 1


def test_the_same_words_with_another_meaning_contradict() -> None:
    some = [
        sample("Giá vé", "fare"),
        sample("chào em", "greet"),
        sample("giá vé", "flight"),
        sample("hoà bình", "greet", Span("to", 0, 2)),
        sample("hòa bình", "greet", Span("from", 0, 2)),
        sample("chào em", "greet"),
    ]
    intents, slots = contradictions(some)
    assert (intents.text, intents.lines, intents.intents, intents.slots_differ) == (
        "giá vé",
        (1, 3),
        ("fare", "flight"),
        False,
    )
    assert (slots.lines, slots.slots_differ) == ((4, 5), True)


def test_it_is_json() -> None:
    shown = report(SAMPLES, READINGS, SAMPLES).as_json()
    assert shown["slots"]["to"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "wanted": 1, "found": 2}
    assert shown["confusions"] == [{"wanted": "fare", "found": "flight", "times": 1}]
    assert shown["contradictions"][0]["text"] == "giá vé"
