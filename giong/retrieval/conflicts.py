"""Finds another source that answers the same question with another value. Knows no dates: which of the two is right is
not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.retrieval import kinds, rows
from giong.retrieval.answer import Answer, answer
from giong.retrieval.document import Kind
from giong.retrieval.index import Hit
from giong.retrieval.passages import Passage
from giong.retrieval.question import Asked, understood
from giong.retrieval.terms import terms
from giong.text.lexicon import bag
from giong.text.tones import to_old
from giong.text.unicode import fold, has_diacritics

LEAD = 0.25
"""By how much surer the found answer may be than its rival."""
LEAST = 0.5
ALIKE = {Asked.PRICE: 0.3, Asked.DURATION: 0.7, Asked.TIME: 0.7, Asked.AMOUNT: 0.7}
"""How much of their words two answers must share to speak of the same. A matter has one price, but many durations and
days: of the sample assistants' 285 own questions none is told to conflict, of which 7 would be without this.
"""
_EMPTY = frozenset(
    to_old(word)
    for word in bag(
        """là của và có được bao nhiêu mấy gì nào thế ở tại cho khi về với thì trong ngoài theo mức thu giá phí lệ tiền
        thời hạn gian lâu ngày giờ điều khoản mục quy định thủ tục hướng dẫn một các những cần phải hết mất đồng hỏi đáp
        thông tin chính sách chung bảng biểu danh sách phụ lục năm"""
    )
)
"""Words that do not tell one matter from another."""


def rival(query: str, found: Answer, hits: Sequence[Hit]) -> Answer | None:
    """The surest answer of another source that says something else about the same matter; None where none does."""
    asked = understood(query).asked
    said = _values(asked, found.text) if asked in ALIKE else set()
    if not said:
        return None
    for hit in hits:
        if hit.passage.source_id == found.passage.source_id or not _may_differ(found.passage, hit.passage):
            continue
        other = answer(query, [hit])
        if other is None or other.confidence < max(LEAST, found.confidence - LEAD):
            continue
        if not _same_matter(query, found, other) or _likeness(found, other) < ALIKE[asked]:
            continue
        differing = _values(asked, other.text)
        if differing and not differing & said:
            return other
    return None


def _may_differ(one: Passage, other: Passage) -> bool:
    """Whether each passage holds the words of what the other is about; reading one for an answer costs more."""
    return _subject(one) <= _words(f"{other.context}\n{other.text}") and _subject(other) <= _words(
        f"{one.context}\n{one.text}"
    )


def _values(asked: Asked, text: str) -> set[str]:
    """What is asked for, in one spelling."""
    places = kinds.found(asked, text) or []
    return {" ".join(re.sub(r"\bngày\b", "", " ".join(terms(text[start:end]))).split()) for start, end in places}


def _same_matter(query: str, one: Answer, other: Answer) -> bool:
    """Whether each is about all that the other is about, as far as the question does not leave it open."""
    asked = _words(query)
    left, right = _all_words(one), _all_words(other)
    if (asked & left) - right or (asked & right) - left:
        return False
    return _subject(one.passage) <= right and _subject(other.passage) <= left


def _likeness(one: Answer, other: Answer) -> float:
    """The share of the words of the two, with what each is about, that are the same."""
    left, right = (_words(found.text) | _subject(found.passage) for found in (one, other))
    return len(left & right) / (len(left | right) or 1)


def _all_words(found: Answer) -> set[str]:
    return _words(
        f"{found.passage.context}\n{found.text}\n{found.passage.text if found.passage.kind is Kind.ROW else ''}"
    )


def _subject(passage: Passage) -> set[str]:
    """What tells a passage from its neighbours: its question, its row's first cell, its heading."""
    if passage.question:
        return _words(passage.question)
    if passage.kind is Kind.ROW:
        return _words(rows.cells(passage.text)[0][1])
    return _words(passage.heading[-1]) if passage.heading else set()


def _words(text: str) -> set[str]:
    """The telling words without their diacritics. What is typed without them may lose a telling word that looks like an
    empty one.
    """
    empty = _EMPTY if has_diacritics(text) else _EMPTY | {fold(word) for word in _EMPTY}
    return {fold(word) for word in terms(text) if not word.isdigit() and word not in empty}
