"""A citation: which sentence of which source an answer rests on. Knows no search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from giong.retrieval.passages import Passage


@dataclass(frozen=True)
class Citation:
    """`quote` is `source_text[start:end]`: the sentence, row or answer to open and highlight. `page` counts from 1, and
    so does `row` of a table.
    """

    passage_id: str
    source_id: str
    source_title: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    row: int | None = None


def cite(passage: Passage, start: int, end: int) -> Citation:
    """Cite `passage.text[start:end]`."""
    return Citation(
        passage_id=passage.id,
        source_id=passage.source_id,
        source_title=passage.source_title,
        heading=passage.heading,
        page=passage.page,
        start=passage.start + start,
        end=passage.start + end,
        quote=passage.text[start:end],
        row=passage.row,
    )


def joined(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Each place once, in order: what lies inside a place that is cited too adds nothing."""
    kept: list[Citation] = []
    for one in dict.fromkeys(citations):
        if any(_inside(one, other) for other in kept):
            continue
        kept = [other for other in kept if not _inside(other, one)]
        kept.append(one)
    return tuple(kept)


def _inside(one: Citation, other: Citation) -> bool:
    return one.source_id == other.source_id and other.start <= one.start and one.end <= other.end
