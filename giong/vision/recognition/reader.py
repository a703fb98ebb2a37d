"""The seam of line recognisers: pictures of single lines go in, readings come out. Knows no engine and no page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from giong.text.unicode import UPPER
from giong.vision.shapes import Picture

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ALPHABETS = {
    "digits": DIGITS,
    "date": f"{DIGITS}/-. ",
    "mrz": f"{CAPITALS}{DIGITS}<",
    "name": f"{CAPITALS}{UPPER} ",
}
"""What a line may be known to hold, by hint: digits alone; a date; a line of a machine-readable zone; a name all in
capitals. Without a hint it may hold anything. An engine may leave a hint aside."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a line, with the places in the line's picture where it begins and ends."""

    text: str
    left_px: int
    right_px: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine makes of one line. `alternatives` are other readings that were thought of, likeliest first."""

    pieces: tuple[Piece, ...] = ()
    confidence: float = 0.0
    engine: str = ""
    alternatives: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


class LineReader(Protocol):
    """Reads lines. Every thread may call it at any time."""

    name: str

    def read(self, lines: Sequence[Picture], *, hint: str = "") -> list[Reading]:
        """One reading for each picture, in their order; an empty one where nothing is written. Dark on light or light
        on dark, upright, with little above and below the letters.
        """
        ...


@dataclass
class ScriptedReader:
    """Reads what it was told, by the width of the picture, for tests: `texts` maps widths in pixels to lines."""

    texts: Mapping[int, str] = field(default_factory=dict)
    confidence: float = 0.9
    name: str = "scripted"

    def read(self, lines: Sequence[Picture], *, hint: str = "") -> list[Reading]:
        return [self._reading(line.shape[1]) for line in lines]

    def _reading(self, width_px: int) -> Reading:
        words = self.texts.get(width_px, "").split()
        if not words:
            return Reading(engine=self.name)
        step = width_px / len(words)
        pieces = tuple(
            Piece(word, round(place * step), round((place + 1) * step), self.confidence)
            for place, word in enumerate(words)
        )
        return Reading(pieces, self.confidence, self.name)
