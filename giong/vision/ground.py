"""Whether an outline on a picture is that of a paper, told by what lies around it: on a flat scan the ground within and
beyond is the same, and print goes on beyond rows of dashes and frames that look like edges. Knows no kind of paper.
"""

from __future__ import annotations

import cv2
import numpy as np

from giong.vision.shapes import Picture, Quad

_THUMBNAIL_PX = 768
_EDGE_SHARE = 0.012
"""Of the longer side: so near to an outline its own edge, and its shadow, may still be seen."""
_SAME_GROUND = 10.0
"""Levels of lightness and of colour (CIE L*a*b* in bytes) within which two grounds are one."""
_GROUND_SHARE = 0.8
"""Of what lies beyond: less ground is a table that only happens to have the colour of the paper."""
_STROKE_PX, _STROKE_LEVELS = 9, 50
_PRINT_SHARE = 0.003
_LEAST_BEYOND = 0.02
"""Of the picture."""


def goes_on_beyond(picture: Picture, quad: Quad) -> bool:
    """Whether ground and print go on beyond the outline as they are within, so that it is no paper's."""
    scale = min(1.0, _THUMBNAIL_PX / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), np.float32)
    corners = np.rint(np.array(quad.corners) * scale).astype(np.int32)
    near = max(1, round(_EDGE_SHARE * max(small.shape[:2])))
    within = _filled(corners, small.shape[:2])
    beyond = cv2.dilate(within, np.ones((2 * near + 1, 2 * near + 1), np.uint8)) == 0
    if beyond.mean() < _LEAST_BEYOND:
        return False
    ground = np.median(lab[within > 0], axis=0)
    like_ground = np.abs(lab[beyond] - ground).max(axis=1) < _SAME_GROUND
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    strokes = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((_STROKE_PX, _STROKE_PX), np.uint8))
    printed = (strokes[beyond] > _STROKE_LEVELS).mean()
    return bool(like_ground.mean() >= _GROUND_SHARE and printed >= _PRINT_SHARE)


def _filled(corners: np.typing.NDArray[np.int32], size: tuple[int, ...]) -> np.typing.NDArray[np.uint8]:
    mask = np.zeros(size, np.uint8)
    cv2.fillConvexPoly(mask, corners, 1)
    return mask
