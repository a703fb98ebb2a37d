"""Lines are found where they are, parted where they had better be, and made level."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from giong.vision.lines import downwards, find_lines, reading_order, segments, slant_px
from giong.vision.shapes import Box
from tests.vision import printed


def grey(*lines: tuple[int, int, str], **size: int) -> np.ndarray:
    return np.asarray(cv2.cvtColor(printed.page(lines, **size), cv2.COLOR_RGB2GRAY))


def test_lines_are_found_from_top_to_bottom() -> None:
    page = grey((60, 80, "Kính gửi: Sở Tài chính"), (60, 220, "Căn cứ Nghị định số 30"), (60, 360, "Trân trọng"))
    boxes = find_lines(page)
    assert len(boxes) == 3
    for box, top in zip(boxes, (80, 220, 360), strict=True):
        ink = page[box.top : box.bottom, box.left : box.right] < 128
        assert abs(box.top - top) < 25
        assert ink.sum() > 0.95 * (page[top - 20 : top + 60] < 128).sum()


@pytest.mark.parametrize("size", [(1754, 1240), (40, 40), (30, 600)])
def test_nothing_is_found_on_blank_paper(size: tuple[int, int]) -> None:
    assert find_lines(np.full(size, 250, np.uint8)) == []


def test_a_strip_is_one_line() -> None:
    strip = grey((6, 2, "TỔNG TIỀN PHẢI T.TOÁN"), width_px=220, height_px=26, size_px=16)
    (box,) = find_lines(strip)
    assert box.width_px == 220


def test_words_of_unlike_size_are_parted() -> None:
    image = printed.page([(10, 32, "Số CCCD")], width_px=700, height_px=80, size_px=20)
    figures = printed.page([(0, 4, "001099012345")], width_px=500, height_px=80, size_px=48)
    image = image.copy()
    image[:, 150:650] = figures
    page = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    label, value = segments(page, Box(5, 5, 640, 65))
    assert label.right <= value.left + 10
    assert label.height_px < 0.8 * value.height_px


def test_words_without_ascenders_are_not_parted_from_their_neighbours() -> None:
    page = grey((10, 10, "khẩu, mua, bán các loại pháo, năm 2013"), width_px=900, height_px=60)
    assert len(segments(page, Box(5, 8, 890, 50))) == 1


def test_dots_to_be_filled_in_are_left_out() -> None:
    page = grey((10, 10, "Họ và tên: " + "." * 40 + " Nam/Nữ"), width_px=900, height_px=60)
    parts = segments(page, Box(5, 8, 890, 50))
    assert len(parts) == 2
    assert sum(part.width_px for part in parts) < 500


def test_a_falling_line_is_seen_to_fall() -> None:
    page = grey((40, 60, "Cơ sở kinh doanh dịch vụ bảo vệ của nước ngoài"), width_px=900, height_px=160)
    shear = np.array([[1, 0, 0], [0.03, 1, -13]], np.float64)
    fallen = np.asarray(cv2.warpAffine(page, shear, (900, 160), borderValue=255), np.uint8)
    assert abs(slant_px(page, Box(38, 55, 860, 105))) <= 4
    assert 15 <= slant_px(fallen, Box(38, 55, 860, 105)) <= 34


def test_no_line_is_read_before_one_above_it_in_its_column() -> None:
    column = [Box(50, 100 + 40 * row, 480, 130 + 40 * row) for row in range(4)]
    beside = Box(560, 100, 980, 130)
    assert downwards([*column, beside], [0, 2, 3, 1, 4]) == [0, 1, 2, 3, 4]
    assert downwards([*column, beside], [4, 0, 1, 2, 3]) == [4, 0, 1, 2, 3]


def test_columns_are_read_one_after_the_other() -> None:
    left = [Box(50, 100 + 40 * row, 480, 130 + 40 * row) for row in range(6)]
    right = [Box(560, 100 + 40 * row, 980, 130 + 40 * row) for row in range(6)]
    boxes = [box for pair in zip(left, right, strict=True) for box in pair]
    texts = ["văn bản này gồm nhiều dòng chữ dài"] * 12
    order = reading_order(boxes, texts, width_px=1040, height_px=1400)
    assert order == [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]
