from __future__ import annotations

import pytest

from giong.vision.layout.arrangement import arranged
from giong.vision.page import BlockKind, Line, Page
from giong.vision.shapes import Box
from tests.vision.layout.pages import Sheet, ruled, turned, unruled


def spans(page: Page) -> set[tuple[int, int, int, int]]:
    return {(cell.row, cell.column, cell.row_span, cell.column_span) for cell in page.tables[0].cells}


@pytest.mark.parametrize("seed", [2, 8, 16, 21])
@pytest.mark.parametrize("degrees", [0.0, 0.3])
def test_drawn_lines_make_rows_cells_and_spans(seed: int, degrees: float) -> None:
    sheet = Sheet()
    drawn = ruled(sheet, seed)
    page = arranged(sheet.page, turned(sheet.picture, degrees))
    assert [table.ruled for table in page.tables] == [True]
    assert page.tables[0].rows == drawn.rows
    assert spans(page) == drawn.spans


def test_no_line_is_lost_and_the_table_stands_between_what_is_above_and_below() -> None:
    sheet = Sheet()
    sheet.write("Phu luc nay co bang sau day, ban hanh kem theo quyet dinh cua giam doc", 100, 150)
    ruled(sheet, 3)
    sheet.write("Ghi chu: so lieu tinh den cuoi nam.", 100, 1500)
    page = arranged(sheet.page, sheet.picture)
    assert [block.kind for block in page.blocks] == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert sorted(map(id, page.lines)) == sorted(map(id, sheet.lines))


@pytest.mark.parametrize("seed", [0, 1, 5])
def test_columns_of_goods_and_amounts_are_a_table(seed: int) -> None:
    sheet = Sheet()
    rows = unruled(sheet, seed)
    page = arranged(sheet.page, sheet.picture)
    assert [table.ruled for table in page.tables] == [False]
    assert page.tables[0].rows == rows


def test_a_second_line_goes_on_with_its_cell() -> None:
    sheet = Sheet()
    for row, (name, amount) in enumerate((("Ca phe sua", "29.000"), ("Banh mi thit", "35.000"), ("Tra dao", "40.000"))):
        sheet.write(name, 120, 300 + 80 * row)
        sheet.write(amount, 700, 300 + 80 * row)
        if row == 1:
            sheet.write("khong hanh", 120, 300 + 80 * row + 32)
    rows = arranged(sheet.page, sheet.picture).tables[0].rows
    assert rows == [["Ca phe sua", "29.000"], ["Banh mi thit khong hanh", "35.000"], ["Tra dao", "40.000"]]


def test_letterheads_signatures_and_two_columns_of_text_are_no_tables() -> None:
    sheet = Sheet()
    for row, (left, right) in enumerate((("BO TAI CHINH", "CONG HOA XA HOI"), ("So: 12/QD", "Doc lap - Tu do"))):
        sheet.write(left, 150, 100 + 36 * row)
        sheet.write(right, 750, 100 + 36 * row)
    for row in range(8):
        sheet.write("Cac co quan va don vi phai bao cao", 100, 400 + 36 * row)
        sheet.write("ve viec thuc hien ke hoach cua nam", 650, 400 + 36 * row)
    for row, (left, right) in enumerate(
        (("Noi nhan:", "GIAM DOC"), ("- Nhu tren;", "(da ky)"), ("- Luu: VT.", "Tran Van A"))
    ):
        sheet.write(left, 100, 1200 + 36 * row)
        sheet.write(right, 750, 1200 + 36 * row)
    assert not arranged(sheet.page, sheet.picture).tables


def test_frames_and_underlines_are_no_tables() -> None:
    sheet = Sheet()
    sheet.draw.rectangle((40, 40, 1200, 1700), outline=(30, 30, 30), width=3)
    sheet.write("GIAY CHUNG NHAN", 400, 200, size=40)
    sheet.draw.line((400, 260, 760, 260), fill=(30, 30, 30), width=2)
    sheet.draw.rectangle((80, 400, 300, 700), outline=(30, 30, 30), width=2)
    sheet.write("Anh 4 x 6", 120, 540)
    assert not arranged(sheet.page, sheet.picture).tables


def test_a_bar_that_was_read_where_a_line_is_drawn_is_no_word() -> None:
    sheet = Sheet()
    drawn = ruled(sheet, 2)
    first = sheet.lines[0]
    rule_px = next(cell.box for cell in arranged(sheet.page, sheet.picture).tables[0].cells).right
    bar = type(first.words[0])("|", Box(rule_px - 4, first.box.top, rule_px + 4, first.box.bottom), 0.4)
    sheet.lines[0] = Line((*first.words, bar), first.box, 0.9)
    assert arranged(sheet.page, sheet.picture).tables[0].rows == drawn.rows
