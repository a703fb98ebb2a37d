from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from giong.documents.finding.place_and_day import found, looked_for, without
from giong.documents.kind import Paper
from giong.vision.recognition.reader import Piece, Reading
from giong.vision.shapes import Box, Picture
from tests.documents.printing import line, page


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("Hà Nội, ngày/date 12 tháng/month 05 năm/year 2023", "Hà Nội", "12/05/2023"),
        ("HÀ NỘI, ngày 02 tháng 11 năm 2019", "HÀ NỘI", "02/11/2019"),
        ("TP. Hồ Chí Minh, ngày 1 tháng 2 năm 2024", "TP. Hồ Chí Minh", "01/02/2024"),
        ("Lam Đồng. ngày/dale I2 thảng/month O5 nảm/year 2021", "Lâm Đồng", "12/05/2021"),
        ("Hà Nội, ngày (date) 12 tháng 05 năm 2020", "Hà Nội", "12/05/2020"),
        ("Đắk Lắk, ngày/date 31 tháng/month 12 năm/year 2025", "Đắk Lắk", "31/12/2025"),
        ("ngày 31 tháng 12 năm 2025", "", "31/12/2025"),
        ("Cần Thơ, ngàyidae 10 tháng/month 02 năm/yee 2017", "Cần Thơ", "10/02/2017"),
        ("Quảng Ngãi, nghy/dale 10 tháng/month 02 năm/year 2017", "Quảng Ngãi", "10/02/2017"),
    ],
)
def test_lines_of_place_and_day(text: str, place: str, day: str) -> None:
    (line_found,) = found(page([line(100, 100, text)]))
    assert (line_found.place, line_found.day) == (place, day)


@pytest.mark.parametrize("text", ["Ngày sinh: 12/05/1990", "ngày 31 tháng 02 năm 2025", "Nguyễn Văn Nam 2023"])
def test_what_is_none(text: str) -> None:
    assert found(page([line(100, 100, text)])) == []


def test_the_page_without_the_line_keeps_the_rest() -> None:
    whole = page([line(100, 100, "Nơi cư trú: Bến Nghé"), line(400, 160, "Hà Nội, ngày 12 tháng 05 năm 2023")])
    assert without(whole, found(whole)).text == "Nơi cư trú: Bến Nghé"


def test_a_line_that_cannot_be_made_out_is_read_again() -> None:
    said = "Cần Thơ, ngày/date 10 tháng/month 02 năm/year 2017"

    def again(picture: Picture, box: Box, *, hint: str = "") -> Reading:
        return Reading(tuple(Piece(word, 0, 1, 0.9) for word in said.split()), 0.9)

    misread = line(400, 160, "Cần Thơ, ngàyidae 10 tháng/month 22 năm/yee 2017")
    seen = page([line(100, 100, "Bến Nghé, Hà Nội"), misread])
    paper = Paper((seen,), (np.zeros((9, 9, 3), np.uint8),), again)
    (read,) = looked_for(paper, 0)
    assert (read.place, read.day) == ("Cần Thơ", "10/02/2017")
    assert without(seen, [read]).text == "Bến Nghé, Hà Nội"
    assert looked_for(replace(paper, again=None), 0) == []
