"""Names below seals: the coloured ink goes, the black print stays."""

from __future__ import annotations

import numpy as np

from giong.documents.finding.inks import black, read_again
from giong.documents.kind import Paper
from giong.vision.page import Page
from giong.vision.shapes import Box


def test_red_and_blue_become_white_and_black_stays() -> None:
    picture = np.full((40, 60, 3), (205, 203, 198), np.uint8)
    picture[5:15, 5:15] = (200, 60, 70)
    picture[5:15, 25:35] = (60, 70, 160)
    picture[5:15, 45:55] = (40, 38, 42)
    clean = black(picture)
    assert clean[10, 10].min() == 255
    assert clean[10, 30].min() == 255
    assert clean[10, 50].max() < 30


def test_without_a_picture_there_is_nothing_to_read() -> None:
    page = Page(1, 100, 100)
    assert read_again(Paper((page,)), page, Box(0, 0, 100, 100)) == []
