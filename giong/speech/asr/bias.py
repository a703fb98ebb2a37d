"""Expected phrases as a graph over the network's pieces. Knows spelling and costs; the search walks it.

The graph has two hubs, between words (`WORD_END`) and inside a word that is no phrase (`FREE`), and a chain
of places for every form of every phrase, which leaves the first hub and returns to it. An arc is one piece
between two places. A phrase may be cut into pieces in any way that the vocabulary allows, its spaces may be
left out ("ka rao ke" is written "karaoke"), and any single piece may stand between phrases. What makes the
difference is only what an arc costs.

    open bias     a syllable of a phrase is worth `OPEN_BONUS` more than one of free text
    closed bias   a free piece costs `CLOSED_COST`: it is believed only where no phrase comes near

Costs are in nats, so a bonus of 1.5 makes a phrase 4.5 times as likely as the sound alone does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from giong.speech.asr.network import BLANK, UNKNOWN, WORD_START
from giong.speech.asr.pronunciation import forms
from giong.speech.asr.recogniser import Bias

WORD_END = 0
FREE = 1

OPEN_BONUS = 1.5
CLOSED_COST = 7.0
CLOSED_BONUS = 2.5
"""Per phrase: a menu was read out, so something was answered; silence scores 4 to 10 nats better than any
phrase.
"""

CLOSED_PRIOR = 0.5
"""The least confidence in a phrase of a menu. How well the sound fits says little there: of the phrases
that fitted worst (below .05) 97 % were right in clips of telephone answers.
"""

OTHER_FORM_COST = 0.5

NO_PHRASE = -1


@dataclass(frozen=True, eq=False)
class Graph:
    """Arcs and places as arrays; arcs are sorted by the place where they end."""

    phrases: tuple[str, ...]
    piece: NDArray[np.intp]
    start: NDArray[np.intp]
    end: NDArray[np.intp]
    cost: NDArray[np.float32]
    phrase_at: NDArray[np.intp]
    """For each place the phrase that is complete there, else `NO_PHRASE`."""
    bonus_at: NDArray[np.float32]
    """For each place what completing its phrase is worth."""
    again_cost: float
    """What a further phrase costs after the first word of an utterance."""
    prior: float
    """The confidence in a phrase before the fit of its sound is looked at."""


@dataclass(frozen=True)
class _Arc:
    piece: int
    start: int
    end: int
    cost: float


@lru_cache(maxsize=64)
def graph(bias: Bias, pieces: tuple[str, ...]) -> Graph:
    """The graph of `bias`; the same object for the same bias."""
    phrases = tuple(dict.fromkeys(" ".join(phrase.lower().split()) for phrase in bias.phrases))
    tree = _Tree(pieces)
    for number, phrase in enumerate(phrases):
        bonus = CLOSED_BONUS if bias.closed else OPEN_BONUS * len(phrase.split())
        for form in forms(phrase):
            tree.add(form, number, bonus - (0.0 if form == phrase else OTHER_FORM_COST))
    arcs = sorted([*_free_arcs(pieces, CLOSED_COST if bias.closed else 0.0), *tree.arcs], key=_by_end)
    return Graph(
        phrases=phrases,
        piece=np.array([arc.piece for arc in arcs], np.intp),
        start=np.array([arc.start for arc in arcs], np.intp),
        end=np.array([arc.end for arc in arcs], np.intp),
        cost=np.array([arc.cost for arc in arcs], np.float32),
        phrase_at=np.array(tree.phrase_at, np.intp),
        bonus_at=np.array(tree.bonus_at, np.float32),
        again_cost=CLOSED_BONUS if bias.closed else 0.0,
        prior=CLOSED_PRIOR if bias.closed else 0.0,
    )


def _by_end(arc: _Arc) -> int:
    return arc.end


def _free_arcs(pieces: Sequence[str], cost: float) -> Iterator[_Arc]:
    for number, piece in enumerate(pieces):
        if number in (BLANK, UNKNOWN):
            continue
        yield _Arc(number, WORD_END if piece.startswith(WORD_START) else FREE, FREE, cost)


class _Tree:
    """The places of all forms: one for each beginning of one, so that phrases which begin alike share them."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.arcs: list[_Arc] = []
        self.phrase_at = [NO_PHRASE, NO_PHRASE]
        self.bonus_at = [0.0, 0.0]
        self._places = {"": WORD_END}
        self._numbers = {piece: number for number, piece in enumerate(pieces) if number not in (BLANK, UNKNOWN)}
        self._longest = max(map(len, self._numbers))

    def add(self, form: str, phrase: int, bonus: float) -> None:
        """A form of a phrase; where two phrases have the same form the greater bonus decides."""
        text = "".join(WORD_START + syllable for syllable in form.split())
        for length in range(1, len(text) + 1):
            if text[:length] not in self._places:
                self._grow(text[:length])
        place = self._places[text]
        if text and (self.phrase_at[place] == NO_PHRASE or bonus > self.bonus_at[place]):
            self.phrase_at[place], self.bonus_at[place] = phrase, bonus

    def _grow(self, beginning: str) -> None:
        """A new place and every arc that leads to it."""
        place = self._places[beginning] = len(self.phrase_at)
        self.phrase_at.append(NO_PHRASE)
        self.bonus_at.append(0.0)
        for before in range(len(beginning) - 1, -1, -1):
            part = beginning[before:]
            letters = part.replace(WORD_START, "")
            if len(letters) > self._longest:
                break
            self.arcs += (
                _Arc(self._numbers[spelt], self._places[beginning[:before]], place, 0.0)
                for spelt in _cuts(part, letters, inside=before > 0)
                if spelt in self._numbers
            )


def _cuts(part: str, letters: str, *, inside: bool) -> Iterator[str]:
    """The pieces that may stand for `part`: inside a phrase a word's start may go unmarked."""
    if part.endswith(WORD_START) and part != WORD_START:
        return
    if part.startswith(WORD_START):
        yield WORD_START + letters
    if letters and (inside or not part.startswith(WORD_START)):
        yield letters
