"""Which sets of intents a sentence may have."""

from __future__ import annotations

from giong.dialogue.nlu.trained.labels import Labels
from giong.dialogue.nlu.trained.sample import Sample


def sample(*intents: str) -> Sample:
    return Sample(("a",), ("O",), frozenset(intents))


def test_where_each_sentence_has_one_intent_only_those_are_chosen_from() -> None:
    assert set(Labels.of([sample("a"), sample("b"), sample("c")]).choices) == {
        frozenset(intent) for intent in ("a", "b", "c")
    }


def test_where_intents_occur_together_any_two_may() -> None:
    labels = Labels.of([sample("a"), sample("b", "c"), sample("a", "b", "c")])
    assert set(labels.choices) == {frozenset(intents) for intents in ("a", "ab", "ac", "bc", "abc")}
    assert labels.members.tolist() == [[float(name in choice) for name in "abc"] for choice in labels.choices]


def test_without_slots_there_is_one_tag() -> None:
    assert Labels.of([sample("a")]).tags == ("O",)
    assert not Labels.of([sample("a")]).has_slots
