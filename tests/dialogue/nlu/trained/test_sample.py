"""Tags as slots and back."""

from __future__ import annotations

import pytest

from giong.dialogue.nlu.trained.sample import Span, spans, tags_of


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("O B-a I-a O", [Span("a", 1, 3)]),
        ("B-a B-a I-a", [Span("a", 0, 1), Span("a", 1, 3)]),
        ("B-a I-b I-b", [Span("a", 0, 1), Span("b", 1, 3)]),
        ("I-a I-a O I-a", [Span("a", 0, 2), Span("a", 3, 4)]),
        ("O O", []),
        ("", []),
    ],
)
def test_slots_are_read_as_conlleval_reads_them(tags: str, found: list[Span]) -> None:
    assert list(spans(tags.split())) == found


def test_tags_of_slots_are_those_slots() -> None:
    some = [Span("a", 0, 1), Span("a", 1, 3), Span("b", 4, 5)]
    assert list(spans(tags_of(some, 6))) == some
