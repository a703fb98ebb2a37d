"""Papers are found in photos, and come out flat."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from giong.vision import paper
from giong.vision.shapes import Picture, Quad
from tests.vision import drawn

LAID = np.array([[320, 330], [1210, 210], [1290, 760], [380, 900]], np.float32)


def photo(corners: np.ndarray = LAID) -> Picture:
    return drawn.photographed(drawn.card(), corners)


def away_px(found: paper.Found | None, corners: np.ndarray) -> float:
    assert found is not None
    return float(np.linalg.norm(np.asarray(found.quad.corners) - corners, axis=1).max())


@pytest.mark.parametrize("quarter", range(4))
def test_a_card_is_found_whichever_way_it_lies(quarter: int) -> None:
    """The long sides stay the long sides; head or foot first is not known here."""
    turned = np.ascontiguousarray(np.rot90(photo(), quarter))
    found = paper.find(turned, aspect=paper.CARD)
    assert found is not None
    assert found.complete
    assert found.confidence > 0.8
    (ax, ay), (bx, by), (cx, cy), _ = found.quad.corners
    assert np.hypot(bx - ax, by - ay) > 1.3 * np.hypot(cx - bx, cy - by)
    assert abs(found.quad.area_px / float(cv2.contourArea(LAID)) - 1) < 0.02


def test_corners_are_exact() -> None:
    assert away_px(paper.find(photo(), aspect=paper.CARD), LAID) < 5


def test_a_hand_over_an_edge_hides_nothing() -> None:
    held = photo().copy()
    cv2.ellipse(held, (800, 830), (150, 110), 20, 0, 360, (206, 160, 136), -1)
    assert away_px(paper.find(held, aspect=paper.CARD), LAID) < 12


def test_low_light_hides_nothing() -> None:
    dark = (photo() * 0.15).astype(np.uint8)
    assert away_px(paper.find(dark, aspect=paper.CARD), LAID) < 12


def test_a_line_drawn_on_a_page_is_no_edge() -> None:
    page = np.full((1400, 1000, 3), 250, np.uint8)
    for y in (300, 900):
        cv2.line(page, (60, y), (940, y), (20, 20, 20), 4)
    for x in (60, 940):
        cv2.line(page, (x, 300), (x, 900), (20, 20, 20), 4)
    assert paper.find(page) is None
    found = paper.find(page, aspect=paper.SHEET)
    assert found is not None
    assert found.coverage == 1.0


def test_a_card_that_fills_the_picture_is_the_picture() -> None:
    found = paper.find(drawn.card(), aspect=paper.CARD)
    assert found is not None
    assert found.coverage > 0.97


def test_a_corner_outside_is_said() -> None:
    found = paper.find(photo(LAID + np.array([420, 0], np.float32)), aspect=paper.CARD)
    assert found is not None
    assert not found.complete


def test_nothing_is_found_on_an_empty_table() -> None:
    assert paper.find(np.clip(drawn.table(1200, 1200), 0, 255).astype(np.uint8), aspect=paper.CARD) is None


def test_what_is_cut_out_is_the_card() -> None:
    card = drawn.card()
    quad = Quad(tuple((float(x), float(y)) for x, y in LAID))  # type: ignore[arg-type]
    flat = paper.cut_out(photo(), quad, width_px=1012, height_px=638)
    assert flat.shape == card.shape
    soft = cv2.GaussianBlur(card, (0, 0), 2.0).astype(int)
    assert np.abs(flat.astype(int) - soft)[20:-20, 20:-20].mean() < 8


def test_shrinking_averages_instead_of_picking() -> None:
    stripes = np.zeros((800, 800, 3), np.uint8)
    stripes[:, ::2] = 255
    small = paper.cut_out(stripes, Quad(((0, 0), (800, 0), (800, 800), (0, 800))), width_px=100, height_px=100)
    assert 100 < small[20:-20, 20:-20].min() <= small[20:-20, 20:-20].max() < 155


def test_a_page_on_a_checked_cloth_is_found_though_more_is_drawn_beyond_it() -> None:
    rows, columns = np.mgrid[0:1200, 0:1600] // 60
    cloth = np.array(np.where(((rows + columns) % 2 == 0)[..., None], (70, 50, 90), (115, 90, 125)), np.uint8)
    sheet = np.array([[520, 130], [1080, 160], [1030, 1040], [440, 1010]], np.float32)
    cv2.fillConvexPoly(cloth, sheet.astype(np.int32), (240, 236, 224))
    for y in range(300, 900, 60):
        cv2.putText(cloth, "Don vi tien", (600, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (60, 60, 60), 2)
    assert away_px(paper.find(cloth), sheet) < 12
