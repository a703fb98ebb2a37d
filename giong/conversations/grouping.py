"""Sentences of like meaning brought together; knows words and vectors, no conversation and no engine.

Two sentences are as alike as their meanings are (cosine of an embedder's vectors, seen from their common centre: what
all sentences of one desk share says nothing about any of them; Mu and Viswanath 2018, arXiv:1702.01417) and as their
words are (tf-idf cosine without diacritics). Groups grow by average linkage along chains of nearest neighbours
(Murtagh 1983, doi:10.1093/comjnl/26.4.354): no number of groups has to be known, and the order of merging is no matter.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from giong.language.embedding.embedder import Vectors, unit
from giong.text.unicode import fold, has_diacritics
from giong.text.words import syllables

Likeness = NDArray[np.float32]
"""Shape (n, n): how alike every two sentences are, 1 for the same."""

MOST_TEXTS = 4_000
"""More are not compared: the comparison takes 4 bytes for every two of them."""
BY_MEANING = 0.17
"""Least average likeness within a group where meanings are known."""
BY_WORDS = 0.12
"""The same where only words are."""
WORDS_WEIGHT = 0.3
"""Of the words' part where meanings are known."""
WORDS_ALONE = BY_MEANING / BY_WORDS
"""Brings likeness of words to that of meaning, for a sentence without diacritics: embedders do not understand it."""
FEWEST_FOR_CENTRE = 10
"""Vectors; the middle of fewer is too near to each of them."""
_HASHED = 2_048
_SIGNS = (1.0, -1.0)
"""Of grams that share a place, so that they cancel out rather than add up."""
_FILLERS = frozenset(
    (
        *("da", "a", "oi", "nhe", "nha", "u", "vang", "thua", "em", "anh", "chi", "toi", "minh", "chau", "ban", "cho"),
        *("hoi", "voi", "giup", "ad", "shop", "xin", "muon", "can", "la", "thi", "ma", "ay", "vay", "duoc", "khong"),
        *("co", "nao", "gi", "the", "di", "roi"),
    )
)
_FILLER_WEIGHT = 0.3


def grouped(texts: Sequence[str], vectors: Vectors | None = None, background: Vectors | None = None) -> list[list[int]]:
    """The numbers of the texts that belong together, each group and the list of groups in the texts' order.

    `vectors` are the texts' meanings, in the same order; without them, or with very few, only words count.
    `background` are the meanings of other sentences of the same desk: they show the centre where there are few texts,
    or all ask for one thing.
    """
    if not texts:
        return []
    words = word_vectors(texts)
    alike, least = words @ words.T, BY_WORDS
    if vectors is not None and len(vectors) + (0 if background is None else len(background)) >= FEWEST_FOR_CENTRE:
        alike, least = _combined(texts, alike, seen_from_centre(vectors, background)), BY_MEANING
    return _linked(alike, least)


def seen_from_centre(vectors: Vectors, background: Vectors | None = None) -> Vectors:
    """The vectors as seen from the middle of them and of the background."""
    everything = vectors if background is None else np.concatenate([vectors, background])
    return unit(vectors - everything.mean(axis=0))


def middle(members: Sequence[int], weights: Sequence[int], vectors: Vectors) -> int:
    """The member that is nearest to all others, each counted by its weight; the first of several."""
    rows = vectors[list(members)]
    centre = np.asarray(weights, dtype=np.float32) @ rows
    return members[int(np.argmax(rows @ centre))]


def word_vectors(texts: Sequence[str]) -> Vectors:
    """What each text is made of, without diacritics: syllables, pairs of them, and letters in threes for typing
    errors. Rare ones count more."""
    grams = [_grams(text) for text in texts]
    frequency = Counter(gram for one in grams for gram in one)
    places = {gram: (number % _HASHED, _SIGNS[number // _HASHED % 2]) for number, gram in enumerate(frequency)}
    rows = np.zeros((len(texts), _HASHED), dtype=np.float32)
    for row, one in zip(rows, grams, strict=True):
        for gram, weight in one.items():
            place, sign = places[gram]
            row[place] += sign * weight * math.log(1 + len(texts) / frequency[gram])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _grams(text: str) -> dict[str, float]:
    words = ["0" if span.text[0].isdigit() else span.text for span in syllables(fold(text))][:60]
    grams: dict[str, float] = defaultdict(float)
    for word in words:
        grams[word] += _FILLER_WEIGHT if word in _FILLERS else 1.0
    for left, right in pairwise(words):
        grams[f"{left} {right}"] += _FILLER_WEIGHT if left in _FILLERS and right in _FILLERS else 0.8
    letters = f" {' '.join(word for word in words if word not in _FILLERS)} "
    for start in range(len(letters) - 2):
        grams[f"~{letters[start : start + 3]}"] += 0.3
    return grams


def _combined(texts: Sequence[str], words: Likeness, vectors: Vectors) -> Likeness:
    alike = WORDS_WEIGHT * words + (1 - WORDS_WEIGHT) * (vectors @ vectors.T)
    plain = np.array([not has_diacritics(text) for text in texts])
    unread = plain[:, None] | plain[None, :]
    alike[unread] = np.minimum(words[unread] * WORDS_ALONE, 1.0)
    return np.asarray(alike, dtype=np.float32)


def _linked(alike: Likeness, least: float) -> list[list[int]]:
    """Groups whose members are on average at least so much alike. Overwrites `alike`."""
    count = len(alike)
    np.fill_diagonal(alike, -np.inf)
    sizes = np.ones(count, dtype=np.float32)
    gone = np.zeros(count, dtype=np.float32)  # -inf for a text whose group has gone on under another's number
    members: list[list[int]] = [[number] for number in range(count)]
    done: list[list[int]] = []
    chain: list[int] = []
    waiting = list(range(count - 1, -1, -1))
    while waiting or chain:
        here = chain[-1] if chain else waiting.pop()
        if gone[here]:
            continue
        before = chain[-2] if len(chain) > 1 else -1
        chain = chain or [here]
        row = alike[here] + gone
        nearest = int(np.argmax(row))
        # On a tie the one that leads back wins, or the chain would run in a circle.
        if before >= 0 and row[before] >= row[nearest]:
            nearest = before
        if row[nearest] < least:
            done.append(members[here])
            gone[chain.pop()] = -np.inf
        elif nearest == before:
            del chain[-2:]
            _merge(alike, sizes, here, nearest)
            members[nearest] += members[here]
            gone[here] = -np.inf
            waiting.append(nearest)
        else:
            chain.append(nearest)
    return sorted(sorted(group) for group in done)


def _merge(alike: Likeness, sizes: NDArray[np.float32], gone: int, kept: int) -> None:
    """Lance and Williams's update for the average."""
    both = sizes[gone] + sizes[kept]
    row = (sizes[gone] * alike[gone] + sizes[kept] * alike[kept]) / both
    row[kept] = -np.inf
    alike[kept, :] = row
    alike[:, kept] = row
    sizes[kept] = both
