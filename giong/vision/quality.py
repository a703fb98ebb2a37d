"""What a picture of a paper is like: sharp, lit, whole. Measures; whether that will do is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision import lighting
from giong.vision.shapes import Grey, Picture, Quad

Slopes = NDArray[np.float32]

if TYPE_CHECKING:
    from giong.vision.paper import Found

MEASURED_PX = 1000
"""The longer side of the flat paper that is looked at: all measures are per paper, not per pixel of the camera."""
SHARP_PX, SOFT_PX = 2.0, 8.0
"""Widths of edges at that size which count as sharp, and as unreadable."""
USUAL_ONE_SIDEDNESS = 1.5
"""Of slopes across and along: sharp print has 1.0 to 1.46, print that moved during exposure 2 and more."""
TOO_SOFT_FOR_PIXELS = 0.5
PRINTED_LINES = 215
"""In the length of a card: a ground may be printed with so many lines, some 0.4 mm apart; a screen shows a card with
700 dots and more.
"""
STANDS_OUT = 2.0
SPECTRUM_PX = 512
MOST_SQUARES = 3
"""Squares of that size, each way, in which a lattice is looked for."""
PEAKS = 8
"""Parts of the spectrum, of 16,384, that are looked at: a lattice of one direction only makes so many."""
LATTICE_RISE, LATTICE_SURE = 2.9, 4.4
"""How far (natural logarithm of power) these stand out: up to 2.8 for printed papers, guilloche and all, above 4.2 for
the pixels of a screen and for fine moiré."""


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
    own = picture if found is None else _at_own_size(picture, found.quad)
    scale = min(1.0, MEASURED_PX / max(own.shape[:2]))
    size = (max(8, round(own.shape[1] * scale)), max(8, round(own.shape[0] * scale)))
    flat = np.asarray(cv2.resize(own, size, interpolation=cv2.INTER_AREA), np.uint8)
    ground = float(np.percentile(lighting.grey(flat)[::2, ::2], 75))
    # Darkness is a reason of its own and must not pass for blur or a missing colour.
    lit = cv2.convertScaleAbs(flat, alpha=float(np.clip(200.0 / max(ground, 1.0), 1.0, 8.0)))
    blur = _blur(lighting.grey(np.asarray(lit, np.uint8)))
    return Quality(
        blur=blur,
        glare=_glare(flat),
        darkness=float(np.clip((140.0 - ground) / 110.0, 0, 1)),
        # The pixels of a screen cannot be seen in a blurred picture, where motion leaves bands of its own.
        recapture=_recapture(lighting.grey(own)) if blur < TOO_SOFT_FOR_PIXELS else 0.0,
        photocopy=_colourless(np.asarray(lit, np.uint8)),
        coverage=1.0 if found is None else found.coverage,
        width_px=own.shape[1],
        height_px=own.shape[0],
    )


def _at_own_size(picture: Picture, quad: Quad) -> Picture:
    """The paper, flat, with the pixels that it has in the picture."""
    from giong.vision.paper import cut_out

    corners = np.asarray(quad.corners)
    lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width_px, height_px = round(float(max(lengths[0], lengths[2]))), round(float(max(lengths[1], lengths[3])))
    return cut_out(picture, quad, width_px=max(8, width_px), height_px=max(8, height_px))


def _blur(grey: Grey) -> float:
    """How wide the steepest edges are, from `SHARP_PX` to `SOFT_PX`; wider by as much as edges of one direction are
    missing, which is what a moved camera leaves.

    The width of an edge is its height by its slope; a fifth of the edges of any print are as steep as the lens allows.
    """
    values = cv2.GaussianBlur(grey, (0, 0), 0.6).astype(np.float32)
    across = np.asarray(cv2.Sobel(values, cv2.CV_32F, 1, 0, scale=0.125), np.float32)
    down = np.asarray(cv2.Sobel(values, cv2.CV_32F, 0, 1, scale=0.125), np.float32)
    slope = np.hypot(across, down)
    kernel = np.ones((9, 9), np.uint8)
    height = cv2.dilate(values, kernel) - cv2.erode(values, kernel)
    strong = height > max(14.0, float(np.percentile(height, 90)) * 0.5)
    crests = strong & (slope >= cv2.dilate(slope, np.ones((3, 3), np.uint8)))
    if crests.sum() < 50:
        return 1.0
    width_px = float(np.percentile(height[crests] / np.maximum(slope[crests], 0.5), 20))
    width_px *= max(1.0, _one_sidedness(across[strong], down[strong]) / USUAL_ONE_SIDEDNESS) ** 2
    return float(np.clip((width_px - SHARP_PX) / (SOFT_PX - SHARP_PX), 0, 1))


def _one_sidedness(across: Slopes, down: Slopes) -> float:
    """By how much the slopes of the best direction exceed those of the worst: the root of the quotient of the structure
    tensor's eigenvalues (Bigün and Granlund, "Optimal orientation detection of linear symmetry", 1987)."""
    mixed = float(np.mean(across * down))
    least, most = np.linalg.eigvalsh([[float(np.mean(across**2)), mixed], [mixed, float(np.mean(down**2))]])
    return float(np.sqrt(most / max(least, 1e-6)))


def _glare(flat: Picture) -> float:
    """The share of the paper that is burnt out: white in every colour, brighter than the paper, and a patch; 1 from
    15 % of the paper."""
    darkest = cv2.min(cv2.min(flat[..., 0], flat[..., 1]), flat[..., 2])
    paper = float(np.percentile(darkest[::2, ::2], 60))
    burnt = ((darkest >= 250) & (darkest > paper + 8)).astype(np.uint8)
    patches = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    return float(min(1.0, float(patches.mean()) / 0.15))


def _recapture(grey: Grey) -> float:
    """How much of the fine structure is one lattice, as a screen's pixels and their moiré with the sensor leave.

    The spectrum of a paper falls off smoothly; a lattice stands out of it as patches far from the axes (on which JPEG's
    blocks and level print leave theirs). A ground of hatched lines stands out too, but coarser, and more than its own
    overtones.
    """
    if min(grey.shape) < SPECTRUM_PX:
        return 0.0
    spectrum = _spectrum(grey)
    rise = spectrum - cv2.medianBlur(np.clip(10 * spectrum, 0, 255).astype(np.uint8), 21) / 10
    side = len(spectrum)
    frequency = np.abs(np.arange(side) / side - 0.5)
    distance = np.hypot(frequency[:, None], frequency[None, :])
    off_axes = (frequency[:, None] > 0.02) & (frequency[None, :] > 0.02)
    printed = off_axes & (distance > 0.04) & (distance * max(grey.shape) < PRINTED_LINES)
    fine = off_axes & (distance > 0.1) & ~printed
    stands = rise > STANDS_OUT
    if _highest(spectrum[printed & stands], PEAKS // 2) >= _highest(spectrum[fine & stands], PEAKS // 2):
        return 0.0
    return float(np.clip((_highest(rise[fine], PEAKS) - LATTICE_RISE) / (LATTICE_SURE - LATTICE_RISE), 0, 1))


def _spectrum(grey: Grey) -> Slopes:
    """The natural logarithm of the mean power of each frequency, the lowest in the middle."""
    power = np.zeros((SPECTRUM_PX, SPECTRUM_PX), np.float32)
    window = np.outer(np.hanning(SPECTRUM_PX), np.hanning(SPECTRUM_PX)).astype(np.float32)
    for top in _places(grey.shape[0]):
        for left in _places(grey.shape[1]):
            patch = grey[top : top + SPECTRUM_PX, left : left + SPECTRUM_PX].astype(np.float32)
            waves = cv2.dft((patch - patch.mean()) * window, flags=cv2.DFT_COMPLEX_OUTPUT)
            power += waves[..., 0] ** 2 + waves[..., 1] ** 2
    smaller = cv2.resize(np.fft.fftshift(power), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return np.asarray(np.log1p(smaller), np.float32)


def _highest(values: Slopes, number: int) -> float:
    """The mean of the highest few; 0 of none."""
    return float(np.sort(values)[-number:].mean()) if len(values) else 0.0


def _places(length_px: int) -> list[int]:
    """Where squares begin that cover this length, or the middle of a greater one, with little overlap."""
    squares = min(MOST_SQUARES, -(-length_px // SPECTRUM_PX))
    covered_px = min(length_px, MOST_SQUARES * SPECTRUM_PX)
    begin = (length_px - covered_px) // 2
    return [begin + round(share * (covered_px - SPECTRUM_PX)) for share in np.linspace(0, 1, squares)]


def _colourless(flat: Picture) -> float:
    """How grey the paper is: 1 when no part of it has a colour of its own, as on a photocopy. Only of kinds that are
    printed in colour does it mean anything."""
    small = cv2.resize(flat, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    colour = lab[..., 1:] - np.median(lab[..., 1:].reshape(-1, 2), axis=0)
    spread = float(np.percentile(np.linalg.norm(colour, axis=2), 97))
    return float(np.clip((7.0 - spread) / 5.0, 0, 1))
