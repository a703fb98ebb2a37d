"""What two kinds of recogniser saw of a line, before it is made into words: letters with what else they might be, and a
track of letters' likelihoods along the line. Knows no engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from giong.vision.shapes import Grey

LogProbs = NDArray[np.float32]
"""Steps × characters, natural logarithms; character 0 is the blank of CTC (Graves et al. 2006)."""

IMPOSSIBLE = -25.0
LEAST_PX = 4
LEAST_CONTRAST = 12
"""Of 255, between the darkest and the lightest of a line that something stands on."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was read, and the costs of what it might be instead: 0 is the best, 10 hopeless."""

    text: str
    costs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A word that was read letter by letter."""

    letters: tuple[Letter, ...]
    left_px: int
    right_px: int
    confidence: float

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)


def is_blank(line: Grey) -> bool:
    """Whether nothing at all is drawn on it: recognisers find letters in the emptiest paper."""
    if min(line.shape) < LEAST_PX:
        return True
    dark, light = np.percentile(line, (0.5, 99.5))
    return bool(light - dark < LEAST_CONTRAST)


def joined(words: Sequence[Seen]) -> tuple[Seen, ...]:
    """As one word: what holds no spaces may be read with some."""
    if len(words) < 2:
        return tuple(words)
    letters = tuple(letter for word in words for letter in word.letters)
    return (Seen(letters, words[0].left_px, words[-1].right_px, min(word.confidence for word in words)),)


def capital(word: Seen) -> Seen:
    """In capitals, where it is known that all are."""
    letters = tuple(
        Letter(
            letter.text.upper(),
            {
                other.upper(): cost
                for other, cost in sorted(letter.costs.items(), key=lambda pair: pair[1], reverse=True)
            },
        )
        for letter in word.letters
    )
    return replace(word, letters=letters)


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """How likely each character is at each step along the line. Step `i` lies at `left_px + i * step_px`."""

    scores: LogProbs
    characters: tuple[str, ...]
    """Without the blank: character `i` has the column `i + 1`."""
    left_px: float
    step_px: float

    def greedy(self) -> list[tuple[str, int, float]]:
        """The likeliest character of each step, without blanks and repetitions: character, step, probability."""
        best = self.scores.argmax(axis=1)
        starts = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
        return [
            (self.characters[best[step] - 1], int(step), float(np.exp(self.scores[step, best[step]])))
            for step in starts.tolist()
        ]

    def only(self, alphabet: str) -> Track:
        """The track of a line that holds nothing but these characters."""
        wanted = np.array([True, *(character in alphabet for character in self.characters)])
        return replace(self, scores=np.where(wanted, self.scores, np.float32(IMPOSSIBLE)))

    def place_px(self, step: float) -> int:
        return round(self.left_px + step * self.step_px)
