"""A trained model where an assistant asks for an understander."""

from __future__ import annotations

import asyncio

import pytest

from giong.dialogue.nlu.trained.ensemble import fit
from giong.dialogue.nlu.trained.understander import TrainedUnderstander
from giong.dialogue.nlu.understanding import Understander
from tests.dialogue.nlu.trained.requests import requests


@pytest.fixture(scope="module")
def understander() -> Understander:
    return TrainedUnderstander(fit(requests()))


def test_gives_guesses_best_first_and_the_words_of_slots_as_they_were_typed(understander: Understander) -> None:
    found = asyncio.run(understander.understand("Đường  Kim Mã, không có nước từ sáng!"))
    assert found.best.intent == "mat_nuoc"
    assert found.slots == {"street": "Kim Mã"}
    confidences = [guess.confidence for guess in found.guesses]
    assert confidences == sorted(confidences, reverse=True)


@pytest.mark.parametrize("text", ["", "!!! ???", "👍👍", "\u200b"])
def test_of_a_text_without_words_nothing_is_known(understander: Understander, text: str) -> None:
    found = asyncio.run(understander.understand(text))
    assert (found.best.intent, dict(found.slots)) == ("", {})
