"""What time does to a paper before anyone photographs it: scratches, creases, stains, fading. Knows no camera."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from bench.papers.scene import noise_of
from giong.vision.shapes import Picture


def grained(paper: Picture, chance: Random, *, strength: float) -> Picture:
    """The fibres of paper or the sheen of plastic."""
    size = (paper.shape[1], paper.shape[0])
    fine = noise_of(size, chance, cells=(size[0] / 3, size[1] / 3))
    wide = noise_of(size, chance, cells=(12, 12))
    return _clipped(paper.astype(np.float32) * (1 + strength * (fine + 0.7 * wide))[..., None])


def scratched(paper: Picture, chance: Random, *, count: int) -> Picture:
    """Hairlines in plastic: lighter, thin, mostly straight."""
    layer = np.zeros(paper.shape[:2], np.uint8)
    height, width = layer.shape
    for _ in range(count):
        start = (chance.randrange(width), chance.randrange(height))
        angle, reach = chance.uniform(0, 6.283), chance.uniform(0.05, 0.35) * width
        end = (int(start[0] + reach * np.cos(angle)), int(start[1] + reach * np.sin(angle)))
        cv2.line(layer, start, end, chance.randrange(60, 200), chance.choice((1, 1, 2)), cv2.LINE_AA)
    return _clipped(paper.astype(np.float32) + layer[..., None] * chance.uniform(0.15, 0.5))


def folded(paper: Picture, chance: Random, *, folds: int, depth: float) -> Picture:
    """Straight creases: dark on one side, light on the other."""
    height, width = paper.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    light = np.ones((height, width), np.float32)
    soft = max(height, width) / 300
    for number in range(folds):
        across = chance.random() < 0.5
        place = (number + 1) / (folds + 1) * (width if across else height) * chance.uniform(0.9, 1.1)
        lean = chance.uniform(-0.03, 0.03)
        away = (xs - place + lean * ys) if across else (ys - place + lean * xs)
        light += depth * (
            np.tanh(away / soft) * np.exp(-np.abs(away) / (soft * 14)) - 0.8 * np.exp(-((away / soft) ** 2))
        )
    return _clipped(paper.astype(np.float32) * light[..., None])


def crumpled(paper: Picture, chance: Random, *, depth: float) -> Picture:
    """Light and shade of paper that was squeezed; its lines bend a little."""
    height, width = paper.shape[:2]
    cells = (chance.uniform(4, 9), chance.uniform(4, 9) * height / width)
    ridge = np.abs(noise_of((width, height), chance, cells=cells))
    light = (1 - depth * np.exp(-ridge * 9) + depth * 0.5 * noise_of((width, height), chance, cells=cells))[..., None]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    reach = width * 0.006
    xs += reach * noise_of((width, height), chance, cells=cells)
    ys += reach * noise_of((width, height), chance, cells=cells)
    bent = cv2.remap(paper, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return _clipped(bent.astype(np.float32) * light)


def faded(paper: Picture, chance: Random, *, strength: float) -> Picture:
    """Thermal print that has seen the sun: ink turns grey, in bands more than elsewhere."""
    height, width = paper.shape[:2]
    bands = 0.5 + 0.5 * noise_of((width, height), chance, cells=(2, chance.uniform(3, 12)))
    share = np.clip(strength * (0.6 + 0.8 * bands), 0, 0.85)[..., None]
    plain = paper.astype(np.float32)
    return _clipped(plain + (np.percentile(plain, 95) - plain) * share)


def stained(paper: Picture, chance: Random) -> Picture:
    """A ring of coffee or a spot of grease, see-through."""
    height, width = paper.shape[:2]
    middle = (chance.uniform(0, width), chance.uniform(0, height))
    reach = chance.uniform(0.06, 0.2) * width
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot(xs - middle[0], ys - middle[1]) / reach
    shape = 0.5 * np.exp(-(((away - 1) / 0.06) ** 2)) + 0.25 * (away < 1)
    tint = np.array([0.75, 0.6, 0.4], np.float32)
    return _clipped(paper * (1 - 0.5 * shape[..., None] * (1 - tint)))


def _clipped(film: np.ndarray) -> Picture:
    return np.clip(film, 0, 255).astype(np.uint8)
