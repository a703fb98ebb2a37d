"""An answer taken from a passage word for word, with its citation. Knows no search and no language model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from giong.retrieval.cite import Citation, cite
from giong.retrieval.index import Hit
from giong.retrieval.passages import Passage
from giong.retrieval.terms import terms
from giong.text.sentences import sentences


@dataclass(frozen=True)
class Answer:
    """`text` is what to say; `span` the few words in it that are asked for, where they could be found ("" = none)."""

    text: str
    citations: tuple[Citation, ...]
    confidence: float
    passage: Passage
    span: str = ""


def answer(query: str, hits: Sequence[Hit]) -> Answer | None:
    """The best hit's answer, or None when there is none."""
    if not hits:
        return None
    hit = hits[0]
    passage = hit.passage
    if passage.question is not None:
        return Answer(passage.text, (cite(passage, 0, len(passage.text)),), hit.score, passage)
    asked = set(terms(query))
    best = max(sentences(passage.text), key=lambda sentence: len(asked & set(terms(sentence.text))))
    return Answer(best.text, (cite(passage, best.start, best.end),), hit.score, passage)
