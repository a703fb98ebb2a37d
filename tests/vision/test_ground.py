from __future__ import annotations

import cv2
import numpy as np

from giong.vision.ground import goes_on_beyond
from giong.vision.shapes import Picture, Quad

MIDDLE = Quad(((40, 160), (360, 160), (360, 440), (40, 440)))


def printed(*, table: int) -> Picture:
    """A page of print; beyond `MIDDLE` on a ground as light as `table`."""
    picture = np.full((600, 400, 3), table, np.uint8)
    cv2.rectangle(picture, (40, 160), (360, 440), (250, 250, 250), -1)
    for y in range(30, 600, 30):
        cv2.putText(picture, "Cong hoa xa hoi 12.000", (50, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20, 20, 20), 2)
    return picture


def test_print_beyond_an_outline_on_the_same_ground_is_of_the_same_paper() -> None:
    assert goes_on_beyond(printed(table=250), MIDDLE)


def test_a_printed_table_cloth_of_another_colour_is_no_paper() -> None:
    assert not goes_on_beyond(printed(table=190), MIDDLE)


def test_a_white_table_without_print_leaves_the_outline() -> None:
    picture = printed(table=250)
    picture[:150], picture[450:] = 250, 250
    assert not goes_on_beyond(picture, MIDDLE)
