"""What speaks for each run of words being the answer, as numbers for the reader to weigh. Knows no weights.

Every sentence of the texts that were found gives candidates: all its runs of up to `LONGEST` syllables. What is known
about where a run begins, where it ends and what lies between is computed once for each place and put together for each
run, so that a page of text takes milliseconds.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from giong.retrieval.kinds import KINDS, found
from giong.retrieval.question import Asked, Question
from giong.retrieval.terms import terms
from giong.text.compounds import COMPOUNDS
from giong.text.lexicon import bag
from giong.text.unicode import fold
from giong.text.words import Span, syllables

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]

LONGEST = 14
"""Syllables of an answer."""
REACH = 8
"""How many syllables away a word of the question still counts as near."""
DECAY = 0.8
"""What each syllable of distance leaves of a near word's weight."""
FUNCTION_WEIGHT = 0.15
"""How much a function word of the question counts beside a telling one."""

FUNCTION_WORDS = bag(
    """
là của bởi tại vào ở từ đến và hoặc hay với cho về trong trên dưới để mà thì rằng được bị do theo bằng như cũng đã
đang sẽ các những một này đó kia nên khi nếu vì nhưng còn lại ra lên xuống có không cùng giữa sau trước qua
    """
)
RANK = 5
"""The column of a sentence's clues that says how many hold more of the question, as a share of `RANKS`."""
RANKS = 5
_BEFORE = tuple(
    sorted(
        bag(
            """
là của bởi tại vào ở từ đến và hoặc với cho về trong trên để mà rằng được bị do theo bằng như đã khi vì có không
gồm gọi tên các những một này đó hơn khoảng người năm ngày qua thành ra sau trước giữa cả
            """
        )
    )
)
"""Words that often stand before an answer, or never do."""
_FIRST = tuple(
    sorted(
        bag(
            """
các những một năm ngày tháng người sự việc cuộc khoảng hơn vì để do bằng được là của ở tại trong từ và không nhà
các mỗi hàng gần thế giữa nhiều con cách tính quá cơ công
            """
        )
    )
)
"""Words that answers often begin with, or never do."""
_AFTER = tuple(
    sorted(
        bag(
            """
là của bởi tại vào ở từ đến và hoặc với cho về trong trên để mà rằng được bị do theo bằng như đã khi vì có không
này đó hơn người năm khác nhau sẽ cũng thì nhưng trước sau trở lần
            """
        )
    )
)
_LAST = tuple(sorted(bag("này đó khác nhau nhất của và là được trong có các một những năm đã lần người")))
_MARKS = (",", ".;:!?…", "([", ")]", "\"“”'‘’«»", "-–—/")
"""Marks that part phrases, by what they do."""
_GROUPS: tuple[frozenset[Asked], ...] = (
    frozenset({Asked.AMOUNT, Asked.PRICE, Asked.DURATION}),
    frozenset({Asked.TIME}),
    frozenset({Asked.PLACE}),
    frozenset({Asked.PERSON}),
    frozenset({Asked.REASON}),
    frozenset({Asked.MANNER, Asked.WHETHER}),
    frozenset({Asked.LIST}),
    frozenset({Asked.THING}),
)
"""Kinds of questions that are answered alike."""
_FLAGS = tuple(
    re.compile(rf"\b(?:{form}|{fold(form)})\b")
    for form in (
        "phần trăm|tỷ lệ|tỉ lệ",
        "thứ mấy|thứ bao nhiêu|hạng mấy",
        "tên|gọi|mang tên|thuật ngữ|biệt danh|kể tên",
        "năm nào|năm bao nhiêu",
        "ngày nào|ngày mấy|tháng nào",
        "bao nhiêu năm|bao nhiêu tuổi|bao lâu",
        "loại|kiểu|dạng|hình thức",
        "thành phố|quốc gia|nước|tỉnh|bang|vùng|khu vực|châu|đảo|quận",
        "công ty|tổ chức|cơ quan|đội|trường|nhóm|đảng|hãng|giáo hội",
        "người|ông|bà|vua|nhà|cầu thủ|tác giả|chủ tịch|giám đốc|tướng",
        "những|các",
        "điều gì|việc gì|làm gì|cái gì",
    )
)
"""More exactly what may be asked for: a share, a rank, a name, a year …"""
_SIZES = (1, 2, 3, 4, 6, 8, 11)
"""Lengths from which a run counts as longer."""


@dataclass(frozen=True)
class Runs:
    """The candidates of several sentences: `values[k]` speaks for the run `first[k]..last[k]` (both counted in
    syllables) of sentence `sentence[k]`, shape (runs, clues).
    """

    values: Numbers
    sentence: Places
    start: Places
    end: Places
    """Characters of the sentence."""


@dataclass(frozen=True)
class _Asking:
    """A question as its clues are looked for."""

    question: Question
    weight: dict[str, float]
    before: frozenset[str]
    after: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    folded: bool
    group: int
    held: Counter[str]
    """In how many sentences each word is."""
    repeated: Counter[tuple[str, str]]
    """How often each pair of words stands together in all sentences."""
    topic: tuple[str, ...]
    """What the question begins with: "quán rượu" of "quán rượu đầu tiên là gì"."""
    flags: tuple[float, ...]
    """Of what exactly it asks for, see `_FLAGS`."""


@dataclass(frozen=True)
class _Read:
    """A sentence taken apart. `gaps[i]` stands before word i; there is one more than there are words."""

    text: str
    words: list[Span]
    terms: list[str]
    gaps: list[str]
    known: Numbers
    """How much each word counts as the question's, 0 where it is not in it."""


def runs(question: Question, sentences: Sequence[str], *, most: int = 3) -> Runs:
    """The candidates of the `most` sentences, of those given in their order, that hold most of the question."""
    read_without_weight = [_taken_apart(sentence) for sentence in sentences]
    asking = _asking(question, [terms_ for _, terms_, _ in read_without_weight])
    reads = [
        _Read(text, words, own, gaps, np.array([_weight_of(asking, term) for term in own], np.float32))
        for text, (words, own, gaps) in zip(sentences, read_without_weight, strict=True)
    ]
    fits = _sentence_clues(asking, reads)
    parts = [
        _runs(asking, read, fits[number], number)
        for number, read in enumerate(reads)
        if read.words and fits[number, RANK] * RANKS < most
    ]
    if not parts:
        return Runs(np.zeros((0, 0), np.float32), *(np.zeros(0, np.int64) for _ in range(3)))
    return Runs(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.sentence for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
    )


def _taken_apart(text: str) -> tuple[list[Span], list[str], list[str]]:
    words = syllables(text)
    own = [(terms(word.text) or [""])[0] for word in words]
    edges = [0, *(place for word in words for place in (word.start, word.end)), len(text)]
    gaps = [text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]
    return words, own, gaps


def _asking(question: Question, texts: Sequence[Sequence[str]]) -> _Asking:
    """The question's words with how telling each is among these sentences."""
    folded = all(fold(term) == term for term in question.terms)
    text = " ".join((*question.before, *question.asking, *question.after))
    spelt = [[fold(term) for term in text] if folded else list(text) for text in texts]
    held = Counter(term for own in spelt for term in set(own))
    weight = {
        term: (FUNCTION_WEIGHT if term in FUNCTION_WORDS else 1.0) * math.log(1 + len(texts) / (0.5 + held[term]))
        for term in question.terms
    }
    return _Asking(
        question=question,
        weight=weight,
        before=frozenset(question.before) - FUNCTION_WORDS,
        after=frozenset(question.after) - FUNCTION_WORDS,
        pairs=frozenset(pairwise(question.before)) | frozenset(pairwise(question.after)),
        folded=folded,
        group=next(number for number, group in enumerate(_GROUPS) if question.asked in group),
        held=held,
        repeated=Counter(pair for own in spelt for pair in pairwise(own)),
        topic=question.terms[:2],
        flags=tuple(float(bool(pattern.search(text))) for pattern in _FLAGS),
    )


def _spelt(asking: _Asking, term: str) -> str:
    return fold(term) if asking.folded else term


def _weight_of(asking: _Asking, term: str) -> float:
    return asking.weight.get(_spelt(asking, term), 0.0)


def _sentence_clues(asking: _Asking, reads: Sequence[_Read]) -> Numbers:
    """What speaks for each sentence as a whole, shape (sentences, clues)."""
    if not reads:
        return np.zeros((0, 0), np.float32)
    total = sum(asking.weight.values()) or 1.0
    spelt = [[_spelt(asking, term) for term in read.terms] for read in reads]
    covered = np.array([sum(asking.weight.get(t, 0.0) for t in set(own)) / total for own in spelt])
    pairs = np.array([len(asking.pairs & set(pairwise(own))) / (len(asking.pairs) or 1) for own in spelt])
    both = covered + 0.5 * pairs
    order = np.argsort(np.argsort(-both, kind="stable"), kind="stable")
    before = np.concatenate([[0.0], both[:-1]])
    after = np.concatenate([both[1:], [0.0]])
    holds = np.array([float(bool(found(asking.question.asked, read.text))) for read in reads])
    columns = [
        covered,
        pairs,
        both - both.max(),
        order == 0,
        order == 1,
        np.minimum(order, RANKS) / RANKS,
        before,
        after,
        holds,
        np.arange(len(reads)) / len(reads),
        np.arange(len(reads)) == 0,
        np.array([min(len(read.words), 60) / 60 for read in reads]),
        np.array([min(len(asking.weight), 24) / 24] * len(reads)),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _runs(asking: _Asking, read: _Read, fit: Numbers, number: int) -> Runs:
    count = len(read.words)
    offsets = np.arange(min(LONGEST, count))
    first = np.repeat(np.arange(count), len(offsets))
    last = first + np.tile(offsets, count)
    inside = last < count
    first, last = first[inside], last[inside]
    begins, ends = _beginnings(asking, read), _endings(asking, read)
    between = _between(asking, read, first, last)
    near = _nearness(asking, read, first, last)
    values = np.concatenate(
        [np.repeat(fit[None], len(first), axis=0), begins[first], ends[last], between, near], axis=1
    )
    starts = np.array([word.start for word in read.words])
    stops = np.array([word.end for word in read.words])
    return Runs(values.astype(np.float32), np.full(len(first), number), starts[first], stops[last])


def _mark_columns(gaps: Sequence[str], at_edge: int) -> list[list[float]]:
    columns = [[float(any(mark in gap for mark in marks)) for gap in gaps] for marks in _MARKS]
    return [*columns, [float(index == at_edge) for index in range(len(gaps))]]


def _among(words: Sequence[str], listed: Sequence[str]) -> list[list[float]]:
    return [[float(word == one) for word in words] for one in listed]


def _capital(read: _Read) -> list[bool]:
    return [word.text[0].isupper() for word in read.words]


def _beginnings(asking: _Asking, read: _Read) -> Numbers:
    """What speaks for an answer that begins at each word, shape (words, clues)."""
    own = [_spelt(asking, term) for term in read.terms]
    previous = ["", *read.terms[:-1]]
    capital = _capital(read)
    open_ = [not gap.strip() for gap in read.gaps[:-1]]
    asked = [False, *(bool(one > 0) for one in read.known[:-1])]
    head = asking.question.head
    columns: list[Sequence[float]] = [
        *_mark_columns(read.gaps[:-1], 0),
        *_among(previous, _BEFORE),
        *_among(read.terms, _FIRST),
        [float(word in FUNCTION_WORDS) for word in previous],
        [float(word in FUNCTION_WORDS) for word in read.terms],
        [float(one and word not in FUNCTION_WORDS) for one, word in zip(asked, previous, strict=True)],
        [float(one) for one in capital],
        [float(one and at > 0 and capital[at - 1] and open_[at]) for at, one in enumerate(capital)],
        [float(word[:1].isdigit()) for word in read.terms],
        [float(word[:1].isdigit()) for word in previous],
        [_shared(head[::-1], own[:at][::-1]) / 3 for at in range(len(own))],
        [_best_shared(head, own[at:]) / 3 for at in range(len(own))],
        [_shared(asking.topic, own[at:]) / 2 for at in range(len(own))],
        *_cohesion(asking, read, [False, *open_[1:]])[:-1].T,
        [_shared(asking.question.before[::-1], own[:at][::-1]) / 3 for at in range(len(own))],
        [_shared(asking.question.after[::-1], own[:at][::-1]) / 3 for at in range(len(own))],
    ]
    return np.array(columns, np.float32).T


def _endings(asking: _Asking, read: _Read) -> Numbers:
    """What speaks for an answer that ends with each word, shape (words, clues)."""
    own = [_spelt(asking, term) for term in read.terms]
    following = [*read.terms[1:], ""]
    head = asking.question.head
    unit = asking.question.after[0] if asking.question.after else ""
    capital = _capital(read)
    open_ = [not gap.strip() for gap in read.gaps[1:]]
    asked = [*(bool(one > 0) for one in read.known[1:]), False]
    columns: list[Sequence[float]] = [
        *_mark_columns(read.gaps[1:], len(read.words) - 1),
        *_among(following, _AFTER),
        *_among(read.terms, _LAST),
        [float(word in FUNCTION_WORDS) for word in following],
        [float(word in FUNCTION_WORDS) for word in read.terms],
        [float(one and word not in FUNCTION_WORDS) for one, word in zip(asked, following, strict=True)],
        [float(one) for one in capital],
        [float(one and at + 1 < len(capital) and capital[at + 1] and open_[at]) for at, one in enumerate(capital)],
        [float(word[:1].isdigit()) for word in read.terms],
        [float(word[:1].isdigit()) for word in following],
        [_shared(asking.question.after, own[at + 1 :]) / 3 for at in range(len(own))],
        [_shared(asking.question.before, own[at + 1 :]) / 3 for at in range(len(own))],
        [float(one == unit) for one in own],
        [_best_shared(head, own[at + 1 :]) / 3 for at in range(len(own))],
        [float(one in head) for one in own],
        *_cohesion(asking, read, [False, *open_[:-1]])[1:].T,
    ]
    return np.array(columns, np.float32).T


def _best_shared(head: Sequence[str], have: Sequence[str]) -> int:
    """How many terms, at most 3, `have` begins with that stand together somewhere in `head`."""
    return max((_shared(head[at:], have) for at in range(len(head))), default=0)


def _cohesion(asking: _Asking, read: _Read, together: Sequence[bool]) -> Numbers:
    """Whether the words on both sides of each gap belong together, shape (gaps, 3)."""
    own = [_spelt(asking, term) for term in read.terms]
    pairs = [("", ""), *pairwise(own), ("", "")]
    written = [("", ""), *pairwise(read.terms), ("", "")]
    joined = [*together, False][: len(pairs)]
    columns = [
        [float(near and " ".join(pair) in COMPOUNDS) for near, pair in zip(joined, written, strict=True)],
        [float(near and pair in asking.pairs) for near, pair in zip(joined, pairs, strict=True)],
        [float(near and asking.repeated[pair] > 1) for near, pair in zip(joined, pairs, strict=True)],
    ]
    return np.array(columns, np.float32).T


def _shared(wanted: Sequence[str], have: Sequence[str]) -> int:
    """How many terms, at most 3, both begin with."""
    count = 0
    for left, right in zip(wanted, have, strict=False):
        if left != right or count == 3:
            break
        count += 1
    return count


def _between(asking: _Asking, read: _Read, first: Places, last: Places) -> Numbers:
    """What speaks for each run by what it holds, shape (runs, clues)."""
    size = (last - first + 1).astype(np.float32)
    known = _sums(read.known)
    function = _sums([word in FUNCTION_WORDS for word in read.terms])
    capital = _sums(_capital(read))
    digit = _sums([word[:1].isdigit() for word in read.terms])
    telling = _sums([one > 0 and term not in FUNCTION_WORDS for one, term in zip(read.known, read.terms, strict=True)])
    marked = _sums([bool(gap.strip()) for gap in read.gaps[1:-1]])
    comma = _sums(["," in gap for gap in read.gaps[1:-1]])
    stop = _sums([bool(set(gap) & set(';:()“”"')) for gap in read.gaps[1:-1]])
    joined = _sums([word in ("và", "hoặc", "hay") for word in read.terms])
    total = sum(asking.weight.values()) or 1.0
    capitals = (capital[last + 1] - capital[first]) / size
    shape = [
        capitals,
        capitals == 1,
        np.minimum(digit[last + 1] - digit[first], 1),
        *_of_kinds(asking, read, first, last),
    ]
    groups = [np.full(len(size), float(number == asking.group)) for number in range(len(_GROUPS))]
    columns = [
        size / LONGEST,
        *((size >= least).astype(np.float32) for least in _SIZES[1:]),
        (known[last + 1] - known[first]) / total,
        (telling[last + 1] - telling[first]) / size,
        np.minimum(telling[last + 1] - telling[first], 3),
        (function[last + 1] - function[first]) / size,
        np.minimum(marked[last] - marked[first], 2),
        np.minimum(comma[last] - comma[first], 2),
        np.minimum(stop[last] - stop[first], 2),
        np.minimum(joined[last + 1] - joined[first], 1),
        *shape,
        *groups,
        *(group * one for group in groups for one in (*shape, size / LONGEST)),
        *(np.full(len(size), flag) for flag in asking.flags),
        *_of_the_question(asking, read, first, last),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _of_the_question(asking: _Asking, read: _Read, first: Places, last: Places) -> list[Numbers]:
    """Whether each run is of the more exact kind asked for, and how common its words are in all sentences."""
    size = (last - first + 1).astype(np.float32)
    percent = _sums(["%" in gap or word == "phần" for gap, word in zip(read.gaps[1:], read.terms, strict=True)])
    rank = _sums([word in ("thứ", "nhất", "hạng", "đầu") for word in read.terms])
    year = _sums([len(word) == 4 and word.isdigit() for word in read.terms])
    spread = _sums([asking.held[_spelt(asking, term)] for term in read.terms])
    asked_year = float(asking.question.asked is Asked.TIME)
    return [
        np.minimum(percent[last + 1] - percent[first], 1) * asking.flags[0],
        np.minimum(rank[last + 1] - rank[first], 1) * asking.flags[1],
        np.minimum(year[last + 1] - year[first], 1) * (1 - asked_year),
        (spread[last + 1] - spread[first]) / size,
        np.minimum(percent[last + 1] - percent[first], 1),
        np.minimum(year[last + 1] - year[first], 1),
    ]


def _sums(values: Sequence[float] | Sequence[bool] | Numbers) -> Numbers:
    """`sums[b] - sums[a]` is the sum of `values[a:b]`."""
    return np.concatenate([[0.0], np.cumsum(np.asarray(values, np.float32))]).astype(np.float32)


def _of_kinds(asking: _Asking, read: _Read, first: Places, last: Places) -> list[Numbers]:
    """Whether each run is, holds or is part of something of the kind asked for; whether it is of another kind."""
    starts = np.array([word.start for word in read.words])[first]
    ends = np.array([word.end for word in read.words])[last]
    wanted = found(asking.question.asked, read.text)
    columns = [*_against(wanted or [], starts, ends), np.full(len(first), float(wanted is None))]
    return columns + [_against(found(kind, read.text) or [], starts, ends)[0] for kind in KINDS]


def _against(kinds: Sequence[tuple[int, int]], starts: Places, ends: Places) -> list[Numbers]:
    exact, holds, part = (np.zeros(len(starts), np.float32) for _ in range(3))
    for start, end in kinds:
        exact[(starts == start) & (ends == end)] = 1
        holds[(starts <= start) & (ends >= end)] = 1
        part[(starts >= start) & (ends <= end)] = 1
    return [exact, holds, part]


def _nearness(asking: _Asking, read: _Read, first: Places, last: Places) -> Numbers:
    """How much of the question stands close on each side of a run, shape (runs, clues)."""
    own = [_spelt(asking, term) for term in read.terms]
    clause = np.cumsum([0.0] + [float(bool(set(gap) & set(",;:"))) for gap in read.gaps[1:-1]])
    columns: list[Numbers] = []
    for words in (asking.before, asking.after):
        told = np.array([asking.weight.get(t, 0.0) if t in words else 0.0 for t in own], np.float32)
        columns += [_faded(told)[first], _faded(told[::-1])[::-1][last]]
    left, right = _faded(read.known), _faded(read.known[::-1])[::-1]
    lefts, rights = left[first], right[last]
    known = np.asarray(read.known)
    sums = _sums(known)
    clause_first = np.searchsorted(clause, clause[first], side="left")
    clause_last = np.searchsorted(clause, clause[last], side="right")
    total = sum(asking.weight.values()) or 1.0
    columns += [
        lefts,
        rights,
        lefts + rights,
        np.minimum(lefts, rights),
        (sums[first] - sums[clause_first]) / total,
        (sums[clause_last] - sums[last + 1]) / total,
        (sums[first] - sums[np.maximum(first - REACH, 0)]) / total,
        (sums[np.minimum(last + 1 + REACH, len(known))] - sums[last + 1]) / total,
        sums[first] / total,
        (sums[-1] - sums[last + 1]) / total,
        (first / max(len(own), 1)).astype(np.float32),
        ((len(own) - 1 - last) / max(len(own), 1)).astype(np.float32),
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _faded(told: Numbers) -> Numbers:
    """For each place the weight told before it, less with every syllable of distance."""
    heard = np.zeros(len(told), np.float32)
    level = 0.0
    for at, weight in enumerate(told):
        heard[at] = level
        level = DECAY * (level + float(weight))
    return heard
