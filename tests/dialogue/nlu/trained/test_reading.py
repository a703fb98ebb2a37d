"""A typed sentence read by a trained model."""

from __future__ import annotations

import pytest

from giong.dialogue.nlu.trained.ensemble import fit
from giong.dialogue.nlu.trained.model import Model
from giong.dialogue.nlu.trained.reading import read
from tests.dialogue.nlu.trained.requests import requests


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(requests())


def test_gives_intents_best_first_and_the_words_of_slots_as_they_were_typed(model: Model) -> None:
    reading, slots = read(model, "Đường  Kim Mã, không có nước từ sáng!")
    assert next(iter(reading.intents)) == "mat_nuoc"
    assert slots == {"street": "Kim Mã"}
    assert list(reading.intents.values()) == sorted(reading.intents.values(), reverse=True)


@pytest.mark.parametrize("text", ["", "!!! ???", "👍👍", "\u200b"])
def test_of_a_text_without_words_nothing_is_known(model: Model, text: str) -> None:
    reading, slots = read(model, text)
    assert (reading.choice, reading.intents, slots) == (frozenset(), {}, {})
