"""An answer taken from passages word for word, with its citation. Knows no search and no language model.

An entry of a question–answer list is answered by its answer, a table by its row, a list by the list with the sentence
that leads to it, and running text by the one or two sentences that hold most of the question and the kind of thing
asked for.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from giong.retrieval import kinds, reader, rerank, rows
from giong.retrieval.cite import Citation, cite
from giong.retrieval.clues import FUNCTION_WORDS
from giong.retrieval.document import Kind
from giong.retrieval.forest import Forest
from giong.retrieval.index import Hit
from giong.retrieval.passages import Passage
from giong.retrieval.question import Asked, Question, understood
from giong.retrieval.reader import Reading
from giong.retrieval.terms import terms
from giong.text.sentences import sentences
from giong.text.unicode import fold, has_diacritics
from giong.text.words import Span

ANSWERED_FROM = 0.5
"""Confidence from which an answer is given; below it an assistant asks back or says that it does not know."""
HITS_READ = 3
HIT_WEIGHT = 2.0
"""How much a passage's own score counts beside how well the sentence fits."""
KIND_BONUS = 0.5
OWN_QUESTION_WEIGHT = 0.5
"""How much it counts that a listed question is the one asked, and not a longer one about something else."""
NO_QUESTION = 0.5
"""What a sentence or a row, which answers no one question, is taken to share with the one asked."""
PAIR_WEIGHT = 0.5
EQUAL_ROWS_APART = 0.1
"""Rows of a table whose confidence lies so close may answer equally well."""
SAME_MATTER = 0.7
"""Share of a heading's and of a question's words that both have when the one asks about the other."""
MOST_SYLLABLES = 60
"""Of an answer that explains; a list is given whole."""
LEANING = (
    "điều này",
    "ngoài ra",
    "tuy nhiên",
    "theo đó",
    "trường hợp này",
    "khi đó",
    "sau đó",
    "do đó",
    "vì vậy",
    "việc này",
)
"""Openings of a sentence that cannot stand without the one before it."""


@dataclass(frozen=True)
class Answer:
    """`text` is what to say; its words stand in `passage`, at the places that `citations` name (a table's row is
    worded as a sentence). `confidence` in [0, 1] is how surely it answers; from `ANSWERED_FROM` it may be given. `span`
    is the few words that are asked for, "" where none were found.
    """

    text: str
    citations: tuple[Citation, ...]
    confidence: float
    passage: Passage
    span: str = ""


@dataclass(frozen=True)
class _Unit:
    """A sentence, a row or an answer of a hit."""

    hit: Hit
    span: Span
    terms: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A passage of running text with the words found in it and how surely they answer."""

    passage: Passage
    reading: Reading
    confidence: float


def answer(query: str, hits: Sequence[Hit], *, trees: Forest | None = None) -> Answer | None:
    """The answer to `query` from its hits, best first; None when there are none. `trees` are the reader's, its own
    where none are given.
    """
    units = [unit for hit in hits[:HITS_READ] for unit in _units(hit, plain=not has_diacritics(query))]
    if not units:
        return None
    question = understood(query)
    wanted = _wanted(query)
    rarity = _rarity(units)
    best = max(units, key=lambda unit: _fit(unit, wanted, rarity, question.asked))
    if best.hit.passage.kind is Kind.ROW:
        return _of_rows(_equal_rows(best, hits, wanted, query), query)
    if best.hit.passage.kind is Kind.ANSWER:
        return _of_listed(best, question, trees)
    texts = _to_read(hits, best.hit, question.asked)
    readings = [read for hit in texts if (read := _read(query, question, hit, hits[0], trees)) is not None]
    return _of_text(max(readings, key=lambda one: one.confidence), question) if readings else None


def _to_read(hits: Sequence[Hit], fitting: Hit, asked: Asked) -> list[Hit]:
    """The running texts worth reading: the best, the one that fits best, and one whose heading names what is asked."""
    texts = [hit for hit in hits if hit.passage.kind is Kind.PARAGRAPH]
    named = [hit for hit in texts[:HITS_READ] if rows.kind_of_title(asked, " ".join(hit.passage.heading[-1:])) > 0]
    chosen = [*texts[: rerank.PASSAGES_READ], fitting, *named[:1]]
    return [hit for at, hit in enumerate(chosen) if hit not in chosen[:at]]


def _units(hit: Hit, *, plain: bool) -> list[_Unit]:
    passage = hit.passage
    if passage.kind is Kind.PARAGRAPH:
        parts = sentences(passage.text)
    else:
        parts = [Span(passage.text, 0, len(passage.text))]
    context = f"{passage.question}\n" if passage.question else ""
    return [_Unit(hit, part, _own_terms(context + part.text, plain=plain)) for part in parts]


def _own_terms(text: str, *, plain: bool) -> tuple[str, ...]:
    return tuple(fold(term) if plain else term for term in terms(text))


def _wanted(query: str) -> tuple[str, ...]:
    return _own_terms(query, plain=not has_diacritics(query))


def _rarity(units: Sequence[_Unit]) -> dict[str, float]:
    """How telling a term is among these units: idf over them."""
    held = Counter(term for unit in units for term in set(unit.terms))
    return {term: math.log(1 + len(units) / count) for term, count in held.items()}


def _fit(unit: _Unit, wanted: Sequence[str], rarity: dict[str, float], asked: Asked) -> float:
    """How well a unit answers: the share of the question's telling terms and neighbouring pairs that it holds."""
    own = set(unit.terms)
    pairs = set(pairwise(unit.terms))
    most = math.log(1 + len(rarity)) if rarity else 1.0
    score = total = 0.0
    for term in dict.fromkeys(wanted):
        weight = rarity.get(term, most)
        total += weight
        score += weight if term in own else 0.0
    for left, right in pairwise(wanted):
        weight = PAIR_WEIGHT * min(rarity.get(left, most), rarity.get(right, most))
        total += weight
        score += weight if (left, right) in pairs else 0.0
    kind = KIND_BONUS if kinds.holds(asked, unit.span.text) else 0.0
    same = OWN_QUESTION_WEIGHT * _asks_the_same(unit.hit.passage, wanted, rarity)
    return score / (total or 1.0) + kind + same + HIT_WEIGHT * unit.hit.score


def _asks_the_same(passage: Passage, wanted: Sequence[str], rarity: dict[str, float]) -> float:
    """The share of a listed question that is asked."""
    if not passage.question:
        return NO_QUESTION
    own = set(terms(passage.question))
    weights = {term: rarity.get(term, rarity.get(fold(term), 0.0)) for term in own}
    asked = sum(weight for term, weight in weights.items() if term in wanted or fold(term) in wanted)
    return asked / (sum(weights.values()) or 1.0)


def _equal_rows(best: _Unit, hits: Sequence[Hit], wanted: Sequence[str], query: str) -> list[_Unit]:
    """The best row and those of its table with the same columns and words of the question, in the table's order."""

    def held(unit: _Unit) -> tuple[set[str], list[str]]:
        return set(unit.terms) & set(wanted), [name for name, _ in rows.cells(unit.span.text)]

    table = best.hit.passage.source_id
    near = [hit for hit in hits if hit.passage.source_id == table and best.hit.score - hit.score <= EQUAL_ROWS_APART]
    units = [
        unit for hit in near if hit.passage.kind is Kind.ROW for unit in _units(hit, plain=not has_diacritics(query))
    ]
    equal = [unit for unit in units if held(unit) == held(best)]
    return sorted(equal, key=lambda unit: unit.hit.passage.start)


def _of_rows(units: Sequence[_Unit], query: str) -> Answer:
    """One row as a sentence; several that fit equally as a list, none of which is the one value asked for."""
    passages = [unit.hit.passage for unit in units]
    best = max(units, key=lambda unit: unit.hit.score).hit
    texts = [passage.text for passage in passages]
    return Answer(
        text=rows.worded(texts[0], query) if len(texts) == 1 else rows.listed(texts, query),
        citations=tuple(cite(passage, 0, len(passage.text)) for passage in passages),
        confidence=best.score,
        passage=best.passage,
        span=rows.cell(texts[0], query) if len(texts) == 1 else "",
    )


def _of_listed(unit: _Unit, question: Question, trees: Forest | None) -> Answer:
    """A listed answer, whole."""
    passage = unit.hit.passage
    reading = reader.read(question, [part.text for part in sentences(passage.text)], trees)
    return Answer(
        text=passage.text,
        citations=(cite(passage, 0, len(passage.text)),),
        confidence=unit.hit.score,
        passage=passage,
        span=_short(reading, question),
    )


def _short(reading: Reading | None, question: Question) -> str:
    """The words asked for; whether something is so is answered by no words of the text."""
    return reading.span.text if reading and question.asked is not Asked.WHETHER else ""


def _read(query: str, question: Question, hit: Hit, first: Hit, trees: Forest | None) -> _Read | None:
    """Running text, read; None where there are no words in it. `first` is the best of all hits."""
    parts = [part.text for part in sentences(hit.passage.text)]
    reading = reader.read(question, parts, trees)
    if reading is None:
        return None
    seen = rerank.signs(query, question, hit, first, sentence=parts[reading.sentence], reading=reading)
    return _Read(hit.passage, reading, rerank.confidence(seen))


def _of_text(read: _Read, question: Question) -> Answer:
    """The sentence that answers, with what it needs."""
    passage = read.passage
    places = _whole(passage, question) or _places(
        passage, sentences(passage.text)[read.reading.sentence], question.asked
    )
    separator = "\n" if any("\n" in passage.text[a.end : b.start] for a, b in pairwise(places)) else " "
    return Answer(
        text=separator.join(place.text for place in places),
        citations=tuple(cite(passage, place.start, place.end) for place in places),
        confidence=read.confidence,
        passage=passage,
        span=_short(read.reading, question),
    )


def _whole(passage: Passage, question: Question) -> list[Span]:
    """A short text whose heading is what is asked about, unless a number, a time or a name in it is wanted."""
    if not passage.heading or kinds.has_form(question.asked) or len(passage.text.split()) > MOST_SYLLABLES:
        return []
    about = set(terms(passage.heading[-1])) - FUNCTION_WORDS
    asked = set(question.terms) - FUNCTION_WORDS
    if any(fold(term) != term for term in asked):
        shared = about & asked
    else:
        shared = {term for term in about if fold(term) in asked}
    same = bool(shared) and len(shared) >= SAME_MATTER * len(about) and len(shared) >= SAME_MATTER * len(asked)
    return [Span(passage.text, 0, len(passage.text))] if same else []


def _places(passage: Passage, chosen: Span, asked: Asked) -> list[Span]:
    """The chosen sentence and what it needs to be an answer: its list, the sentence it leans on, or its reason."""
    parts = sentences(passage.text)
    at = next(index for index, part in enumerate(parts) if part.start == chosen.start)
    lead = _lead(passage, parts, at)
    if lead is not None and (at == lead or asked in (Asked.LIST, Asked.MANNER)):
        return [_joined(passage, parts[lead], parts[_list_end(parts, lead)])]
    first = last = at
    if first > 0 and chosen.text.lower().startswith(LEANING):
        first -= 1
    if asked in (Asked.MANNER, Asked.REASON) and last + 1 < len(parts):
        size = sum(len(part.text.split()) for part in parts[first : last + 2])
        last += size <= MOST_SYLLABLES and "\n" not in passage.text[parts[last].end : parts[last + 1].start]
    return parts[first : last + 1]


def _lead(passage: Passage, parts: Sequence[Span], at: int) -> int | None:
    """The sentence ending in a colon whose list sentence `at` belongs to (or is)."""
    for index in range(at, -1, -1):
        if parts[index].text.endswith(":") and index + 1 < len(parts):
            return index if _list_end(parts, index) >= at else None
        if index < at and not _is_entry(parts[index + 1].text):
            return None
    return None


def _list_end(parts: Sequence[Span], lead: int) -> int:
    """The last sentence of the list that follows `lead`: all entries carry a mark, or none up to the end does."""
    last = lead
    for index in range(lead + 1, len(parts)):
        if not _is_entry(parts[index].text) and index != lead + 1:
            break
        last = index
    return last


def _is_entry(text: str) -> bool:
    return rows.LIST_MARK.match(text) is not None


def _joined(passage: Passage, first: Span, last: Span) -> Span:
    return Span(passage.text[first.start : last.end], first.start, last.end)
