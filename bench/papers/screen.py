"""A paper shown on a screen: pixel grid, bezel and glow, what a recaptured picture is known by. Knows no camera."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from giong.vision.shapes import Picture


def shown(paper: Picture, chance: Random) -> tuple[Picture, tuple[int, int]]:
    """The paper in a viewer on a screen, as it glows, and where the paper's top left corner is. Each pixel of the
    screen is drawn as three upright strips with dark gaps; the scale of the paper itself is kept.
    """
    dots = chance.randrange(700, 1250)
    height, width = paper.shape[:2]
    scale = max(3, round(width / dots))
    small = cv2.resize(paper, (width // scale, height // scale), interpolation=cv2.INTER_AREA)
    margin_x, margin_y = (
        int(small.shape[1] * chance.uniform(0.06, 0.2)),
        int(small.shape[0] * chance.uniform(0.06, 0.3)),
    )
    ground = chance.choice(((10, 10, 12), (18, 18, 22), (242, 242, 244), (32, 33, 36)))
    panel = np.full((small.shape[0] + 2 * margin_y, small.shape[1] + 2 * margin_x, 3), ground, np.uint8)
    panel[margin_y : margin_y + small.shape[0], margin_x : margin_x + small.shape[1]] = small
    glowing = 18 + panel.astype(np.float32) * chance.uniform(0.86, 0.95)
    large = cv2.resize(glowing, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    large *= _grid(scale, chance, rows=large.shape[0], columns=large.shape[1])
    large *= np.array([0.97, 1.0, 1.05], np.float32)
    return np.clip(large * 1.25, 0, 255).astype(np.uint8), (margin_x * scale, margin_y * scale)


def _grid(scale: int, chance: Random, *, rows: int, columns: int) -> np.ndarray:
    """How much of each colour each place lets through."""
    gap = chance.uniform(0.35, 0.7)
    xs = np.arange(columns) % scale / scale
    down = np.where(np.arange(rows) % scale == 0, gap, 1.0).astype(np.float32)
    strips = [0.55 + 0.45 * ((xs >= number / 3) & (xs < (number + 1) / 3)) for number in range(3)]
    across = np.stack(strips, axis=1).astype(np.float32)
    return down[:, None, None] * across[None]
