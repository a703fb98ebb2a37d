"""How heavily lines are printed: bold letters have wider strokes. Knows no text."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.page import Line
from giong.vision.shapes import Box, Picture

BOLD = 1.28
"""How much wider than usual on the page the strokes of bold letters are, at least."""
RULE = 0.7
"""Rows of which more is ink are underlining."""
LEAST_PX = 10
LEAST_STROKES = 8


def bold(lines: Sequence[Line], picture: Picture) -> list[bool]:
    """Which of these lines are bold from their first word to the last. Where most letters are bold, none counts."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    weights = [weight(grey, line) for line in lines]
    known = [(value, len(line.text)) for value, line in zip(weights, lines, strict=True) if value > 0]
    usual = _middle(known)
    return [usual > 0 and value >= BOLD * usual for value in weights]


def weight(grey: NDArray[np.uint8], line: Line) -> float:
    """Mean width of the strokes in pixels; of both halves of the line the lighter one; 0 if unknown."""
    parts = [_stroke(grey, part) for part in _halves(line.box)]
    known = [part for part in parts if part > 0]
    return min(known, default=0.0)


def _halves(box: Box) -> tuple[Box, ...]:
    if box.width_px < 6 * box.height_px:
        return (box,)
    middle = (box.left + box.right) // 2
    return Box(box.left, box.top, middle, box.bottom), Box(middle, box.top, box.right, box.bottom)


def _stroke(grey: NDArray[np.uint8], box: Box) -> float:
    part = grey[max(0, box.top) : max(0, box.bottom), max(0, box.left) : max(0, box.right)]
    if min(part.shape) < LEAST_PX:
        return 0.0
    light, dark = (float(value) for value in np.percentile(part[::2, ::3], (90, 2)))
    if light - dark < 40:
        return 0.0
    ink = np.clip((light - part.astype(np.float32)) / (light - dark), 0.0, 1.0)
    is_ink = ink > 0.5
    rows = is_ink.mean(axis=1) < RULE
    ink, is_ink = ink[rows], is_ink[rows]
    runs = int(np.count_nonzero(is_ink[:, 1:] & ~is_ink[:, :-1])) + int(np.count_nonzero(is_ink[:, :1]))
    return float(ink[ink > 0.15].sum()) / runs if runs >= LEAST_STROKES else 0.0


def _middle(known: Sequence[tuple[float, int]]) -> float:
    """The median over letters."""
    total, passed = sum(count for _, count in known), 0
    for value, count in sorted(known):
        passed += count
        if 2 * passed >= total:
            return value
    return 0.0
