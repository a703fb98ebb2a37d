"""Checks every sentence of a composed answer against the passages it was composed from. Knows no model and no prompt.

A sentence stands if some passage holds, within two sentences that follow each other, most of its telling words, each
clause of it, every number, name and day it states, bound to the same things, and says nothing opposite. The wording is
free, the matter is not: what cannot be found is not said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, zip_longest

from giong.dialogue.assistance.grounding.facts import Fact, Read, read
from giong.dialogue.assistance.grounding.polarity import contradicts
from giong.text.lexicon import bag
from giong.text.sentences import sentences
from giong.text.words import is_vietnamese_syllable

MOST = 0.6
"""Least share of a sentence's telling words, and of its neighbouring pairs, that its passage must hold."""
CLAUSE = 0.45
"""The same for each clause of it."""
RESCUED = 0.45
"""From this share up a sentence may still stand if its meaning is close enough."""
ALIKE = 1.2
"""How close: a cosine on the embedder's own scale, on which two wordings of one sentence are nearer than 1."""
SHORT = 3
"""A sentence with so few telling words may hold none that its passage does not."""
PAIR_WEIGHT = 0.3

_EMPTY = bag(
    """
    là của bởi tại vào ở từ đến và hoặc hay với cho về để mà thì rằng được bị do theo bằng như cũng đã đang sẽ các những
    một này đó kia nên khi nếu vì nhưng còn lại ra lên xuống có cùng cần phải trong ngoài trên dưới trước sau
    dạ vâng ạ nhé nha nhá thưa xin vui lòng giúp em anh chị quý khách mình bạn tôi cô chú bác ông bà cháu con dùm bên
    chào cảm ơn rất hân hạnh mời chúc hiện tại rồi đây ấy luôn thôi đều cả gồm bao nữa đang sẽ hãy nhớ hết khoảng không
    chưa chẳng đừng mà thể
    """
)
"""Words that state nothing by themselves. What denies is weighed by `polarity`."""
_POINTING = bag("không chưa trong ngoài trên dưới trước sau")
"""Those of them that tell which of two numbers is meant."""
_CLAUSES = re.compile(r"[,;:()]|\s[–—-]\s|(?<!\w)(?:và|còn|nhưng|hoặc)(?!\w)")
_PROMISE = re.compile(
    r"(?<!\w)(?:bên )?(?:em|tôi|mình|chúng tôi|chúng em|tớ|cháu|con)\s+(?:đã|sẽ|vừa|đang|xin phép|có thể)(?!\w)",
    re.IGNORECASE,
)
"""What the assistant itself does is said by its flows alone."""

Alike = Callable[[str, Sequence[str]], float]
"""How close the nearest of some sentences is in meaning to the first text, on the scale of `ALIKE`."""


@dataclass(frozen=True)
class Claim:
    """A sentence of an answer. `source` is the number of the passage that holds it; -1 where none does, or where it
    states nothing (`courtesy`).
    """

    text: str
    source: int
    courtesy: bool = False
    evidence: tuple[str, ...] = ()
    """The sentences of the passage that hold it."""

    @property
    def stands(self) -> bool:
        return self.courtesy or self.source >= 0


@dataclass(frozen=True)
class _Window:
    """Sentences of one passage that follow each other."""

    source: int
    parts: tuple[str, ...]
    clauses: tuple[Read, ...]
    """Of the whole passage: what is said of one thing may be denied of it elsewhere, or said of another."""
    title: str = ""
    """What the passage is headed with, which its sentences leave out."""

    @cached_property
    def read(self) -> Read:
        return read("\n".join((self.title, *self.parts)).strip())

    @cached_property
    def sentences(self) -> tuple[Read, ...]:
        return tuple(read(part) for part in self.parts)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.read.tokens)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pairwise(_telling(self.read.tokens)))


class Grounds:
    """The passages, made ready for checking; `titles` are what they are headed with. `alike` compares meanings, where
    there is an embedder.
    """

    def __init__(self, passages: Sequence[str], *, titles: Sequence[str] = (), alike: Alike | None = None) -> None:
        headed = zip_longest(passages, titles[: len(passages)], fillvalue="")
        self._windows = [
            window for number, (passage, title) in enumerate(headed) for window in _windows(number, passage, title)
        ]
        self._alike = alike

    def check(self, text: str) -> list[Claim]:
        """Every sentence of `text`, in order, with what it rests on."""
        return [self._claim(sentence.text) for sentence in sentences(text)]

    def _claim(self, sentence: str) -> Claim:
        said = read(sentence)
        if sentence.endswith("?") or _PROMISE.search(sentence):
            return Claim(sentence, -1)
        if not said.facts and not _telling(said.tokens):
            return Claim(sentence, -1, courtesy=True)
        ranked = sorted(self._windows, key=lambda window: -_share(said.tokens, window))
        holding = next((window for window in ranked[:_TRIED] if self._holds(sentence, said, window)), None)
        return Claim(sentence, -1) if holding is None else Claim(sentence, holding.source, evidence=holding.parts)

    def _holds(self, sentence: str, said: Read, window: _Window) -> bool:
        share = _share(said.tokens, window)
        if share < RESCUED or _is_new(said, window) or not _facts_stand(sentence, said, window):
            return False
        known = [clause.tokens for clause in window.clauses]
        if any(contradicts(clause.tokens, known) for clause in _clauses(sentence)):
            return False
        clauses = [clause for clause in _clauses(sentence) if len(_telling(clause.tokens)) > 1]
        if share >= MOST and all(_held(clause.tokens, window) >= CLAUSE for clause in clauses):
            return True
        return self._alike is not None and self._alike(sentence, window.parts) >= ALIKE


_TRIED = 4
"""How many windows are looked into, best first."""


def _windows(number: int, passage: str, title: str) -> Iterator[_Window]:
    parts = [sentence.text for sentence in sentences(passage)]
    clauses = tuple(clause for part in parts for clause in _clauses(part))
    for part in parts:
        yield _Window(number, (part,), clauses, title)
    for both in pairwise(parts):
        yield _Window(number, both, clauses, title)


def _telling(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token not in _EMPTY]


def _held(tokens: Sequence[str], window: _Window) -> float:
    """The share of the telling words that stand in the window."""
    telling = _telling(tokens)
    return sum(word in window.words for word in telling) / len(telling) if telling else 1.0


def _share(tokens: Sequence[str], window: _Window) -> float:
    """The share of the telling words and of their neighbouring pairs that stand in the window."""
    pairs = list(pairwise(_telling(tokens)))
    together = sum(pair in window.pairs for pair in pairs) / len(pairs) if pairs else 1.0
    return (1 - PAIR_WEIGHT) * _held(tokens, window) + PAIR_WEIGHT * together


def _is_new(said: Read, window: _Window) -> bool:
    """Whether it holds a word that is no Vietnamese (a password, a code, a foreign word) or more new ones than a
    paraphrase has: in a short sentence each counts.
    """
    new = [word for word in _telling(said.tokens) if word not in window.words and not word[0].isdigit()]
    foreign = any(not is_vietnamese_syllable(word) for word in new)
    return foreign or (bool(new) and len(_telling(said.tokens)) <= SHORT)


def _clauses(sentence: str) -> list[Read]:
    """The sentence in clauses; one that says too little by itself belongs to the one before it."""
    joined: list[str] = []
    for piece in _CLAUSES.split(sentence):
        if joined and len(_telling(read(piece).tokens)) < 2:
            joined[-1] += f", {piece}"
        elif piece.strip():
            joined.append(piece)
    return [read(piece) for piece in joined]


def _facts_stand(sentence: str, said: Read, window: _Window) -> bool:
    known = window.read.facts
    for fact in said.facts:
        if fact.kind == "name":
            if f" {fact.value} " not in f" {' '.join(window.read.tokens)} ":
                return False
        elif not any(fact.same(other) for other in known):
            return False
    in_order = all(_in_order(said, sentence_read) for sentence_read in (window.read, *window.sentences))
    return in_order and all(_bound_alike(clause, window) for clause in _clauses(sentence))


def _bound_alike(clause: Read, window: _Window) -> bool:
    """Whether no other fact of its kind fits what is said about a fact better than that fact does."""
    return all(_best_for(fact, clause, window) for fact in clause.facts)


def _best_for(fact: Fact, clause: Read, window: _Window) -> bool:
    about = {word for word in clause.tokens if word not in _EMPTY - _POINTING and not word[0].isdigit()}
    about -= set(fact.value.split())
    own = rival = 0
    for other in window.clauses:
        for known in other.facts:
            fit = len(about & (set(other.tokens) - set(known.value.split())))
            if fact.same(known):
                own = max(own, fit)
            elif known.kind == fact.kind:
                rival = max(rival, fit)
    return own >= rival


def _in_order(said: Read, known: Read) -> bool:
    """Whether two facts of a kind that stand once on both sides follow each other in the same order."""
    for left, right in pairwise(said.facts):
        if left.kind != right.kind or left.value == right.value:
            continue
        ours = [[other.at for other in known.facts if fact.same(other)] for fact in (left, right)]
        if all(len(places) == 1 for places in ours) and ours[0] > ours[1] and _side_by_side(left, right):
            return False
    return True


def _side_by_side(left: Fact, right: Fact) -> bool:
    return right.at - left.at <= 5
