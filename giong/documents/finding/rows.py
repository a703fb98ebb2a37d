"""What stands side by side on a page: segments gathered to rows from left to right. Knows no labels and no columns.

A photographed paper is never quite flat, so a segment belongs to the row of the neighbour on its left, not to a height
on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from giong.documents.finding.labels import Segment, segments
from giong.vision.page import Page
from giong.vision.shapes import Box, around

_SHARED = 0.45
"""Segments of one row share so much of the smaller one's height."""


@dataclass(frozen=True)
class Row:
    """Segments side by side."""

    segments: tuple[Segment, ...]

    @cached_property
    def box(self) -> Box:
        return around(segment.box for segment in self.segments)

    @cached_property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def height_px(self) -> float:
        return max(segment.height_px for segment in self.segments)

    @property
    def confidence(self) -> float:
        """The engine's, of the least certain word."""
        return min((word.confidence for segment in self.segments for word in segment.words), default=0.0)


def rows(page: Page) -> list[Row]:
    """Everything on the page in rows, from top to bottom."""
    return gathered(segments(page.lines))


def gathered(pieces: Sequence[Segment]) -> list[Row]:
    """Segments in rows, from top to bottom."""
    found: list[list[Segment]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.left):
        beside = [row for row in found if _beside(row[-1].box, piece.box)]
        if beside:
            min(beside, key=lambda row: abs(row[-1].box.middle[1] - piece.box.middle[1])).append(piece)
        else:
            found.append([piece])
    found.sort(key=lambda row: sum(piece.box.middle[1] for piece in row) / len(row))
    return [Row(tuple(row)) for row in found]


def _beside(left: Box, right: Box) -> bool:
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    apart = right.left - left.right
    lower = min(left.height_px, right.height_px)
    return shared >= _SHARED * lower and apart > -lower
