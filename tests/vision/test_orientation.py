"""Which way up is found for pages and cards, and lines are made level."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from giong.vision import orientation
from giong.vision.orientation import Turn
from giong.vision.shapes import Picture
from tests.vision import drawn


def page() -> Picture:
    image = Image.new("RGB", (900, 1270), (250, 250, 248))
    draw = ImageDraw.Draw(image)
    for row in range(30):
        text = f"Can cu Luat To chuc Chinh phu ngay {row + 1} thang 6 nam 2015 cua Quoc hoi"
        draw.text((90, 90 + 36 * row), text, fill=(20, 20, 20), font=ImageFont.load_default(22))
    return np.asarray(image)


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("paper", [drawn.card, page])
def test_every_quarter_turn_is_undone(paper: object, quarter: int) -> None:
    upright = paper()  # type: ignore[operator]
    turn = orientation.turn_of(np.ascontiguousarray(np.rot90(upright, quarter)))
    assert turn.quarter_turns == quarter
    assert turn.confidence > 0.9


def test_a_slanted_page_is_straightened() -> None:
    slanted = orientation.upright(page(), Turn(skew_deg=3.0))
    turn = orientation.turn_of(slanted)
    assert turn.quarter_turns == 0
    assert turn.skew_deg == pytest.approx(-3.0, abs=0.4)


def test_a_bent_page_is_turned_by_the_mean_of_its_halves() -> None:
    above, below = (orientation.upright(page(), Turn(skew_deg=deg)) for deg in (3.0, 2.0))
    half = len(above) // 2
    bent = np.concatenate([above[:half], below[half:]])
    assert orientation.turn_of(bent).skew_deg == pytest.approx(-2.5, abs=0.3)


def test_a_blank_page_stays_and_nobody_is_sure() -> None:
    turn = orientation.turn_of(np.full((700, 1000, 3), 245, np.uint8))
    assert turn.quarter_turns == 0
    assert turn.confidence < 0.5
