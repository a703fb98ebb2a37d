"""Codes are read in bad pictures too, Vietnamese text and all."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from giong.vision.barcode import barcodes
from giong.vision.shapes import Picture
from tests.vision import drawn

TEXT = "001099012345|012345678|Nguyễn Thị Minh Khuê|01021999|Nữ|12 Trần Hưng Đạo, Hoàn Kiếm, Hà Nội|10052021"


def with_code(module_px: float = 5.0) -> Picture:
    made = np.asarray(zxingcpp.create_barcode(TEXT, zxingcpp.BarcodeFormat.QRCode).to_image(scale=8))
    code = made if made.ndim == 2 else made[..., 0]
    side = round(code.shape[0] * module_px / 8)
    scene = drawn.card(1400, 900).copy()
    small = cv2.resize(code, (side, side), interpolation=cv2.INTER_AREA)
    scene[40 : 40 + side, 1400 - 40 - side : 1400 - 40] = small[..., None]
    return scene


@pytest.mark.parametrize("quarter", range(4))
def test_vietnamese_text_comes_out_right(quarter: int) -> None:
    (found,) = barcodes(np.ascontiguousarray(np.rot90(with_code(), quarter)))
    assert (found.format, found.text) == ("QRCode", TEXT)


def test_the_box_is_where_the_code_is() -> None:
    (found,) = barcodes(with_code())
    assert found.box.top == pytest.approx(60, abs=25)
    assert found.box.right == pytest.approx(1340, abs=25)


def test_a_blurred_code_is_read_after_all() -> None:
    (found,) = barcodes(cv2.GaussianBlur(with_code(4.0), (0, 0), 2.4))
    assert found.text == TEXT


def test_where_there_is_none_there_is_none() -> None:
    assert barcodes(drawn.card()) == ()


def test_micro_qr_is_not_looked_for() -> None:
    made = np.asarray(zxingcpp.create_barcode("12345", zxingcpp.BarcodeFormat.MicroQRCode).to_image(scale=8))
    scene = np.full((400, 600), 255, np.uint8)
    code = made if made.ndim == 2 else made[..., 0]
    scene[40 : 40 + code.shape[0], 60 : 60 + code.shape[1]] = code
    assert [str(one.format) for one in zxingcpp.read_barcodes(scene)], "the drawing must show one"
    assert barcodes(np.repeat(scene[..., None], 3, axis=2)) == ()
