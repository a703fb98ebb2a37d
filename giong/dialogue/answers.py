"""Answers to questions: from the assistant's own lines, and from its documents with the sentence they rest on."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from giong.dialogue.line import Piece
from giong.dialogue.moment import Moment, Pieces
from giong.retrieval.answer import Answer, answer
from giong.retrieval.index import Hit

log = logging.getLogger(__name__)

PASSAGES_WORDED = 3
"""How many passages a language model is given."""


@dataclass(frozen=True)
class Finding:
    """What the documents say to a question."""

    query: str
    hits: tuple[Hit, ...] = ()
    answer: Answer | None = None

    @property
    def confidence(self) -> float:
        return self.answer.confidence if self.answer else 0.0


async def find(moment: Moment, query: str) -> Finding:
    """Search the documents. An assistant whose documents fail can still run its flows, so that is finding nothing."""
    try:
        hits = tuple(await moment.means.knowledge.search(query))
    except Exception as error:
        log.error("the documents cannot be searched: %s", type(error).__name__)
        return Finding(query)
    return Finding(query, hits, answer(query, hits))


async def tell(moment: Moment, finding: Finding) -> Pieces:
    """Say what was found, with its citations."""
    found = finding.answer
    assert found is not None
    moment.decide("answer", confidence=found.confidence)
    moment.notes.misses = 0
    text = found.text
    if moment.means.wording is not None:
        passages = [hit.passage.text for hit in finding.hits[:PASSAGES_WORDED]]
        text, usage = await moment.means.wording.word(finding.query, text, passages)
        moment.decide("answer", usage=moment.report.usage + usage)
    yield Piece(text, citations=found.citations)


async def look_up(moment: Moment, query: str) -> Pieces:
    """A flow's question to the documents."""
    finding = await find(moment, query)
    if finding.confidence < moment.assistant.thresholds.clarify:
        yield moment.line("unknown")
        return
    async for piece in tell(moment, finding):
        yield piece
