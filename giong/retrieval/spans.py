"""The few words of a sentence that a question asks for. Knows no search; rules and weights over word order.

A candidate is any short run of words. It is good when it stands beside words of the question (in the order in which
the question has them around its question word), is itself new, is of the kind asked for, and begins and ends where
phrases do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from giong.retrieval.question import Asked, Question
from giong.retrieval.terms import terms
from giong.text.lexicon import bag
from giong.text.unicode import fold
from giong.text.words import Span, syllables

LONGEST = 14
"""Syllables of an answer."""

_NUMERAL = (
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ"
    r"|linh|lẻ|rưỡi|mốt|lăm|tư|không|vài|chục)"
)
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)*(?:\s?[½¼¾])?(?:\s?%|\s?phần trăm)?"
    rf"|{_NUMERAL}(?:\s{_NUMERAL})*)(?:\s(?:trăm|nghìn|ngàn|triệu|tỷ|tỉ))*"
)
_UNIT_OF_TIME = r"(?:giây|phút|giờ|tiếng|ngày|tuần|tháng|quý|năm|thập kỷ|thế kỷ)"
_PRICE = (
    rf"{_NUMBER}\s?(?:đồng|đô la|đô|euro|bảng|yên|tệ|đ|vnđ|vnd|usd|k)\b(?:\s?/\s?\w+)?"
    rf"|[$€£]\s?{_NUMBER}|miễn phí|không (?:mất|thu|tốn) (?:tiền|phí|lệ phí)"
)
_DATE = (
    r"(?:ngày\s)?\d{1,2}\s?(?:tháng|/|-)\s?\d{1,2}(?:\s?(?:năm|/|-|,)\s?\d{4})?"
    r"|tháng\s\d{1,2}(?:\s?(?:năm|/)\s?\d{4})?|(?:mùa\s\w+\s)?năm\s\d{3,4}"
    r"|(?:thế kỷ|thập niên|thập kỷ)\s(?:thứ\s)?[\dIVX]+|\d{1,2}\s?(?:giờ|h|:)\s?\d{0,2}|\b[12]\d{3}\b"
    r"|thứ\s(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật"
)
_NAME = r"[A-ZĐÀ-ÖØ-Ý][\w’'.-]*(?:\s(?:(?:de|van|von|der|al|bin|của|và)\s)?[A-ZĐÀ-ÖØ-Ý][\w’'.-]*)*"
_KINDS = {
    Asked.AMOUNT: re.compile(_NUMBER, re.IGNORECASE),
    Asked.PRICE: re.compile(_PRICE, re.IGNORECASE),
    Asked.DURATION: re.compile(rf"{_NUMBER}\s{_UNIT_OF_TIME}(?:\s(?:làm việc|rưỡi))?", re.IGNORECASE),
    Asked.TIME: re.compile(_DATE, re.IGNORECASE),
    Asked.PERSON: re.compile(_NAME),
    Asked.PLACE: re.compile(_NAME),
}
FUNCTION_WORDS = bag(
    """
là của bởi tại vào ở từ đến và hoặc hay với cho về trong trên dưới để mà thì rằng được bị do theo bằng như cũng đã
đang sẽ các những một này đó kia nên khi nếu vì nhưng còn lại ra lên xuống có không cùng giữa sau trước qua
    """
)
_OPENERS = bag("là bởi tại vào ở từ đến do vì để với bằng gồm cho rằng về trong của như")
_BREAKS = frozenset(',.;:()[]"“”!?–—')


@dataclass(frozen=True)
class Weights:
    """How much each sign counts. Selected on one half of a reading-comprehension set, checked on the other."""

    kind: float = 6.0
    wrong_kind: float = -1.0
    neighbour: float = 1.0
    near: float = 0.6
    old_word: float = -2.4
    opener: float = 0.4
    after_mark: float = 0.4
    after_old: float = 0.5
    after_function: float = 0.5
    before_mark: float = 1.2
    before_old: float = 0.4
    before_function: float = 0.3
    torn_edge: float = 0.0
    function_edge: float = -2.0
    mark_inside: float = 0.2
    name_edge: float = -0.5
    single: float = -0.7
    syllable: float = -0.06


WEIGHTS = Weights()


@dataclass(frozen=True)
class Marked:
    """A sentence's words, and for each whether the question has it and whether a mark stands before it."""

    words: list[Span]
    terms: list[str]
    asked: list[bool]
    broken: list[bool]
    """`broken[i]`: a mark or an end of the sentence stands before word i; one more than there are words."""


def span(question: Question, sentence: str, *, weights: Weights = WEIGHTS) -> Span | None:
    """The best run of words in `sentence`; None when the kind of question has no short answer."""
    if sentence.endswith(":") or (question.asked in (Asked.WHETHER, Asked.MANNER) and not question.terms):
        return None
    marked = _marked(question, sentence)
    if not marked.words:
        return None
    kinds = _kinds(question.asked, sentence)
    scored = (
        (_score(question, marked, kinds, first, last, weights), -first, -last)
        for first in range(len(marked.words))
        for last in range(first, min(first + LONGEST, len(marked.words)))
    )
    _, first, last = max(scored)
    start, end = marked.words[-first].start, marked.words[-last].end
    return Span(sentence[start:end], start, end)


def holds_kind(asked: Asked, sentence: str) -> bool:
    """Whether something of the kind asked for is in the sentence; True where the kind has no form."""
    kinds = _kinds(asked, sentence)
    return kinds is None or bool(kinds)


def _marked(question: Question, sentence: str) -> Marked:
    words = syllables(sentence)
    own = [(terms(word.text) or [""])[0] for word in words]
    wanted = {term for term in question.terms if term not in FUNCTION_WORDS}
    if not any(map(_accented, question.terms)):
        wanted_folded = {fold(term) for term in wanted}
        asked = [fold(term) in wanted_folded and term not in FUNCTION_WORDS for term in own]
    else:
        asked = [term in wanted for term in own]
    gaps = [sentence[left.end : right.start] for left, right in pairwise(words)]
    broken = [True, *(bool(_BREAKS & set(gap)) for gap in gaps), True]
    return Marked(words, own, asked, broken)


def _accented(term: str) -> bool:
    return fold(term) != term


def _kinds(asked: Asked, sentence: str) -> list[tuple[int, int]] | None:
    if asked not in _KINDS:
        return None
    found = [match.span() for match in _KINDS[asked].finditer(sentence)]
    if asked in (Asked.PERSON, Asked.PLACE):
        # Every sentence begins with a capital; one syllable there is no name.
        return [(start, end) for start, end in found if start > 0 or " " in sentence[start:end]]
    return found


def _score(
    question: Question,
    marked: Marked,
    kinds: list[tuple[int, int]] | None,
    first: int,
    last: int,
    weights: Weights,
) -> float:
    size = last - first + 1
    inside = sum(marked.asked[first : last + 1])
    score = weights.syllable * size + weights.old_word * inside
    score += weights.mark_inside * sum(marked.broken[first + 1 : last + 1])
    if kinds is not None:
        start, end = marked.words[first].start, marked.words[last].end
        exact = (start, end) in kinds
        held = any(start <= s and e <= end for s, e in kinds)
        score += weights.kind if exact else weights.kind / 2 if held else weights.wrong_kind
    score += weights.neighbour * _shared_tail(question.before, marked.terms[:first])
    score += weights.neighbour * _shared_head(question.after, marked.terms[last + 1 :])
    score += weights.near * _nearness(marked.asked, first, last)
    score += _edges(marked, first, last, weights)
    return score


def _shared_tail(wanted: tuple[str, ...], have: list[str]) -> int:
    """How many terms, at most 3, both end in."""
    count = 0
    for left, right in zip(reversed(wanted), reversed(have), strict=False):
        if left != right or count == 3:
            break
        count += 1
    return count


def _shared_head(wanted: tuple[str, ...], have: list[str]) -> int:
    return _shared_tail(wanted[::-1], have[::-1])


def _nearness(asked: list[bool], first: int, last: int) -> float:
    """How much of the question is near, each word of it counting less with its distance."""
    left = sum(0.8 ** (first - index) for index in range(max(0, first - 8), first) if asked[index])
    right = sum(0.8 ** (index - last) for index in range(last + 1, min(len(asked), last + 9)) if asked[index])
    return left + right


def _edges(marked: Marked, first: int, last: int, weights: Weights) -> float:
    before = marked.terms[first - 1] if first else ""
    after = marked.terms[last + 1] if last + 1 < len(marked.terms) else ""
    score = weights.opener if before in _OPENERS else 0.0
    score += weights.function_edge * ((marked.terms[first] in FUNCTION_WORDS) + (marked.terms[last] in FUNCTION_WORDS))
    if marked.broken[first]:
        score += weights.after_mark
    elif marked.asked[first - 1]:
        score += weights.after_old
    elif before in FUNCTION_WORDS:
        score += weights.after_function
    else:
        score += weights.torn_edge
        score += weights.name_edge * _both_capital(marked, first - 1, first)
    if marked.broken[last + 1]:
        score += weights.before_mark
    elif marked.asked[last + 1]:
        score += weights.before_old
    elif after in FUNCTION_WORDS:
        score += weights.before_function
    else:
        score += weights.torn_edge
        score += weights.name_edge * _both_capital(marked, last, last + 1)
    return score + weights.single * (first == last)


def _both_capital(marked: Marked, left: int, right: int) -> bool:
    return marked.words[left].text[0].isupper() and marked.words[right].text[0].isupper()
