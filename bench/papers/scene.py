"""What lies under and over a paper: tables, cloths, a hand that holds it. Knows no paper and no camera."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.papers.sheet import Colour
from bench.papers.split import Split

Film = NDArray[np.float32]
"""Height × width × 3, 0 to 255 and beyond where it is too bright."""

_WOODS: dict[Split, tuple[Colour, ...]] = {
    Split.TUNE: ((120, 82, 52), (196, 158, 112), (70, 46, 34), (150, 112, 84)),
    Split.REPORT: ((104, 66, 40), (214, 184, 146), (88, 70, 58), (166, 120, 72)),
}
_PLAINS: dict[Split, tuple[Colour, ...]] = {
    Split.TUNE: ((40, 42, 46), (90, 110, 130), (205, 205, 200), (60, 90, 70), (150, 60, 50)),
    Split.REPORT: ((25, 25, 28), (70, 80, 120), (180, 176, 166), (222, 220, 214), (46, 100, 104)),
}


def noise_of(size: tuple[int, int], chance: Random, *, cells: tuple[float, float]) -> Film:
    """Smooth noise, height × width, from -1 to 1; `cells` are across and down."""
    generator = np.random.default_rng(chance.randrange(2**32))
    coarse = generator.uniform(-1, 1, (max(2, int(cells[1])), max(2, int(cells[0])))).astype(np.float32)
    return cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)


def table(split: Split, chance: Random, size: tuple[int, int]) -> Film:
    """A surface of width, height = `size`: wood, cloth, stone or plain."""
    return chance.choice((_wood, _wood, _cloth, _stone, _plain))(split, chance, size)


def _tinted(colour: Colour, light: Film) -> Film:
    return (np.array(colour, np.float32) * light[..., None]).astype(np.float32)


def _wood(split: Split, chance: Random, size: tuple[int, int]) -> Film:
    grain = noise_of(size, chance, cells=(6, chance.uniform(60, 200)))
    wide = noise_of(size, chance, cells=(3, 14))
    fine = noise_of(size, chance, cells=(40, 500))
    light = 1 + 0.16 * np.sin(9 * wide + 3 * grain) + 0.08 * grain + 0.05 * fine
    if chance.random() < 0.4:
        light = np.ascontiguousarray(cv2.resize(light.T, size))
    return _tinted(chance.choice(_WOODS[split]), light)


def _cloth(split: Split, chance: Random, size: tuple[int, int]) -> Film:
    pitch = chance.uniform(4, 10)
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    weave = np.sin(xs * 6.283 / pitch) * np.sin(ys * 6.283 / pitch)
    folds = noise_of(size, chance, cells=(4, 4))
    return _tinted(chance.choice(_PLAINS[split]), 1 + 0.12 * weave + 0.14 * folds)


def _stone(split: Split, chance: Random, size: tuple[int, int]) -> Film:
    veins = np.abs(noise_of(size, chance, cells=(7, 6)) + 0.4 * noise_of(size, chance, cells=(30, 26)))
    light = 1 - 0.35 * np.exp(-veins * 14) + 0.05 * noise_of(size, chance, cells=(120, 100))
    return _tinted(chance.choice(((222, 220, 216), (60, 62, 66), (196, 188, 176))), light)


def _plain(split: Split, chance: Random, size: tuple[int, int]) -> Film:
    light = 1 + 0.06 * noise_of(size, chance, cells=(3, 3)) + 0.03 * noise_of(size, chance, cells=(300, 300))
    return _tinted(chance.choice(_PLAINS[split]), light)


def hand(
    film: Film, chance: Random, *, edge: NDArray[np.float64], inward: NDArray[np.float64], finger_px: float
) -> None:
    """Two to four fingers that come from outside and end at `edge` (their first tip), reaching over it by a little."""
    skin = np.array(chance.choice(((222, 176, 146), (198, 150, 120), (172, 124, 96))), np.float32)
    along = np.array([-inward[1], inward[0]])
    count = chance.randrange(1, 4)
    mask = np.zeros(film.shape[:2], np.uint8)
    for number in range(count):
        tip = edge + inward * finger_px * chance.uniform(0.1, 0.5) + along * finger_px * 1.15 * number
        root = tip - inward * finger_px * 12 + along * finger_px * chance.uniform(-1, 1)
        cv2.line(mask, tuple(map(int, tip)), tuple(map(int, root)), 255, int(finger_px), cv2.LINE_AA)
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.0, finger_px / 40))
    share = soft.astype(np.float32)[..., None] / 255
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)[..., None] / (finger_px / 2)
    shaded = skin * (0.62 + 0.4 * np.clip(depth, 0, 1))
    shadow = cv2.GaussianBlur(mask, (0, 0), finger_px / 5).astype(np.float32)[..., None] / 255
    film *= 1 - 0.35 * shadow
    film *= 1 - share
    film += shaded.astype(np.float32) * share
