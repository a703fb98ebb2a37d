"""Both sides of the comparison are told, and answer, the same thing."""

from __future__ import annotations

import yaml

from bench.rasa import rasa_examples, spans_of
from bench.reader import parsed
from giong.dialogue.nlu.trained.ensemble import fit
from giong.dialogue.nlu.trained.sample import Sample, Span, tags_of
from tests.dialogue.nlu.trained.requests import requests


def test_samples_become_rasas_examples() -> None:
    words = ("từ", "hà", "nội", "đến", "huế")
    spans = [Span("from", 1, 3), Span("to", 4, 5)]
    flight = Sample(words, tags_of(spans, len(words)), frozenset({"flight", "fare"}))
    greeting = Sample(("chào", "em"), ("O", "O"), frozenset({"greet"}))
    written = yaml.safe_load(rasa_examples([greeting, flight]))
    assert [(part["intent"], part["examples"]) for part in written["nlu"]] == [
        ("fare+flight", '- từ [hà nội]{"entity": "from"} đến [huế]{"entity": "to"}\n'),
        ("greet", "- chào em\n"),
    ]


def test_entities_are_places_in_the_words_that_were_sent() -> None:
    words = ("từ", "hà", "nội", "đến", "huế")
    answer = {"entities": [{"entity": "from", "start": 3, "end": 9}, {"entity": "to", "start": 14, "end": 17}]}
    assert spans_of(answer, words) == {Span("from", 1, 3), Span("to", 4, 5)}


def test_our_answer_has_the_shape_of_rasas() -> None:
    model = fit(requests())
    words = ("đường", "Kim", "Mã", "không", "có", "nước", "từ", "sáng")
    answer = parsed(model, " ".join(words))
    assert answer["intent"]["name"] == "mat_nuoc"
    assert spans_of(answer, words) == {span for span, _ in model.predict(words).slots} == {Span("street", 1, 3)}
