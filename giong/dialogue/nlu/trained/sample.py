"""A sentence with what is meant by it: its words, a tag for each word and a set of intents. Knows no file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OUTSIDE = "O"
MAX_WORDS = 200
"""What follows in a longer sentence is not read."""


@dataclass(frozen=True)
class Span:
    """The words of one slot: from word `start` up to, not including, word `end`."""

    slot: str
    start: int
    end: int


@dataclass(frozen=True)
class Sample:
    """`tags` has one BIO tag for each word; without slots all of them are `O`."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    intents: frozenset[str]

    @property
    def spans(self) -> frozenset[Span]:
        return frozenset(spans(self.tags))


def spans(tags: Sequence[str]) -> Iterator[Span]:
    """The slots of a tag sequence as conlleval reads them: a slot also begins at an I- that continues nothing."""
    start, open_slot = 0, ""
    for place, tag in enumerate([*tags, OUTSIDE]):
        prefix, _, slot = tag.partition("-")
        if open_slot and (prefix != "I" or slot != open_slot):
            yield Span(open_slot, start, place)
            open_slot = ""
        if prefix == "B" or (prefix == "I" and not open_slot):
            start, open_slot = place, slot


def tags_of(found: Sequence[Span], count: int) -> tuple[str, ...]:
    """The BIO tags of `count` words; spans must not overlap."""
    tags = [OUTSIDE] * count
    for span in found:
        tags[span.start] = f"B-{span.slot}"
        tags[span.start + 1 : span.end] = [f"I-{span.slot}"] * (span.end - span.start - 1)
    return tuple(tags)
