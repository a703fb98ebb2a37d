"""A form on drawn paper, read with the real engines: learnt from one picture, read on a photo that lies askew."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from giong.documents.forms.kind import FormKind
from giong.documents.forms.learning import Example, Mark, learnt
from giong.documents.reading import DocumentReader
from giong.vision.reading import PageReader
from giong.vision.shapes import Box, Picture
from tests.vision import printed

PRINT = [
    (300, 40, "PHIẾU ĐĂNG KÝ SỬ DỤNG PHÒNG HỌP"),
    (60, 150, "Người đăng ký:"),
    (60, 230, "Số điện thoại nội bộ:"),
    (60, 310, "Ngày sử dụng:"),
    (60, 440, "Người đăng ký giữ gìn tài sản chung của công ty."),
]
PLACES = {"who": (360, 150), "extension": (460, 230), "day": (360, 310)}


def _drawn(values: dict[str, str]) -> Picture:
    lines = [*PRINT, *((*PLACES[field], text) for field, text in values.items())]
    return printed.page(lines, width_px=1200, height_px=560)


def test_a_drawn_form_is_learnt_and_read_askew() -> None:
    pytest.importorskip("tesserocr")
    pytest.importorskip("trueocr")
    pages = PageReader()
    first = {"who": "Nguyễn Thị Hoa", "extension": "2045", "day": "12/05/2026"}
    marks = [
        Mark(field, Box(left - 6, top - 6, left + 20 * len(first[field]), top + 44), first[field])
        for field, (left, top) in PLACES.items()
    ]
    form = learnt("room", [Example(pages.read(_drawn(first)), tuple(marks))])
    second = {"who": "Trần Văn Bình", "extension": "3178", "day": "30/06/2026"}
    corners = np.array([[0, 0], [1200, 0], [1200, 560], [0, 560]], np.float32)
    askew = np.array([[70, 60], [1240, 90], [1270, 650], [50, 610]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, askew)
    photo = cv2.warpPerspective(_drawn(second), matrix, (1320, 720), borderValue=(92, 84, 80))
    document = DocumentReader(pages, (FormKind(form),)).read_picture(np.asarray(photo, np.uint8), kind="room")
    assert {name: field.value for name, field in document.fields.items()} == second
    assert all(field.boxes for field in document.fields.values())
