"""The examples of an assistant's folder: its own intents, and the parts that are marked in them. Knows no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from giong.dialogue.assistant import Assistant
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.nlu.trained.sample import Sample, Span, tags_of
from giong.text.words import Span as Piece
from giong.text.words import syllables


def read(folder: Path) -> list[Sample]:
    """Raises `BadFolder`."""
    return samples_of(read_assistant(folder, with_model=False))


def samples_of(assistant: Assistant) -> list[Sample]:
    return [
        _sample(example.text, example.slots, frozenset({intent.name}))
        for intent in assistant.intents.values()
        for example in intent.examples
    ]


def sample(text: str) -> Sample:
    """A sentence in which nothing is marked and that is for no intent."""
    return _sample(text, {}, frozenset())


def _sample(text: str, slots: Mapping[str, str], intents: frozenset[str]) -> Sample:
    pieces = syllables(text)
    spans = [span for slot, words in slots.items() if (span := _span(pieces, slot, text.find(words), words))]
    return Sample(tuple(piece.text for piece in pieces), tags_of(spans, len(pieces)), intents)


def _span(pieces: Sequence[Piece], slot: str, start: int, words: str) -> Span | None:
    inside = [number for number, piece in enumerate(pieces) if start <= piece.start and piece.end <= start + len(words)]
    return Span(slot, inside[0], inside[-1] + 1) if inside else None
