from __future__ import annotations

import pytest

from giong.vision.formats.markdown import markdown
from giong.vision.layout.arrangement import arranged
from giong.vision.layout.numbering import division_level, is_item
from giong.vision.page import Block, BlockKind, Line, Page, Word
from giong.vision.shapes import Box
from tests.vision.layout.pages import Sheet


def decree() -> Sheet:
    sheet = Sheet()
    sheet.write("CHINH PHU", 180, 80, bold=True)
    sheet.write("CONG HOA XA HOI CHU NGHIA VIET NAM", 560, 80, bold=True)
    sheet.centred("NGHI DINH", 220, size=30, bold=True)
    sheet.write("Can cu Luat Cu tru ngay 13 thang 11 nam 2020;", 160, 320)
    sheet.centred("Chương II", 400, bold=True)
    sheet.centred("QUY DINH CHUNG", 436, bold=True)
    sheet.write("Điều 5. Pham vi dieu chinh", 160, 520, bold=True)
    sheet.write("Nghi dinh nay quy dinh chi tiet mot so dieu ve dang ky thuong tru, dang ky", 160, 580)
    sheet.write("tam tru va quan ly co so du lieu ve cu tru cua cong dan.", 100, 616)
    sheet.write("1. Noi cu tru cua nguoi sinh song, nguoi lam nghe luu dong tren tau, thuyen", 160, 676)
    sheet.write("hoac phuong tien khac.", 100, 712)
    sheet.write("a) Ho so, thu tuc;", 160, 760)
    sheet.write("- Ban Bi thu;", 160, 808)
    return sheet


def test_a_decree_gets_its_skeleton() -> None:
    sheet = decree()
    page = arranged(sheet.page, sheet.picture)
    titles = [(block.level, block.text.replace("\n", " ")) for block in page.blocks if block.kind is BlockKind.HEADING]
    assert titles == [(1, "NGHI DINH"), (2, "Chương II QUY DINH CHUNG"), (4, "Điều 5. Pham vi dieu chinh")]
    items = [block for block in page.blocks if block.kind is BlockKind.LIST_ITEM]
    assert [len(block.lines) for block in items] == [2, 1, 1]
    assert page.text == sheet.page.text


def test_it_becomes_markdown_with_joined_lines() -> None:
    sheet = decree()
    written = markdown([arranged(sheet.page, sheet.picture)])
    assert "\n## Chương II QUY DINH CHUNG\n\n#### Điều 5. Pham vi dieu chinh\n\nNghi dinh nay" in written
    assert "- 1\\. Noi cu tru" in written
    assert "thuyen hoac phuong tien khac.\n- a) Ho so, thu tuc;\n- Ban Bi thu;" in written


def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    words = [Word(text, Box(0, 0, 10, 10)) for text in ["#", "50*2", "<b>", "a_b", "|"]]
    page = Page(1, 100, 100, (Block((Line(tuple(words), Box(0, 0, 100, 10)),)),))
    assert markdown([page]) == "\\# 50\\*2 \\<b> a\\_b \\|\n"


@pytest.mark.parametrize(
    ("text", "level"),
    [("PHẦN THỨ HAI", 1), ("Chương IV", 2), ("Mục 2. Thủ tục", 3), ("Điều 12a. Hiệu lực", 4), ("Điều kiện chung", 0)],
)
def test_divisions_of_a_text(text: str, level: int) -> None:
    assert division_level(text) == level


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("đ) Vân tay.", True),
        ("12. Giấy", True),
        ("– Như trên;", True),
        ("2021.", False),
        ("---------", False),
        ("- 5", False),
    ],
)
def test_entries_of_a_list(text: str, is_one: bool) -> None:
    assert is_item(text) is is_one
