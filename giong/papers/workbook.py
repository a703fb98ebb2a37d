"""Documents as an Excel workbook that opens right: a sheet for each kind, one more for its rows. Knows no file names.

Numbers of papers stay text, so that leading zeros stay; dates are dates and money is a number, in Vietnamese formats.
What a paper says is never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from giong.documents.document import Document, Field
from giong.documents.kind import FieldSpec
from giong.papers import kinds

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Named = tuple[str, Document]
"""A document and how it is called: the name of its file, or its id."""

UNSURE = 0.9
"""Fields that are less sure than this are coloured."""
_UNSURE_FILL = "FFF4CC"
_HEAD_FILL = "E8EEF7"
_FORMATS = {"date": "dd/mm/yyyy", "money": "#,##0"}
_ILLEGAL = {code: None for code in range(32) if code not in (9, 10, 13)}
"""Excel refuses a file that holds one of these."""
_WIDEST = 60


def workbook(named: Iterable[Named]) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    from openpyxl import Workbook

    by_kind: dict[str, list[Named]] = {}
    for name, document in named:
        by_kind.setdefault(document.kind, []).append((name, document))
    book = Workbook()
    book.remove(book.active)
    for kind, papers in sorted(by_kind.items()):
        _fields(book.create_sheet(_title(kind, book.sheetnames)), kind, papers)
        if any(document.rows for _, document in papers):
            _rows(book.create_sheet(_title(kind, book.sheetnames, "dòng")), papers)
    if not by_kind:
        book.create_sheet("Giấy tờ")
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _fields(sheet: Worksheet, kind: str, papers: Sequence[Named]) -> None:
    specs = kinds.specs(kind)
    names = [*specs, *sorted({name for _, document in papers for name in document.fields if name not in specs})]
    labels = [specs[name].vi if name in specs else name for name in names]
    _head(sheet, ["Tệp", *labels, "Chắc chắn thấp nhất", "Kiểm tra không đạt", "Lý do trả lại"])
    for number, (name, document) in enumerate(papers, start=2):
        _text(sheet.cell(number, 1), name)
        for column, field_name in enumerate(names, start=2):
            if (field := document.fields.get(field_name)) is not None:
                _value(sheet.cell(number, column), field, specs.get(field_name))
        lowest = min((field.confidence for field in document.fields.values()), default=None)
        failed = ", ".join(check.code for check in document.failed)
        at = len(names) + 2
        sheet.cell(number, at, None if lowest is None else round(lowest, 3)).number_format = "0 %"
        _text(sheet.cell(number, at + 1), failed)
        _text(sheet.cell(number, at + 2), document.rejection.vi if document.rejection else "")
    _finish(sheet)


def _rows(sheet: Worksheet, papers: Sequence[Named]) -> None:
    columns = list(dict.fromkeys(column for _, document in papers for row in document.rows for column in row))
    _head(sheet, ["Tệp", "Dòng", *columns])
    number = 2
    for name, document in papers:
        for place, row in enumerate(document.rows, start=1):
            _text(sheet.cell(number, 1), name)
            sheet.cell(number, 2, place)
            for at, column in enumerate(columns, start=3):
                _text(sheet.cell(number, at), row.get(column, ""))
            number += 1
    _finish(sheet)


def _head(sheet: Worksheet, labels: Sequence[str]) -> None:
    from openpyxl.styles import Font, PatternFill

    for column, label in enumerate(labels, start=1):
        cell = sheet.cell(1, column)
        _text(cell, label)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)


def _value(cell: Cell, field: Field, spec: FieldSpec | None) -> None:
    from openpyxl.styles import PatternFill

    kind = spec.type if spec is not None else "text"
    typed = _date(field.value) if kind == "date" else _amount(field.value) if kind == "money" else None
    if typed is None:
        _text(cell, field.value)
    else:
        cell.value = typed
        cell.number_format = _FORMATS[kind]
    if field.confidence < UNSURE:
        cell.fill = PatternFill("solid", fgColor=_UNSURE_FILL)


def _text(cell: Cell, text: str) -> None:
    """Text whatever it looks like: "=…" is no formula, "0010…" no number."""
    from openpyxl.styles import Alignment

    cell.value = text.translate(_ILLEGAL)[:32_767]
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
    if "\n" in text:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _date(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None


def _amount(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def _finish(sheet: Worksheet) -> None:
    """Widths by what is in the columns; the head stays in sight and filters."""
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(sheet.iter_cols(values_only=True), start=1):
        widest = max((len(line) for value in column for line in str(value or "").split("\n")), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(_WIDEST, widest + 3)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _title(kind: str, taken: Sequence[str], what: str = "") -> str:
    """A sheet's name has at most 31 letters, none of []:*?/\\, and is there once."""
    name = kinds.kinds()[kind].vi if kind in kinds.kinds() else kind or "Chưa rõ loại"
    ending = f" - {what}" if what else ""
    plain = "".join(letter for letter in name if letter not in "[]:*?/\\'")
    title, number = plain[: 31 - len(ending)] + ending, 2
    while title.lower() in (one.lower() for one in taken):
        title = f"{plain[: 27 - len(ending)]} {number}{ending}"
        number += 1
    return title
