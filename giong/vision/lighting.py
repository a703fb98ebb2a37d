"""Light on a paper: shadows, uneven lamps and dull contrast evened out for reading. Knows no text."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.shapes import Grey, Picture

GROUND_PX = 160
"""The paper's ground is looked for in a picture of this size: letters vanish there, shadows do not."""


def evened(picture: Picture) -> Picture:
    """The picture as if lit alike everywhere and printed on white: each colour divided by that of its ground."""
    ground = _ground(picture)
    lit = picture.astype(np.float32) * (255.0 / np.maximum(ground, 24.0))
    return np.clip(lit, 0, 255).astype(np.uint8)


def grey(picture: Picture) -> Grey:
    """How light each place is."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def enhanced(picture: Picture) -> tuple[Picture, ...]:
    """Other renderings of the same picture for a second look where light is bad: locally stretched contrast, lifted
    shadows, sharpened edges. Sizes do not change."""
    return stretched(picture), lifted(picture), sharpened(picture)


def stretched(picture: Picture) -> Picture:
    """Contrast made alike everywhere (CLAHE, on lightness only)."""
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(lab[..., 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), dtype=np.uint8)


def lifted(picture: Picture) -> Picture:
    """Dark pictures made light: the median grey becomes middle grey, black and white stay."""
    median = float(np.clip(np.median(grey(picture)), 8, 247)) / 255.0
    power = float(np.clip(np.log(0.55) / np.log(median), 0.3, 3.0))
    table = np.rint(255.0 * (np.arange(256) / 255.0) ** power).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table), dtype=np.uint8)


def sharpened(picture: Picture, *, radius_px: float = 2.0, amount: float = 1.5) -> Picture:
    """Edges made steeper by an unsharp mask."""
    soft = cv2.GaussianBlur(picture, (0, 0), radius_px)
    return np.asarray(cv2.addWeighted(picture, 1 + amount, soft, -amount, 0), dtype=np.uint8)


def _ground(picture: Picture) -> NDArray[np.float32]:
    """The colour of the paper under the print at every place: the lighter colours around it, smoothed."""
    height_px, width_px = picture.shape[:2]
    scale = GROUND_PX / max(height_px, width_px)
    small: Picture = picture
    if scale < 1:
        # Shrunk in two steps, the second taking the lightest, so that thin strokes leave no grey behind.
        size = (max(1, round(width_px * scale)), max(1, round(height_px * scale)))
        twice = cv2.resize(picture, (2 * size[0], 2 * size[1]), interpolation=cv2.INTER_AREA)
        lighter = cv2.dilate(twice, np.ones((3, 3), np.uint8))
        small = np.asarray(cv2.resize(lighter, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    lightest = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    soft = cv2.GaussianBlur(cv2.medianBlur(lightest, 5), (0, 0), 3.0)
    grown = cv2.resize(soft, (width_px, height_px), interpolation=cv2.INTER_LINEAR)
    return np.asarray(grown, dtype=np.float32)
