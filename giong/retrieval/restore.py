"""Giving a question its diacritics back, with the organisation's own words as the dictionary. Knows no embedder.

Of all spellings of each syllable that the knowledge holds, the most probable sequence is taken (Viterbi over
neighbouring pairs, with Dirichlet smoothing: Zhai and Lafferty, SIGIR 2001). Knowledge asks no questions, so everyday
words are known too. A syllable that is known nowhere stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from giong.retrieval.snapshot import Field, Vocabulary, pair_key
from giong.retrieval.terms import terms
from giong.text.diacritics import common_pairs, everyday
from giong.text.unicode import fold

SMOOTHING = 0.5
COMMON_PAIR = 2.0
"""How many texts of the knowledge a pair of everyday words counts for."""
MOST_SPELLINGS = 24
"""More than a Vietnamese syllable has in use; bounds the work of a hostile text."""


@dataclass(frozen=True)
class _Spelling:
    """One way to write a syllable; `number` is the index's, -1 where the knowledge does not hold it."""

    term: str
    number: int


def restored(text: str, field: Field, vocabulary: Vocabulary) -> str:
    """The text's syllables with diacritics, lower case, without punctuation."""
    steps: list[tuple[list[_Spelling], NDArray[np.int64]]] = []
    before: list[_Spelling] = []
    scores = np.zeros(1)
    for term in terms(text):
        here = _spellings(term, vocabulary)
        total = scores[:, None] + np.log(_probabilities(before, here, field))
        steps.append((here, total.argmax(axis=0)))
        before, scores = here, total.max(axis=0)
    words: list[str] = []
    at = int(scores.argmax())
    for here, best_before in reversed(steps):
        words.append(here[at].term)
        at = int(best_before[at])
    return " ".join(reversed(words))


def _spellings(term: str, vocabulary: Vocabulary) -> list[_Spelling]:
    folded = fold(term)
    numbers = dict.fromkeys(everyday().spellings(folded), -1) | dict(vocabulary.spellings(folded))
    return [_Spelling(word, number) for word, number in numbers.items()][:MOST_SPELLINGS] or [_Spelling(term, -1)]


def _probabilities(before: list[_Spelling], here: list[_Spelling], field: Field) -> NDArray[np.float64]:
    """Of each spelling after each spelling before it, shape (before or 1, here); rows need not add up to 1."""
    right = np.array([spelling.number for spelling in here], np.int64)
    count = field.single.held(right) + 0.5
    share = (count / count.sum())[None, :]
    if not before:
        return np.asarray(share, np.float64)
    left = np.array([spelling.number for spelling in before], np.int64)
    keys = [pair_key(int(a), int(b)) for a in left for b in right]
    together = field.pairs.held(np.array(keys, np.int64)).reshape(len(left), len(right)).astype(np.float64)
    together += COMMON_PAIR * _commonness(before, here)
    alone = field.single.held(left)[:, None] + COMMON_PAIR
    return np.asarray((together + SMOOTHING * share) / (alone + SMOOTHING), np.float64)


def _commonness(before: list[_Spelling], here: list[_Spelling]) -> NDArray[np.float64]:
    pairs = common_pairs()
    return np.array([[(a.term, b.term) in pairs for b in here] for a in before], np.float64)
