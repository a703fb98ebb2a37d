"""Syllables of people's names that were misread in their marks ("THÁO" for "THẢO"), brought back to names that exist.
Knows no label and no paper.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from giong.text.lexicon import entries
from giong.text.tones import to_old
from giong.text.unicode import fold
from giong.text.words import is_vietnamese_syllable

DOUBT = 0.6
"""A syllable of which the engine is at least so sure stays as it is."""


@cache
def _by_fold() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(entries("given_names.txt")):
        found[fold(name)] = (*found.get(fold(name), ()), name)
    return found


def mended(text: str, sure: Sequence[float]) -> str:
    """The name with each syllable after the surname that is doubtful or impossible, if it is no name, replaced by the
    one it resembles most; `sure` are the engine's confidences in its words.
    """
    words = text.split()
    if len(words) != len(sure):
        return text
    given = (
        _mended(word) if confidence < DOUBT or not is_vietnamese_syllable(word) else word
        for word, confidence in zip(words[1:], sure[1:], strict=True)
    )
    return " ".join([*words[:1], *given])


def is_strange(word: str) -> bool:
    """Whether no name is spelt so, while one is that differs from it in marks alone."""
    known = _by_fold().get(fold(word), ())
    return bool(known) and to_old(word.lower()) not in known


def _mended(word: str) -> str:
    lower = to_old(word.lower())
    known = _by_fold().get(fold(word), ())
    if not known or lower in known:
        return word
    best = likest(lower, known)
    return best.upper() if word.isupper() else best.capitalize()


def likest(lower: str, names: Sequence[str]) -> str:
    """The name whose marks are most like those that were read."""
    return max(names, key=lambda name: _alike(lower, name.lower()))


def _alike(one: str, other: str) -> int:
    """How many signs and marks two spellings share, one in the place of another counting half."""
    left, right = unicodedata.normalize("NFD", one), unicodedata.normalize("NFD", other)
    return 2 * sum(mark in right for mark in left) - abs(len(left) - len(right))
