"""Shadows go, print stays."""

from __future__ import annotations

import numpy as np

from giong.vision import lighting
from tests.vision import drawn


def test_a_shadow_is_evened_out() -> None:
    card = drawn.card().astype(np.float32)
    shade = np.linspace(0.35, 1.0, card.shape[1], dtype=np.float32)[None, :, None]
    flat = lighting.grey(lighting.evened((card * shade).astype(np.uint8)))
    ground = flat[20:60]
    assert ground.min() > 215
    assert flat[90:520, 300:900].min() < 90


def test_other_renderings_keep_the_size() -> None:
    card = drawn.card()
    assert all(other.shape == card.shape and other.dtype == np.uint8 for other in lighting.enhanced(card))


def test_a_dark_picture_is_lifted() -> None:
    dark = (drawn.card() * 0.2).astype(np.uint8)
    assert 110 < float(np.median(lighting.grey(lighting.lifted(dark)))) < 180
