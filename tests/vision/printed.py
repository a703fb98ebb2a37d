"""Pages of print that tests draw, with Vietnamese letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from giong.vision.shapes import Picture

FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf", "Arial.ttf")


def font(size_px: int) -> ImageFont.FreeTypeFont:
    """Any font with Vietnamese letters."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    pytest.skip("no font with Vietnamese letters: apt-get install fonts-dejavu-core")


def page(
    lines: Sequence[tuple[int, int, str]], *, width_px: int = 1000, height_px: int = 700, size_px: int = 30
) -> Picture:
    """White paper with lines of text, each at (left, top)."""
    image = Image.new("RGB", (width_px, height_px), "white")
    draw = ImageDraw.Draw(image)
    for left, top, text in lines:
        draw.text((left, top), text, fill="black", font=font(size_px))
    return np.asarray(image)
