"""Whether two faces are one person's: a distance, two thresholds and the band between them. Pure functions.

The distances are of dlib's network, whose author gives 0.6 as the threshold at which it is right for 99.38 % of the
pairs of Labeled Faces in the Wild (dlib.net, "dnn_face_recognition_ex.cpp"); stricter users take 0.5. That set is of
press photographs, hardly of Vietnamese people and of no portraits printed on cards, and NOTHING was measured on such
faces here. So the bands are wide, and what lies between them is for a person to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from giong.vision.faces import distance


class Likeness(StrEnum):
    MATCH = "match"
    REVIEW = "review"
    NO_MATCH = "no_match"


@dataclass(frozen=True)
class Thresholds:
    """Distances: up to `match` it is one person, from `differ` on two; between them a person looks."""

    match: float = 0.45
    differ: float = 0.62


def likeness(apart: float, thresholds: Thresholds) -> Likeness:
    if apart <= thresholds.match:
        return Likeness.MATCH
    return Likeness.NO_MATCH if apart >= thresholds.differ else Likeness.REVIEW


def similarity(apart: float, thresholds: Thresholds) -> float:
    """From 0 to 100 for those who want a number: 80 at `match`, 50 at `differ`, on straight lines between."""
    if apart <= thresholds.match:
        return 100 - 20 * apart / thresholds.match
    if apart <= thresholds.differ:
        return 80 - 30 * (apart - thresholds.match) / (thresholds.differ - thresholds.match)
    return max(0.0, 50 - 100 * (apart - thresholds.differ))


def farthest(descriptors: Sequence[Sequence[float]]) -> float:
    """The greatest distance of two of them: small where all are of one person."""
    pairs = [distance(a, b) for number, a in enumerate(descriptors) for b in descriptors[number + 1 :]]
    return max(pairs, default=0.0)
