"""The names of a machine-readable zone, which no check digit proves: fillers that were read as letters, or lost, are
found by what a Vietnamese name can be. Knows no other line.

A name in the zone is a row of syllables without diacritics, parted by one filler, or by two after the surname, and
filled up to the end. Of all ways to take the letters read for syllables and fillers the cheapest is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from giong.documents.mrz.lookalikes import FILLER
from giong.text.words import is_unmarked_syllable

_GUESSED = dict.fromkeys("KCX", 0.6) | dict.fromkeys("ELSRGTV", 1.1)
"""What it costs to take a letter for a filler between names."""
_IN_TAIL = dict.fromkeys("KCX", 0.15) | dict.fromkeys("ELSRGTVAI4", 0.4)
"""And behind them all, where they come in rows."""
_STRANGE = 2.0
_LOST = 0.9
_SYLLABLE = 0.2
_ONE_LETTER = 0.6
_NO_SYLLABLE = 1.0
_LETTER = 0.3
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class _Way:
    """The names up to some place, ending with a filler or at the end; `gap` is how many fillers stand there."""

    cost: float
    words: tuple[str, ...] = ()
    gaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The field with true fillers between the names and none behind them; `doubt` is 0 where all of them were read so
    and every name is a syllable.
    """

    text: str
    doubt: float


def tidied(text: str, *, whole: bool = True) -> Names:
    """The field of names as it was meant. Where not the `whole` of its length was read, some filler was lost, and a
    lone one after the surname is taken for two.
    """
    ways: dict[int, _Way] = {0: _Way(0.0)}
    best = _Way(len(text) * _STRANGE)
    for start in range(len(text) + 1):
        way = ways.get(start)
        if way is None:
            continue
        best = min(best, _ended(way, text[start:]), key=lambda found: found.cost)
        for end, longer in _longer(way, text, start):
            if longer.gaps[-1] == 0:
                best = min(best, _ended(longer, text[end:]), key=lambda found: found.cost)
            elif end not in ways or longer.cost < ways[end].cost:
                ways[end] = longer
    return Names(_written(best, at_least=1 if whole else 2), max(0.0, best.cost - _SYLLABLE * len(best.words)))


def _longer(way: _Way, text: str, start: int) -> Iterator[tuple[int, _Way]]:
    """One more name: the last one, or with the fillers behind it as read, guessed, or lost."""
    for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
        word = text[start:end]
        if FILLER in word:
            return
        cost = way.cost + _word(word)
        words = (*way.words, word)
        yield end, _Way(cost, words, (*way.gaps, 0))
        if way.words and is_unmarked_syllable(word):
            yield end, _Way(cost + _LOST, words, (*way.gaps, 1))
        for size in (1, 2):
            gap = text[end : end + size]
            if len(gap) == size:
                yield end + size, _Way(cost + sum(map(_filler, gap)), words, (*way.gaps, size))


_MISSPELT = re.compile(r"K[AOU]|C[EIY]|Q[^U]")


def _word(word: str) -> float:
    if not is_unmarked_syllable(word) or _MISSPELT.match(word):
        return _NO_SYLLABLE + _LETTER * len(word)
    return _SYLLABLE if len(word) > 1 or word == "Y" else _ONE_LETTER


def _filler(char: str) -> float:
    return 0.0 if char == FILLER else _GUESSED.get(char, _STRANGE)


def _ended(way: _Way, tail: str) -> _Way:
    """The names are over, and everything behind them is filling."""
    strange = sum(_IN_TAIL.get(char, _STRANGE) for char in tail if char != FILLER)
    return _Way(way.cost + strange, way.words, way.gaps)


def _written(way: _Way, *, at_least: int) -> str:
    """The names with two fillers after the surname, or one where just one was read, and one between the others."""
    if len(way.words) < 2:
        return "".join(way.words)
    surname, *given = way.words
    return surname + FILLER * max(at_least, way.gaps[0]) + FILLER.join(given)
