"""Qualities rise with what spoils a picture, and with nothing else."""

from __future__ import annotations

import cv2
import numpy as np

from giong.vision import quality
from giong.vision.shapes import Picture
from tests.vision import drawn


def measured(picture: Picture) -> quality.Quality:
    return quality.measure(picture, None)


def moved(picture: Picture, length_px: int) -> Picture:
    kernel = np.eye(length_px, dtype=np.float32) / length_px
    return np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)


def test_a_good_picture_is_good_in_every_way() -> None:
    good = measured(drawn.card())
    assert max(good.blur, good.glare, good.darkness, good.recapture, good.photocopy) < 0.15
    assert (good.width_px, good.height_px) == (1012, 638)


def test_blur_rises_with_the_radius() -> None:
    values = [measured(cv2.GaussianBlur(drawn.card(), (0, 0), radius)).blur for radius in (0.8, 2.0, 4.0)]
    assert values == sorted(values)
    assert values[0] < 0.2
    assert values[-1] > 0.5


def test_motion_one_way_is_blur() -> None:
    assert measured(moved(drawn.card(), 25)).blur > 0.6


def test_darkness_is_not_taken_for_blur() -> None:
    dark = measured((drawn.card() * 0.12).astype(np.uint8))
    assert dark.darkness > 0.9
    assert dark.blur < 0.2


def test_a_lamp_in_the_card_is_glare() -> None:
    shining = drawn.card().copy()
    cv2.ellipse(shining, (600, 300), (220, 140), 0, 0, 360, (255, 255, 255), -1)
    assert measured(shining).glare > 0.8


def test_the_pixels_of_a_screen_are_seen() -> None:
    card = cv2.resize(drawn.card(), (1600, 1008), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    y, x = np.mgrid[0:1008, 0:1600]
    across, down = 0.98 * x + 0.17 * y, 0.98 * y - 0.17 * x
    pixels = 1 - 0.18 * (np.sin(2 * np.pi * across / 4.3) > 0.3) - 0.18 * (np.sin(2 * np.pi * down / 4.3) > 0.3)
    assert measured(np.clip(card * pixels[..., None], 0, 255).astype(np.uint8)).recapture > 0.7
    assert measured(np.clip(card, 0, 255).astype(np.uint8)).recapture < 0.1


def test_a_hatched_ground_is_no_screen() -> None:
    y, x = np.mgrid[0:638, 0:1012]
    for spacing_px in (6, 8, 12):
        away_px = np.abs((x + y) / 2**0.5 % spacing_px - spacing_px / 2)
        hatched = drawn.card() - 16.0 * np.clip(1.2 - away_px, 0, 1)[..., None]
        assert measured(np.clip(hatched, 0, 255).astype(np.uint8)).recapture < 0.3


def test_a_copy_has_no_colour() -> None:
    grey = cv2.cvtColor(drawn.card(), cv2.COLOR_RGB2GRAY)
    assert measured(np.repeat(grey[..., None], 3, axis=2)).photocopy == 1.0
