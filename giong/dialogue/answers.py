"""Answers to questions: from the assistant's own lines, and from its documents with the sentence they rest on."""

from __future__ import annotations

import logging

from giong.dialogue.colloquial import bare, written_out
from giong.dialogue.knowledge import Finding
from giong.dialogue.line import Piece
from giong.dialogue.moment import Moment, Pieces
from giong.retrieval.answer import answer
from giong.retrieval.document import Kind
from giong.retrieval.passages import Passage

log = logging.getLogger(__name__)

PASSAGES_WORDED = 3
"""How many passages a language model is given."""


async def find(moment: Moment, query: str) -> Finding:
    """Search the documents for what is asked; courtesies in it would only blur it.

    An assistant whose documents fail can still run its flows, so that is finding nothing.
    """
    asked = bare(written_out(query))
    if asked not in moment.findings:
        moment.findings[asked] = await _search(moment, asked)
    return moment.findings[asked]


async def _search(moment: Moment, query: str) -> Finding:
    try:
        hits = tuple(await moment.means.knowledge.search(query))
    except Exception as error:
        log.error("the documents cannot be searched: %s", type(error).__name__)
        return Finding(query)
    return Finding(query, hits, answer(query, hits))


def topic(passage: Passage) -> str:
    """What a passage is about, as a person can be asked whether they mean it."""
    if passage.question:
        return passage.question.rstrip(" ?")
    if passage.kind is Kind.ROW:
        return passage.text.partition(";")[0].rpartition(": ")[2]
    return passage.heading[-1] if passage.heading else passage.source_title


def about(finding: Finding, wanted: str) -> Finding:
    """The same finding answered from the passages about one topic."""
    hits = tuple(hit for hit in finding.hits if topic(hit.passage) == wanted) or finding.hits
    return Finding(finding.query, hits, answer(finding.query, hits))


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
    if finding.confidence < moment.assistant.document_thresholds.clarify:
        yield moment.line("unknown")
        return
    async for piece in tell(moment, finding):
        yield piece
