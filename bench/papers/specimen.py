"""A paper as drawn, with what stands in each of its fields and where. Knows no camera."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from giong.vision.shapes import Box, Picture


@dataclass(frozen=True)
class Specimen:
    """`boxes` has a box for each printed line of a field, in the picture's pixels. `letter_mm` is the height of a usual
    small letter of the values: what blur and distance are measured by.
    """

    kind: str
    picture: Picture
    fields: Mapping[str, str]
    boxes: Mapping[str, tuple[Box, ...]]
    px_per_mm: float
    letter_mm: float = 1.2
    corner_mm: float = 0.0
    """Radius of rounded corners."""
    layout: str = ""
    tags: frozenset[str] = field(default_factory=frozenset)
