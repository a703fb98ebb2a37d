"""Giving words their diacritics back, with words that are known as the dictionary. Knows no index and no flow.

Of all spellings of each syllable that the lexicon holds, the most probable row is taken (Viterbi over neighbouring
pairs, with Dirichlet smoothing: Zhai and Lafferty, SIGIR 2001). A syllable that the lexicon does not hold stays as it
is. What comes out is a guess for understanding, never what the person said.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from giong.text.compounds import COMPOUNDS
from giong.text.lexicon import entries
from giong.text.spelling import spelt
from giong.text.unicode import fold, nfc
from giong.text.words import syllables

SMOOTHING = 0.5
MOST_SPELLINGS = 12
"""More than a syllable has in use; bounds the work of a hostile text."""
_COMMON_COUNT = 0.5
"""What a common word counts for beside one that the lexicon's texts say."""


class Lexicon:
    """The words of some texts, an assistant's own as a rule: how often each is said, and next to which."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._counts: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            row = [key(span.text) for span in syllables(nfc(text))]
            self._counts.update(row)
            self._pairs.update(pairwise(row))
        self._spellings: dict[str, list[str]] = {}
        for word in sorted({*self._counts, *common_words()}, key=lambda word: (-self.count(word), word)):
            self._spellings.setdefault(fold(word), []).append(word)
        self._plain_pairs = {(fold(left), fold(right)) for left, right in {*self._pairs, *common_pairs()}}

    def says(self, phrase: str) -> bool:
        """Whether the texts hold the phrase: all its words, each beside the next."""
        row = [key(word) for word in phrase.split()]
        return all(word in self._counts for word in row) and all(pair in self._pairs for pair in pairwise(row))

    def count(self, word: str) -> float:
        """How often the word is said, with a little for words that are common everywhere."""
        return self._counts[word] + _COMMON_COUNT * (word in common_words())

    def pair(self, left: str, right: str) -> float:
        """How often the second word follows the first."""
        return self._pairs[left, right] + _COMMON_COUNT * ((left, right) in common_pairs())

    def spellings(self, plain: str) -> Sequence[str]:
        """The known words that are this one without diacritics, the most frequent first."""
        return self._spellings.get(plain, ())

    def follows_plainly(self, left: str, right: str) -> bool:
        """Whether the second follows the first somewhere, diacritics aside."""
        return (left, right) in self._plain_pairs


@cache
def everyday() -> Lexicon:
    """What is common in talk with any organisation, for when no assistant is at hand."""
    return Lexicon()


def restored(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Each word with its diacritics, in lower case; words that carry some, and numbers, as they are."""
    steps: list[tuple[Sequence[str], list[int]]] = []
    before: Sequence[str] = ()
    scores: list[float] = [0.0]
    for word in words:
        here = _candidates(word, lexicon)
        reached, came_from = _step(before, scores, here, lexicon)
        steps.append((here, came_from))
        before, scores = here, reached
    found: list[str] = []
    at = max(range(len(scores)), key=scores.__getitem__)
    for here, came_from in reversed(steps):
        found.append(here[at])
        at = came_from[at]
    return found[::-1]


def _candidates(word: str, lexicon: Lexicon) -> Sequence[str]:
    lower = key(word)
    if not lower.isascii():
        return (lower,)
    return lexicon.spellings(lower)[:MOST_SPELLINGS] or (lower,)


def _step(
    before: Sequence[str], scores: Sequence[float], here: Sequence[str], lexicon: Lexicon
) -> tuple[list[float], list[int]]:
    """The best score of each spelling here, and which spelling before it that came through."""
    if len(here) == 1 and len(before) <= 1:
        return [scores[0]], [0]
    counts = [lexicon.count(word) + SMOOTHING for word in here]
    total = sum(counts)
    reached: list[float] = []
    came_from: list[int] = []
    for word, count in zip(here, counts, strict=True):
        share = count / total
        if not before:
            reached.append(math.log(share))
            came_from.append(0)
            continue
        through = [
            score + math.log((lexicon.pair(left, word) + SMOOTHING * share) / (lexicon.count(left) + SMOOTHING))
            for left, score in zip(before, scores, strict=True)
        ]
        best = max(range(len(through)), key=through.__getitem__)
        reached.append(through[best])
        came_from.append(best)
    return reached, came_from


def key(word: str) -> str:
    """A word as the lexicon holds it: lower case, its tone mark in the traditional place."""
    lower = word.lower()
    return lower if lower.isascii() else spelt(lower)


@cache
def common_words() -> frozenset[str]:
    """Syllables of everyday talk."""
    return frozenset(key(word) for phrase in _common() for word in phrase.split())


@cache
def common_pairs() -> frozenset[tuple[str, str]]:
    """Pairs of everyday talk."""
    return frozenset(pair for phrase in _common() for pair in pairwise(map(key, phrase.split())))


def _common() -> frozenset[str]:
    return COMPOUNDS | entries("common_words.txt")
