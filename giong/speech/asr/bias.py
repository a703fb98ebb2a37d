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

OTHER_FORM_COST = 0.5

NO_PHRASE = -1


@dataclass(frozen=True, eq=False)
class Graph:
    """Arcs as arrays of equal length, sorted by the place where they end."""

    phrases: tuple[str, ...]
    piece: NDArray[np.intp]
    start: NDArray[np.intp]
    end: NDArray[np.intp]
    cost: NDArray[np.float32]
    phrase_at: NDArray[np.intp]
    """For each place the phrase that is complete there, else `NO_PHRASE`."""
    again_cost: float
    """What a further phrase costs after the first word of an utterance."""


@dataclass(frozen=True)
class _Arc:
    piece: int
    start: int
    end: int
    cost: float


@lru_cache(maxsize=64)
def graph(bias: Bias, pieces: tuple[str, ...]) -> Graph:
    """The graph of `bias`; the same object for the same bias."""
    arcs = list(_free_arcs(pieces, CLOSED_COST if bias.closed else 0.0))
    phrases = tuple(dict.fromkeys(" ".join(phrase.lower().split()) for phrase in bias.phrases))
    spelling = {piece: number for number, piece in enumerate(pieces) if number not in (BLANK, UNKNOWN)}
    longest = max(map(len, spelling))
    complete = [NO_PHRASE, NO_PHRASE]
    for number, phrase in enumerate(phrases):
        bonus = CLOSED_BONUS if bias.closed else OPEN_BONUS * len(phrase.split())
        for form in forms(phrase):
            first = len(complete)
            cost = (0.0 if form == phrase else OTHER_FORM_COST) - bonus
            chain = list(_chain(form, spelling, longest, first=first, cost=cost))
            if chain:
                arcs += chain
                complete += [NO_PHRASE] * (len(_marked(form)) - 1) + [number]
    return _packed(phrases, arcs, complete, again_cost=CLOSED_BONUS if bias.closed else 0.0)


def _free_arcs(pieces: Sequence[str], cost: float) -> Iterator[_Arc]:
    for number, piece in enumerate(pieces):
        if number in (BLANK, UNKNOWN):
            continue
        yield _Arc(number, WORD_END if piece.startswith(WORD_START) else FREE, FREE, cost)


def _marked(form: str) -> str:
    return "".join(WORD_START + syllable for syllable in form.split())


def _chain(form: str, spelling: dict[str, int], longest: int, *, first: int, cost: float) -> Iterator[_Arc]:
    """Every arc inside one form; the place after n characters of the marked form is `first + n - 1`."""
    text = _marked(form)
    for begin in range(len(text)):
        source = first + begin - 1 if begin else WORD_END
        for end in range(begin + 1, len(text) + 1):
            letters = text[begin:end].replace(WORD_START, "")
            if len(letters) > longest:
                break
            for spelt in _cuts(text[begin:end], letters, inside=begin > 0):
                if spelt in spelling:
                    yield _Arc(spelling[spelt], source, first + end - 1, 0.0 if begin else cost)


def _cuts(part: str, letters: str, *, inside: bool) -> Iterator[str]:
    """The pieces that may stand for `part`: inside a phrase a word's start may go unmarked."""
    if part.endswith(WORD_START) and part != WORD_START:
        return
    if part.startswith(WORD_START):
        yield WORD_START + letters
    if letters and (inside or not part.startswith(WORD_START)):
        yield letters


def _packed(phrases: tuple[str, ...], arcs: list[_Arc], complete: list[int], *, again_cost: float) -> Graph:
    arcs = sorted(arcs, key=lambda arc: arc.end)
    return Graph(
        phrases=phrases,
        piece=np.array([arc.piece for arc in arcs], np.intp),
        start=np.array([arc.start for arc in arcs], np.intp),
        end=np.array([arc.end for arc in arcs], np.intp),
        cost=np.array([arc.cost for arc in arcs], np.float32),
        phrase_at=np.array(complete, np.intp),
        again_cost=again_cost,
    )
