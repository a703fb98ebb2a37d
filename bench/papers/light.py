"""Light on a scene: uneven lamps, cast shadows, glare. Knows no paper; everything is in the photograph's pixels."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from bench.papers.scene import Film, noise_of


def lamp(film: Film, chance: Random, *, unevenness: float, warmth: float) -> None:
    """Brighter on one side; `warmth` above 0 is a yellow lamp, below 0 a blue sky."""
    height, width = film.shape[:2]
    angle = chance.uniform(0, 6.283)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    ramp = (np.cos(angle) * (xs / width - 0.5) + np.sin(angle) * (ys / height - 0.5)).astype(np.float32)
    film *= (1 + unevenness * ramp)[..., None]
    film *= np.array([1 + 0.12 * warmth, 1, 1 - 0.2 * warmth], np.float32)


def shadow(film: Film, chance: Random, *, depth: float) -> None:
    """Of the phone or the head: a large soft-edged shape over part of the picture."""
    height, width = film.shape[:2]
    mask = np.zeros((height // 8, width // 8), np.float32)
    start = np.array([chance.uniform(0, 1) * mask.shape[1], chance.uniform(0, 1) * mask.shape[0]])
    angle = chance.uniform(0, 6.283)
    heading = np.array([np.cos(angle), np.sin(angle)])
    side = np.array([-heading[1], heading[0]])
    reach = max(mask.shape) * 2
    corners = np.array(
        [start - side * reach, start + side * reach, start + (side + heading) * reach, start + (heading - side) * reach]
    )
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1.0)
    mask = cv2.GaussianBlur(mask, (0, 0), max(mask.shape) * chance.uniform(0.01, 0.06))
    mask *= 1 + 0.15 * noise_of((mask.shape[1], mask.shape[0]), chance, cells=(4, 4))
    film *= 1 - depth * cv2.resize(mask, (width, height))[..., None]


def glare(
    film: Film, *, at: tuple[float, float], size_px: float, stretch: float, angle_deg: float, strength: float
) -> None:
    """A lamp's mirror image with its halo: adds up to `strength` (above 255 it burns out)."""
    height, width = film.shape[:2]
    ys, xs = np.mgrid[0:height:4, 0:width:4].astype(np.float32)
    turn = np.radians(angle_deg)
    across = ((xs - at[0]) * np.cos(turn) + (ys - at[1]) * np.sin(turn)) / (size_px * stretch)
    down = ((ys - at[1]) * np.cos(turn) - (xs - at[0]) * np.sin(turn)) / size_px
    distance = across**2 + down**2
    spot = strength * (0.8 * np.exp(-(distance**2)) + 0.2 * np.exp(-distance / 4))
    film += cv2.resize(spot.astype(np.float32), (width, height))[..., None]
