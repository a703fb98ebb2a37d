"""What a picture of a paper is like: sharp, lit, whole. Measures; whether that will do is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from giong.vision.shapes import Grey, Picture

if TYPE_CHECKING:
    from giong.vision.paper import Found

MEASURED_PX = 1000
"""The longer side of the flat paper that is looked at: all measures are per paper, not per pixel of the camera."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What the picture is like, each from 0 (good) to 1 (unusable); `coverage` is the paper's share of the picture."""

    blur: float = 0.0
    glare: float = 0.0
    darkness: float = 0.0
    recapture: float = 0.0
    photocopy: float = 0.0
    coverage: float = 1.0
    width_px: int = 0
    height_px: int = 0


def measure(picture: Picture, found: Found | None) -> Quality:
    """The qualities of the paper within the outline, or of the whole picture where none was found. `width_px` and
    `height_px` are those that the paper has in the picture."""
    from giong.vision.paper import cut_out

    height_px, width_px = picture.shape[:2]
    if found is None:
        scale = min(1.0, MEASURED_PX / max(picture.shape[:2]))
        flat = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        own = picture
    else:
        corners = np.asarray(found.quad.corners)
        lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
        width_px, height_px = round(max(lengths[0], lengths[2])), round(max(lengths[1], lengths[3]))
        scale = min(1.0, MEASURED_PX / max(width_px, height_px, 1))
        own = cut_out(picture, found.quad, width_px=max(8, width_px), height_px=max(8, height_px))
        flat = np.asarray(cv2.resize(own, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return Quality(
        blur=_blur(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)),
        glare=_glare(flat),
        darkness=_darkness(flat),
        recapture=_recapture(cv2.cvtColor(own, cv2.COLOR_RGB2GRAY)),
        photocopy=_colourless(flat),
        coverage=1.0 if found is None else found.coverage,
        width_px=width_px,
        height_px=height_px,
    )


def _blur(grey: Grey) -> float:
    """How wide the steepest edges are: 0 for edges of one pixel, 1 for edges of a tenth of a line of text and more.

    The width of an edge is its height by its slope; the steepest tenth of the strong gradients are text.
    """
    values = grey.astype(np.float32)
    gradient = np.hypot(
        cv2.Sobel(values, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(values, cv2.CV_32F, 0, 1, scale=0.125)
    )
    kernel = np.ones((9, 9), np.uint8)
    height = cv2.dilate(values, kernel) - cv2.erode(values, kernel)
    strong = height > max(20.0, float(np.percentile(height, 90)) * 0.5)
    peaks = strong & (gradient >= cv2.dilate(gradient, np.ones((3, 3), np.uint8)))
    if peaks.sum() < 50:
        return 1.0
    widths = height[peaks] / np.maximum(gradient[peaks], 0.5)
    width_px = float(np.percentile(widths, 20))
    return float(np.clip((width_px - 2.0) / 6.0, 0, 1))


def _glare(flat: Picture) -> float:
    """The share of the paper that is burnt out: white in every colour, brighter than the paper, and a patch."""
    darkest = flat.min(axis=2)
    paper = float(np.percentile(darkest, 60))
    burnt = ((darkest >= 250) & (darkest > paper + 8)).astype(np.uint8)
    patches = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    return float(min(1.0, patches.mean() / 0.15))


def _darkness(flat: Picture) -> float:
    """How little light the paper itself, not its print, sends back."""
    ground = float(np.percentile(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), 75))
    return float(np.clip((140.0 - ground) / 110.0, 0, 1))


def _recapture(grey: Grey) -> float:
    """How much of the fine structure is one periodic grid, as a screen's pixels or their moiré with the sensor leave.

    The spectrum falls off smoothly for paper; a grid stands out of its surroundings as isolated peaks.
    """
    side = 512
    if min(grey.shape) < 128:
        return 0.0
    top, left = max(0, (grey.shape[0] - side) // 2), max(0, (grey.shape[1] - side) // 2)
    patch = grey[top : top + side, left : left + side].astype(np.float32)
    window = np.outer(np.hanning(patch.shape[0]), np.hanning(patch.shape[1])).astype(np.float32)
    spectrum = np.log1p(np.abs(np.fft.fftshift(np.fft.fft2((patch - patch.mean()) * window)))).astype(np.float32)
    rise = spectrum - cv2.medianBlur(spectrum, 5)
    y, x = np.indices(rise.shape)
    radius = np.hypot((y / rise.shape[0]) - 0.5, (x / rise.shape[1]) - 0.5)
    ring = (radius > 0.12) & (np.abs(y / rise.shape[0] - 0.5) + np.abs(x / rise.shape[1] - 0.5) > 0.12)
    strongest = float(np.sort(rise[ring])[-8:].mean())
    return float(np.clip((strongest - 2.5) / 2.5, 0, 1))


def _colourless(flat: Picture) -> float:
    """How grey the paper is: 1 when no part of it has colour, as on a photocopy."""
    lab = cv2.cvtColor(flat, cv2.COLOR_RGB2LAB).astype(np.float32)
    colour = lab[..., 1:] - np.median(lab[..., 1:].reshape(-1, 2), axis=0)
    spread = float(np.percentile(np.linalg.norm(colour, axis=2), 97))
    return float(np.clip((7.0 - spread) / 5.0, 0, 1))
