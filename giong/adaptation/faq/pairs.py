"""A question with its answer, and what a new list of them means beside what is known: new, the same, contradicting.

Knows no file of an assistant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from giong.errors import BadInput
from giong.retrieval import asking
from giong.retrieval.document import Block, Document, Kind
from giong.retrieval.passages import Passage
from giong.retrieval.sources import read
from giong.retrieval.terms import terms


@dataclass(frozen=True)
class Pair:
    """One answer with every phrasing of its question. `since` and `until` (the last day) are ISO dates, "" = none;
    `row` counts the file's rows from 1, 0 where it comes from none; `source` tells what a draft was made from.
    """

    questions: tuple[str, ...]
    answer: str
    group: str = ""
    keywords: str = ""
    since: str = ""
    until: str = ""
    row: int = 0
    source: str = ""

    @property
    def question(self) -> str:
        return self.questions[0]

    @property
    def id(self) -> str:
        """Follows from what it says, so that the same pair always has the same."""
        return hashlib.blake2s(f"{self.question}\0{self.answer}".encode(), digest_size=5).hexdigest()


@dataclass(frozen=True)
class Known:
    """An answer that is given already, and where it stands."""

    question: str
    answer: str
    place: str


@dataclass(frozen=True)
class Contradiction:
    """`pair` answers a question otherwise than what is known does."""

    pair: Pair
    known: Known


@dataclass(frozen=True)
class Review:
    """What a list brings: `fresh` can be taken in, `same` is known, `skipped` rows lack a question or an answer."""

    fresh: tuple[Pair, ...]
    same: tuple[Pair, ...]
    contradictions: tuple[Contradiction, ...]
    skipped: tuple[int, ...] = ()


def pairs_in(name: str, data: bytes) -> tuple[list[Pair], list[int]]:
    """The list in a spreadsheet, and the rows without a question or an answer. Raises `BadInput` for another table."""
    document = read(name, data)
    pairs: list[Pair] = []
    group = ""
    for block in document.blocks:
        if block.kind is Kind.HEADING:
            group = document.of(block)
        elif block.kind is Kind.ANSWER:
            _add(pairs, _pair(document, block, group))
    if not pairs:
        raise BadInput(
            "faq.no_columns",
            vi="Không thấy danh sách hỏi đáp trong tệp. Hàng đầu cần có cột “Câu hỏi” và cột “Trả lời”; có thể thêm "
            "“Cách hỏi khác”, “Nhóm”, “Từ khoá”, “Hiệu lực từ”, “Hiệu lực đến”.",
            en="The file holds no list of questions. Its first row needs a column “question” and a column “answer”; "
            "“also”, “category”, “keywords”, “effective from” and “effective to” may be added.",
        )
    return pairs, list(document.passed_over)


def review(pairs: Iterable[Pair], known: Iterable[Known], skipped: Sequence[int] = ()) -> Review:
    """Compare a list with what is known and with itself."""
    answers = {matter(one.question): one for one in known}
    fresh: list[Pair] = []
    same: list[Pair] = []
    contradictions: list[Contradiction] = []
    for pair in pairs:
        matters = [matter(question) for question in pair.questions]
        others = [answers[one] for one in matters if one in answers]
        differing = next((one for one in others if _plain(one.answer) != _plain(pair.answer)), None)
        if differing is not None:
            contradictions.append(Contradiction(pair, differing))
        elif len(others) == len(matters):
            same.append(pair)
        else:
            fresh.append(pair)
            place = f"dòng {pair.row}" if pair.row else pair.source
            own = (Known(question, pair.answer, place) for question in pair.questions)
            answers.update(zip(matters, own, strict=True))
    return Review(tuple(fresh), tuple(same), tuple(contradictions), tuple(skipped))


def known_in(passages: Iterable[Passage]) -> list[Known]:
    """The questions that an assistant's lists answer already."""
    return [
        Known(passage.question, passage.text, f"{passage.source_title}, dòng {passage.row}")
        for passage in passages
        if passage.kind is Kind.ANSWER and passage.question
    ]


def matter(question: str) -> str:
    """A question without greetings and particles, in one spelling: two that agree in it are the same question."""
    words = terms(question)
    weights = asking.weights(words, folded=False)
    return " ".join(word for word, weight in zip(words, weights, strict=True) if weight > asking.SILENT)


def _pair(document: Document, block: Block, group: str) -> Pair:
    return Pair(
        questions=(block.question or "",),
        answer=document.of(block),
        group=group,
        keywords=block.keywords,
        since=block.since,
        until=block.until,
        row=block.row or 0,
    )


def _add(pairs: list[Pair], pair: Pair) -> None:
    """Further phrasings stand in the same row."""
    last = pairs[-1] if pairs else None
    if last and last.row and replace(last, questions=()) == replace(pair, questions=()):
        pairs[-1] = replace(last, questions=(*last.questions, *pair.questions))
    else:
        pairs.append(pair)


def _plain(text: str) -> str:
    return " ".join(terms(text))
