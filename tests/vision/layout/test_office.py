from __future__ import annotations

import io

import docx

from giong.vision.formats.markdown import markdown
from giong.vision.formats.text import text
from giong.vision.opening import opened
from giong.vision.page import Page


def letter() -> Page:
    made = docx.Document()
    made.add_heading("Biểu phí kiểm định", 1)
    made.add_paragraph("Ban hành kèm theo Thông tư số 02.")
    table = made.add_table(3, 3)
    for at, name in enumerate(("Số tt", "Phương tiện", "Mức thu")):
        table.cell(0, at).text = name
    table.cell(1, 0).text, table.cell(1, 2).text = "1", "20.000"
    table.cell(1, 1).merge(table.cell(2, 1)).text = "Vòi chữa cháy"
    table.cell(2, 0).text, table.cell(2, 2).text = "2", "30.000"
    out = io.BytesIO()
    made.save(out)
    leaf = next(iter(opened(out.getvalue(), name="bieu-phi.docx")))
    assert leaf.layer is not None
    return leaf.layer


def test_merged_cells_of_a_docx_keep_the_columns_apart() -> None:
    page = letter()
    assert page.tables[0].rows == [
        ["Số tt", "Phương tiện", "Mức thu"],
        ["1", "Vòi chữa cháy", "20.000"],
        ["2", "", "30.000"],
    ]
    merged = next(cell for cell in page.tables[0].cells if cell.text == "Vòi chữa cháy")
    assert (merged.row_span, merged.column_span) == (2, 1)


def test_a_docx_becomes_markdown_and_text() -> None:
    page = letter()
    assert markdown([page]) == (
        "# Biểu phí kiểm định\n\nBan hành kèm theo Thông tư số 02.\n\n| Số tt | Phương tiện | Mức thu |\n"
        "| --- | --- | --- |\n| 1 | Vòi chữa cháy | 20.000 |\n| 2 |  | 30.000 |\n"
    )
    assert text([page]).endswith("Số tt\tPhương tiện\tMức thu\n1\tVòi chữa cháy\t20.000\n2\t\t30.000")
