"""Answers to questions: from the assistant's own lines, and from its documents with the sentence they rest on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from giong.dialogue import dated
from giong.dialogue.assistance.grounding.claims import Claim
from giong.dialogue.assistance.prompts import Voice
from giong.dialogue.assistance.wording import Matter, Wording
from giong.dialogue.knowledge import Finding
from giong.dialogue.line import Piece
from giong.dialogue.listed import led_in, numbered, read_out
from giong.dialogue.manners.colloquial import bare, written_out
from giong.dialogue.manners.courtesy import softened
from giong.dialogue.moment import Moment, Pieces
from giong.retrieval.answer import answer
from giong.retrieval.cite import Citation, cite, joined
from giong.retrieval.conflicts import rival
from giong.retrieval.document import Kind
from giong.retrieval.index import Hit
from giong.retrieval.listing import whole
from giong.retrieval.matter import missing
from giong.retrieval.passages import Passage
from giong.retrieval.question import understood
from giong.retrieval.register import HOLDS, Force

log = logging.getLogger(__name__)

COMPOSING_S = 4.0
"""How long a language model may take for an answer."""
PASSAGES_WORDED = 3
"""How many passages a language model is given."""
PASSAGES_KEPT = 5
"""Of those that hold today."""
SURER = 0.2
"""By how much a text that does not hold today must answer better than one that does, to be told at all."""


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
        hits = await moment.means.knowledge.search(query)
        return _weighed(moment, query, hits)
    except Exception as error:
        log.error("the documents cannot be searched: %s", type(error).__name__)
        return Finding(query)


def _weighed(moment: Moment, query: str, hits: Sequence[Hit]) -> Finding:
    """Answered from what holds today; from something else only where that answers clearly better."""
    register, today = moment.means.knowledge.register(), moment.means.clock.now().date()
    standings = [register.standing(hit.passage, today) for hit in hits]
    holds = [standing.force is Force.PRESENT for standing in standings]
    present = _answered(moment, query, [hit for hit, now in zip(hits, holds, strict=True) if now])
    if all(holds):
        return present
    other = _answered(moment, query, [hit for hit, now in zip(hits, holds, strict=True) if not now])
    least = moment.assistant.document_thresholds.answer
    return other if other.confidence >= max(present.confidence + SURER, least) else present


def _answered(moment: Moment, query: str, hits: Sequence[Hit]) -> Finding:
    kept = tuple(hits[:PASSAGES_KEPT])
    found = answer(query, kept)
    if found is None:
        return Finding(query, kept)
    knowledge = moment.means.knowledge
    found = whole(found, knowledge.section(found.passage.id), understood(query).asked)
    standing = knowledge.register().standing(found.passage, moment.means.clock.now().date())
    return Finding(query, kept, found, rival(query, found, kept), standing)


def topic(passage: Passage) -> str:
    """What a passage is about, as a person can be asked whether they mean it."""
    if passage.question:
        return passage.question.rstrip(" ?")
    if passage.kind is Kind.ROW:
        return passage.text.partition(";")[0].rpartition(": ")[2]
    return passage.heading[-1] if passage.heading else passage.source_title


def about(moment: Moment, finding: Finding, wanted: str) -> Finding:
    """The same finding answered from the passages about one topic."""
    hits = tuple(hit for hit in finding.hits if topic(hit.passage) == wanted) or finding.hits
    return _answered(moment, finding.query, hits)


def worded(moment: Moment, finding: Finding) -> Piece:
    """What was found as it is said: a list numbered, sources that differ side by side, what no longer holds named so,
    all in the assistant's tone. The words of the documents are not changed.
    """
    found = finding.answer
    assert found is not None
    own = moment.notes.own or moment.assistant.persona.own
    citations = found.citations
    before = f"{_missing(finding)} {dated.notice(finding.standing, found.passage)}".strip()
    if finding.rival is not None:
        register = moment.means.knowledge.register()
        text = dated.both(found, finding.rival, register)
        first, second = dated.newest_first(found, finding.rival, register)
        citations = (*first.citations, *second.citations)
    else:
        text = numbered(found.text) if found.passage.kind is Kind.PARAGRAPH else led_in(found.text)
    text = softened(f"{before} {text}".strip(), own)
    return Piece(
        text,
        citations=joined(citations),
        speech=read_out(text, ordinals=found.passage.kind is Kind.PARAGRAPH),
    )


def _missing(finding: Finding) -> str:
    """What is said first where the documents speak of something near, and not of what was asked."""
    asked = missing(finding.query, finding.answer.passage) if finding.answer else ""
    return f"Tài liệu không nói về “{asked}”; gần nhất chỉ có:" if asked else ""


async def tell(moment: Moment, finding: Finding) -> Pieces:
    """Say what was found, with its citations."""
    found = finding.answer
    assert found is not None
    moment.decide("answer", confidence=found.confidence)
    moment.notes.misses = 0
    piece = worded(moment, finding)
    plain = finding.rival is None and finding.standing == HOLDS and not _missing(finding)
    if moment.means.wording is not None and plain:
        piece = await _by_model(moment, moment.means.wording, finding, piece)
    yield piece


async def _by_model(moment: Moment, wording: Wording, finding: Finding, piece: Piece) -> Piece:
    """The answer as a language model words it, citing what its sentences rest on; `piece` where it does not."""
    assert finding.answer is not None
    passages = [hit.passage for hit in finding.hits[:PASSAGES_WORDED]]
    approved = bool(finding.answer.passage.question)
    names = moment.speaker.scope().names
    matter = Matter(
        question=finding.query,
        extracted=piece.text,
        passages=[passage.text for passage in passages],
        titles=[" – ".join(passage.heading) for passage in passages],
        voice=Voice(names["self"], names["customer"], moment.assistant.persona.style),
        approved=approved,
        within_s=moment.model_time_s(COMPOSING_S),
    )
    worded = await wording.word(matter)
    moment.decide(
        "answer", usage=moment.report.usage + worded.usage, worded=worded.outcome.value, dropped=worded.dropped
    )
    if not worded.claims:
        return piece
    resting = () if approved else _resting(worded.claims, passages)
    return replace(piece, text=worded.text, speech="", citations=resting or piece.citations)


def _resting(claims: Sequence[Claim], passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """Citations of the sentences that the claims rest on."""
    places = ((passages[claim.source], part) for claim in claims if claim.source >= 0 for part in claim.evidence)
    found = ((passage, passage.text.find(part), part) for passage, part in places)
    return joined(cite(passage, at, at + len(part)) for passage, at, part in found if at >= 0)


async def look_up(moment: Moment, query: str) -> Pieces:
    """A flow's question to the documents."""
    finding = await find(moment, query)
    if finding.confidence < moment.assistant.document_thresholds.clarify:
        yield moment.line("unknown")
        return
    async for piece in tell(moment, finding):
        yield piece
