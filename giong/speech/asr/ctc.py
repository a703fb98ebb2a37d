"""Reading a CTC network's log-probabilities: the best path. Knows pieces and frames, no sound and no menu.

CTC: Graves et al. 2006, "Connectionist temporal classification" — repeated pieces are merged, then blanks
are removed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from giong.speech.asr.network import BLANK, OUTPUT_FRAME_S, UNKNOWN, WORD_START, LogProbs
from giong.speech.asr.recogniser import Alternative, Word
from giong.text.words import is_vietnamese_syllable


@dataclass(frozen=True)
class Spotted:
    """One piece on the frames [`first`, `last`] with the highest probability it reached there."""

    piece: int
    first: int
    last: int
    probability: float


class Decoder(Protocol):
    """Turns log-probabilities, a few frames at a time, into words."""

    def push(self, log_probs: LogProbs) -> None:
        """Take the next frames, shape (frames, pieces)."""

    def words(self) -> tuple[Word, ...]:
        """The best reading of all frames so far."""

    def alternatives(self) -> tuple[Alternative, ...]:
        """The readings still considered, the best first; none if only one is ever followed."""

    def fork(self) -> Self:
        """Another decoder that has heard the same and goes its own way."""


class Greedy:
    """The best piece of every frame."""

    def __init__(self, pieces: Sequence[str], *, first_frame: int = 0) -> None:
        self._pieces = pieces
        self._spotted: list[Spotted] = []
        self._frame = first_frame
        self._before = BLANK

    def push(self, log_probs: LogProbs) -> None:
        best = log_probs.argmax(axis=1)
        for row, piece in zip(log_probs, best.tolist(), strict=True):
            if piece != BLANK:
                self._see(piece, math.exp(row[piece]))
            self._before = piece
            self._frame += 1

    def words(self) -> tuple[Word, ...]:
        return spell(self._spotted, self._pieces)

    def alternatives(self) -> tuple[Alternative, ...]:
        return ()

    def fork(self) -> Self:
        other = copy(self)
        other._spotted = [*self._spotted]
        return other

    def _see(self, piece: int, probability: float) -> None:
        if piece == self._before:
            seen = self._spotted[-1]
            self._spotted[-1] = replace(seen, last=self._frame, probability=max(seen.probability, probability))
        else:
            self._spotted.append(Spotted(piece, self._frame, self._frame, probability))


def spell(spotted: Sequence[Spotted], pieces: Sequence[str]) -> tuple[Word, ...]:
    """Join pieces to syllables; a syllable is as sure as its least sure piece."""
    groups: list[list[Spotted]] = []
    for one in spotted:
        if one.piece == UNKNOWN:
            continue
        if not groups or _begins_word(pieces[one.piece], _text(groups[-1], pieces)):
            groups.append([])
        groups[-1].append(one)
    words = (_word(group, _text(group, pieces)) for group in groups)
    return tuple(word for word in words if word.text)


def _begins_word(piece: str, before: str) -> bool:
    """The network drops an onset now and then ("cạch" + "ựng" for "cạch khựng"): a marked vowel that makes no
    Vietnamese syllable with what stands before it belongs to a syllable of its own."""
    if piece.startswith(WORD_START):
        return True
    return not piece.isascii() and not is_vietnamese_syllable(before + piece) and is_vietnamese_syllable(before)


def _text(group: Sequence[Spotted], pieces: Sequence[str]) -> str:
    return "".join(pieces[one.piece] for one in group).replace(WORD_START, "")


def _word(group: Sequence[Spotted], text: str) -> Word:
    return Word(
        text=text,
        start_s=round(group[0].first * OUTPUT_FRAME_S, 2),
        end_s=round((group[-1].last + 1) * OUTPUT_FRAME_S, 2),
        confidence=round(float(np.clip(min(one.probability for one in group), 0.0, 1.0)), 4),
    )
