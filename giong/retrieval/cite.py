"""A citation: which sentence of which source an answer rests on. Knows no search."""

from __future__ import annotations

from dataclasses import dataclass

from giong.retrieval.passages import Passage


@dataclass(frozen=True)
class Citation:
    """`quote` is `source_text[start:end]`: the sentence, row or answer to open and highlight. `page` counts from 1."""

    passage_id: str
    source_id: str
    source_title: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str


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
    )
