from __future__ import annotations

import numpy as np

from giong.vision.layout.cells import lines_by_cell
from giong.vision.layout.rules import rules
from giong.vision.reading import flattened
from giong.vision.shapes import Box
from tests.vision.layout.pages import Sheet


def two_rows() -> Sheet:
    """A label in the middle of its cell beside a text of two lines, twice."""
    sheet = Sheet()
    for row in range(2):
        top = 300 + 100 * row
        sheet.draw.rectangle((100, top, 320, top + 100), outline=(30, 30, 30), width=2)
        sheet.draw.rectangle((320, top, 1100, top + 100), outline=(30, 30, 30), width=2)
        sheet.write(f"Mau so 0{row + 1}", 120, top + 34)
        sheet.write("To khai de nghi xac nhan noi thuong xuyen dau do", 334, top + 12)
        sheet.write("phuong tien vao muc dich de o", 334, top + 56)
    return sheet


def test_lines_taken_for_one_across_a_border_are_found_in_their_cells() -> None:
    sheet = two_rows()
    grey = flattened(sheet.picture)
    wrong = [Box(118, 330 + 100 * row, 1000, 360 + 100 * row) for row in range(2)]
    lines, clean = lines_by_cell(grey, rules(sheet.picture), wrong)
    assert len(lines) == len(sheet.lines)
    for written in sheet.lines:
        assert sum(line.overlap(written.box).area_px > 0.6 * line.area_px for line in lines) == 1
    assert (grey[350, 300:340] < 150).any()
    assert (clean[350, 300:340] > 150).all()


def test_lines_that_cover_all_ink_stay_as_they_were_found() -> None:
    sheet = two_rows()
    grey = flattened(sheet.picture)
    right = [line.box for line in sheet.lines]
    lines, clean = lines_by_cell(grey, rules(sheet.picture), right)
    assert sorted(map(repr, lines)) == sorted(map(repr, right))
    assert np.array_equal(clean, grey)
