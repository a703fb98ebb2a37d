"""Faces in a picture: where they are, which way they look, what tells one person from another. Knows no engine, no
person and no threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Protocol

from giong.vision.shapes import Box, Picture

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Points:
    """Five landmarks: the corners of both eyes, and where the nose meets the lip. Left and right as seen."""

    left_eye: tuple[Point, Point]
    right_eye: tuple[Point, Point]
    nose: Point

    @property
    def turn(self) -> float:
        """How far the face is turned: the nose's way from the middle between the eyes, along the line of the eyes, in
        distances of the eyes. 0 looks straight, negative to the left as seen. A flat picture of a face that is turned
        keeps the ratio, a head that is turned does not.
        """
        (left_x, left_y), (right_x, right_y) = _middle(self.left_eye), _middle(self.right_eye)
        along_x, along_y = right_x - left_x, right_y - left_y
        length = hypot(along_x, along_y) or 1.0
        from_middle = (self.nose[0] - (left_x + right_x) / 2, self.nose[1] - (left_y + right_y) / 2)
        return (from_middle[0] * along_x + from_middle[1] * along_y) / length**2


def _middle(eye: tuple[Point, Point]) -> Point:
    (x1, y1), (x2, y2) = eye
    return (x1 + x2) / 2, (y1 + y2) / 2


@dataclass(frozen=True, slots=True)
class Face:
    """One face. `descriptor` is of unit of the engine: only distances between those of one engine mean something."""

    box: Box
    points: Points
    descriptor: tuple[float, ...]


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """Euclidean, as the network was trained with."""
    return sqrt(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))


class FaceReader(Protocol):
    """Finds faces. Stateless towards its callers; may be called from several threads."""

    engine: str
    """Name and version, for the record."""

    def faces(self, picture: Picture) -> list[Face]:
        """The faces in the picture, largest first. Raises nothing for a picture without any."""
        ...
