"""Syllables that were run together, set apart: "muốnđổi", "matdien"; knows what a syllable can be, and which words are
common.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from giong.text.diacritics import Lexicon
from giong.text.lexicon import bag, entries
from giong.text.spelling import LONGEST, is_syllable, is_typed_syllable
from giong.text.unicode import fold

MOST_LETTERS = 48
"""Longer runs of letters are not read: nobody forgets eight spaces in a row."""
_LEAST_LETTERS = 3
_LONGEST_PIECE, _SHORT_NAME = 12, 3

_LONE = bag("ở ý ạ à ừ")
"""Words of one letter."""
_UNKNOWN = 3.0
_UNKNOWN_PAIR = 1.0
_PIECE = 4.0
"""Costs of a cut: fewest pieces first, then known words, then pairs that are known."""

_Cut = tuple[float, tuple[str, ...]]


def parted(word: str, lexicon: Lexicon) -> list[str] | None:
    """The syllables of a word that is none itself, or None if it is not syllables run together.

    Without diacritics nearly any foreign word could be cut up, so every piece must be known and some pair of them too.
    """
    lower = word.lower()
    if not _LEAST_LETTERS <= len(lower) <= MOST_LETTERS or lower in foreign_words():
        return None
    plain = lower.isascii()
    pieces = _cheapest(lower, lexicon, plain=plain)
    if len(pieces) < 2:
        return None
    if plain and not any(lexicon.follows_plainly(*pair) for pair in pairwise(pieces)):
        return None
    if not plain and not all(len(piece) > 1 or piece in _LONE for piece in pieces):
        return None
    return _as_typed(word, pieces)


@cache
def foreign_words() -> frozenset[str]:
    """Words of other languages, and names, that could be taken for Vietnamese ones."""
    return entries("english.txt")


def _cheapest(word: str, lexicon: Lexicon, *, plain: bool) -> tuple[str, ...]:
    best: list[_Cut | None] = [(0.0, ())] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_PIECE), end):
            before, piece = best[start], word[start:end]
            if before is None or not _possible(piece, lexicon, plain=plain):
                continue
            cost = before[0] + _cost(before[1][-1] if before[1] else "", piece, lexicon, plain=plain)
            here = best[end]
            if cost < (float("inf") if here is None else here[0]):
                best[end] = (cost, (*before[1], piece))
    whole = best[-1]
    return whole[1] if whole is not None else ()


def _possible(piece: str, lexicon: Lexicon, *, plain: bool) -> bool:
    """A syllable, or a foreign word that the lexicon's texts hold."""
    if len(piece) <= LONGEST and (is_typed_syllable(piece) if plain else is_syllable(piece)):
        return True
    return len(piece) > _SHORT_NAME and lexicon.says(piece)


def _cost(before: str, piece: str, lexicon: Lexicon, *, plain: bool) -> float:
    known = bool(lexicon.spellings(piece)) if plain else lexicon.count(piece) > 0
    if plain and (not known or len(piece) < 2):
        return float("inf")
    pair = not before or lexicon.follows_plainly(fold(before), fold(piece))
    return _PIECE + _UNKNOWN * (not known) + _UNKNOWN_PAIR * (not pair)


def _as_typed(word: str, pieces: tuple[str, ...]) -> list[str]:
    cut: list[str] = []
    at = 0
    for piece in pieces:
        cut.append(word[at : at + len(piece)])
        at += len(piece)
    return cut
