"""DOCX and XLSX: paragraphs, headings and tables as a layer without places. Draws nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from giong.vision import refusals
from giong.vision.files import packed
from giong.vision.leaf import Leaf, Limits
from giong.vision.page import Block, BlockKind, Cell, Line, Page, Table, Word
from giong.vision.shapes import Box

NOWHERE = Box(0, 0, 0, 0)
MOST_ROWS = 20_000
MOST_COLUMNS = 100
_HEADING_STYLE = re.compile(r"(?:heading|đề mục|tiêu đề)\s*(\d)", re.IGNORECASE)


def leaves(data: bytes, limits: Limits) -> Iterator[Leaf]:
    """A DOCX as one page, an XLSX as one page a visible sheet."""
    from lxml.etree import LxmlError

    with packed.archive(data, limits) as archive:
        names = set(archive.namelist())
    try:
        if "word/document.xml" in names:
            yield _leaf(1, _paragraphs(data))
        elif "xl/workbook.xml" in names:
            for number, blocks in enumerate(_sheets(data), 1):
                yield _leaf(number, blocks)
        else:
            raise refusals.not_supported()
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        LxmlError,
        SyntaxError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        NotImplementedError,  # a member packed in an unknown way
    ) as error:
        raise refusals.damaged() from error


def _leaf(number: int, blocks: Iterable[Block]) -> Leaf:
    return Leaf(number, layer=Page(number, 0, 0, tuple(blocks)))


def _paragraphs(data: bytes) -> Iterator[Block]:
    import docx
    from docx.table import Table as DocxTable

    for element in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(element, DocxTable):
            yield _table(_cells(element))
        elif _text(element.text):
            yield _paragraph(element)


def _paragraph(paragraph: Any) -> Block:
    style = (paragraph.style.name if paragraph.style is not None else None) or ""
    lines = tuple(_line(text) for text in paragraph.text.split("\n") if text.strip())
    heading = _HEADING_STYLE.match(style)
    if heading or style == "Title":
        return Block(lines, BlockKind.HEADING, level=min(6, int(heading[1])) if heading else 1)
    return Block(lines, BlockKind.LIST_ITEM if style.startswith("List") else BlockKind.PARAGRAPH)


def _cells(table: Any) -> list[Cell]:
    """The cells in reading order; a merged one, which python-docx repeats in every place it covers, comes once."""
    found: dict[Any, Cell] = {}
    for row_at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            first = found.get(cell._tc)
            if first is None:
                found[cell._tc] = Cell(row_at, column, _text(cell.text), NOWHERE)
                continue
            height, width = row_at - first.row + 1, column - first.column + 1
            found[cell._tc] = replace(first, row_span=height, column_span=max(width, first.column_span))
    return [cell for cell in found.values() if cell.text]


def _sheets(data: bytes) -> Iterator[list[Block]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        written = ((row, column, _written(value)) for row, line in enumerate(rows) for column, value in enumerate(line))
        table = _table([Cell(row, column, text, NOWHERE) for row, column, text in written if text])
        yield [Block((_line(sheet.title),), BlockKind.HEADING, level=1), table]


def _written(value: Any) -> str:
    """A cell as it is compared with print: dates dd/mm/yyyy, whole numbers without a fraction."""
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%d/%m/%Y" if value.time() == time() else "%d/%m/%Y %H:%M")
        case date():
            return value.strftime("%d/%m/%Y")
        case float() if value == int(value) and abs(value) < 1e15:
            return str(int(value))
    return _text(str(value))


def _table(cells: list[Cell]) -> Block:
    rows = groupby(cells, key=lambda cell: cell.row)
    lines = tuple(_line(" ".join(cell.text for cell in row)) for _, row in rows)
    return Block(lines, BlockKind.TABLE, table=Table(tuple(cells), NOWHERE))


def _line(text: str) -> Line:
    return Line(tuple(Word(word, NOWHERE) for word in text.split()), NOWHERE, engine="text layer")


def _text(text: str) -> str:
    return " ".join(text.split())
