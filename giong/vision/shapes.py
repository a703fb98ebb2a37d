"""Places in a picture: upright boxes and four-cornered outlines, in pixels. Knows nothing of what is drawn there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Height × width × 3, red-green-blue, 0 to 255."""

Grey = NDArray[np.uint8]
"""Height × width, 0 black to 255 white."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle; `right` and `bottom` lie just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width_px(self) -> int:
        return self.right - self.left

    @property
    def height_px(self) -> int:
        return self.bottom - self.top

    @property
    def area_px(self) -> int:
        return max(0, self.width_px) * max(0, self.height_px)

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlap(self, other: Box) -> Box:
        """What both cover; its area is 0 where they do not meet."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, max(left, min(self.right, other.right)), max(top, min(self.bottom, other.bottom)))

    def grown(self, pixels: int) -> Box:
        return Box(self.left - pixels, self.top - pixels, self.right + pixels, self.bottom + pixels)

    def within(self, width_px: int, height_px: int) -> Box:
        """The part that lies inside a picture of this size."""
        return self.overlap(Box(0, 0, width_px, height_px))

    def cut(self, picture: Picture) -> Picture:
        """That part of the picture, as a view."""
        inside = self.within(picture.shape[1], picture.shape[0])
        return picture[inside.top : inside.bottom, inside.left : inside.right]


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of them; of none, the empty one."""
    held = list(boxes)
    if not held:
        return Box(0, 0, 0, 0)
    return Box(
        min(box.left for box in held),
        min(box.top for box in held),
        max(box.right for box in held),
        max(box.bottom for box in held),
    )


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners (x, y), clockwise as seen, from the one that is top left when the content is upright."""

    corners: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

    @property
    def box(self) -> Box:
        """The upright box around it."""
        xs, ys = zip(*self.corners, strict=True)
        return Box(int(min(xs)), int(min(ys)), int(np.ceil(max(xs))), int(np.ceil(max(ys))))

    @property
    def area_px(self) -> float:
        """By the shoelace formula."""
        points = [*self.corners, self.corners[0]]
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points))) / 2
