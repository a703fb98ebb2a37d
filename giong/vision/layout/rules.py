"""Drawn lines of a page, across and down, found by the length of their strokes. Knows no table and no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.shapes import Box, Picture

MOST_SIDE_PX = 1900
"""Larger pictures are made smaller by keeping the darkest of each few pixels: hair lines stay."""
ACROSS_SHARE = 0.026
"""The shortest line across, of the shorter side of the page: 5 mm of A4. Strokes of letters are shorter."""
DOWN_SHARE = 0.019
DARKER = 14
"""By how many of 255 steps a line is darker than what is around it."""
NEAR_PX = 3

Mask = NDArray[np.uint8]


@dataclass(frozen=True)
class Rules:
    """Where lines run, as pictures of zeros and ones `factor` times smaller than the page."""

    across: Mask
    down: Mask
    factor: int


def rules(picture: Picture) -> Rules:
    """The lines of an upright page that is straight but for a degree or so."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    factor = -(-max(grey.shape) // MOST_SIDE_PX)
    small = _darkest(grey, factor)
    side = min(small.shape)
    dark = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, DARKER)
    across = _runs(dark, (max(12, round(ACROSS_SHARE * side)), 1))
    down = _runs(dark, (1, max(12, round(DOWN_SHARE * side))))
    return Rules(_thin(across, across_=True), _thin(down, across_=False), factor)


def without_letters(drawn: Rules, words: Sequence[Box]) -> Rules:
    """Without strokes that lie well within a word and are no higher than it."""
    if not words:
        return drawn
    around = np.array([(word.left, word.top, word.right, word.bottom) for word in words], np.float64) / drawn.factor
    lefts, tops, rights, bottoms = around.T
    edge, over = 0.12 * (bottoms - tops), 0.25 * (bottoms - tops)
    down = drawn.down.copy()
    for box in boxes(down):
        x = box.middle[0]
        within = (lefts + edge < x) & (x < rights - edge) & (tops - over < box.top) & (box.bottom < bottoms + over)
        if within.any():
            down[box.top : box.bottom, box.left : box.right] = 0
    return replace(drawn, down=down)


def boxes(mask: Mask) -> list[Box]:
    """The boxes of what hangs together in a mask."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [Box(left, top, left + width, top + height) for left, top, width, height, _ in stats[1:].tolist()]


def _darkest(grey: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    if factor == 1:
        return np.ascontiguousarray(grey)
    height, width = (side // factor * factor for side in grey.shape)
    eroded = cv2.erode(grey[:height, :width], np.ones((factor, factor), np.uint8), anchor=(0, 0))
    return np.ascontiguousarray(eroded[::factor, ::factor])


def _runs(dark: NDArray[Any], size: tuple[int, int]) -> Mask:
    """Strokes at least as long as `size`; a line that slopes a little is one over its steps."""
    beside = (1, NEAR_PX) if size[1] == 1 else (NEAR_PX, 1)
    thick = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_RECT, beside))
    return np.asarray(
        cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size)), np.uint8
    )


def _thin(mask: Mask, *, across_: bool) -> Mask:
    """Without what is too thick for its length: filled cells, pictures, seals."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    along = stats[:, cv2.CC_STAT_WIDTH if across_ else cv2.CC_STAT_HEIGHT]
    thickness = stats[:, cv2.CC_STAT_AREA] / np.maximum(along, 1)
    keep = (thickness <= np.maximum(4 + NEAR_PX, 0.02 * along)) & (thickness < 0.25 * along)
    keep[0] = False
    return np.asarray(keep[labels], np.uint8) if count > 1 else mask
