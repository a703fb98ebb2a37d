"""The rows of a spreadsheet file as text, whichever program wrote it: CSV in any usual encoding, or XLSX.

Knows no column. A row that cannot be read does not take others with it: a quotation mark that is never closed spoils
its own line only.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from giong.errors import BadInput, TooLarge
from giong.retrieval.readers.archive import checked
from giong.retrieval.readers.text import decoded
from giong.retrieval.sources import Limits
from giong.text.unicode import nfc

MOST_ROWS = 500_000
MOST_COLUMNS = 100
DELIMITERS = ";,\t|"
_QUOTED_LINES = 20
"""So many lines may a cell in quotation marks have."""


@dataclass(frozen=True)
class Row:
    """`number` counts from 1, as spreadsheet programs do; `broken`: its cells are a guess."""

    number: int
    cells: tuple[str, ...]
    broken: bool = False


def rows_of(name: str, data: bytes) -> list[Row]:
    """All rows that hold anything. Raises `BadInput` for a file that is no spreadsheet."""
    suffix = name.rpartition(".")[2].lower()
    if suffix == "xlsx":
        found = _workbook(data)
    elif suffix in ("csv", "tsv", "txt"):
        found = _separated(decoded(data))
    else:
        raise BadInput(
            "list.other_kind",
            vi=f"Danh sách “{name}” phải là tệp .csv hoặc .xlsx. Hãy lưu lại từ Excel rồi gửi lần nữa.",
            en=f"The list “{name}” must be a .csv or .xlsx file. Save it as one and send it again.",
        )
    return list(_filled(found))


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        if row.number > MOST_ROWS:
            raise TooLarge(
                "list.too_long",
                vi=f"Danh sách dài quá {MOST_ROWS} dòng. Hãy chia thành nhiều tệp.",
                en=f"The list has more than {MOST_ROWS} rows. Divide it into several files.",
            )
        if any(row.cells):
            yield row


def _separated(text: str) -> Iterator[Row]:
    lines = text.removeprefix("\ufeff").split("\n")
    named = lines[0].startswith("sep=") and len(lines[0]) == 5  # Excel's own way to name the delimiter
    delimiter = lines[0][4] if named else _delimiter(lines)
    at, number = (1, 1) if named else (0, 0)
    while at < len(lines):
        number += 1
        taken = _lines_of_cell(lines, at, delimiter)
        cells = _cells("\n".join(lines[at : at + taken]), delimiter) if taken else None
        if cells is None:
            yield Row(number, _trimmed(lines[at].split(delimiter)), broken=True)
            at += 1
        else:
            yield Row(number, _trimmed(cells))
            at += taken


def _delimiter(lines: list[str]) -> str:
    """The one that most of the first lines have; of two, the one that the first line has more of."""
    looked_at = [line for line in lines if line.strip()][:20] or [""]
    return max(DELIMITERS, key=lambda one: (sum(one in line for line in looked_at), looked_at[0].count(one)))


def _lines_of_cell(lines: list[str], at: int, delimiter: str) -> int:
    """How many lines the row that begins here has; 0 where a cell opens a quotation mark that is never closed."""
    if not re.search(rf'(?:^|{re.escape(delimiter)})\s*"', lines[at]):
        return 1
    quotes = 0
    for taken, line in enumerate(lines[at : at + _QUOTED_LINES], 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return taken
    return 0


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one row; None where its quotation marks make no sense."""
    if '"' not in text:
        return text.split(delimiter)
    # Over several lines only what is written by the book: else the next row's mark would close this one's.
    by_the_book = "\n" in text
    try:
        return next(csv.reader([text], delimiter=delimiter, skipinitialspace=True, strict=by_the_book))
    except csv.Error:
        return None


def _workbook(data: bytes) -> Iterator[Row]:
    from lxml.etree import LxmlError
    from openpyxl import load_workbook

    archive = checked(data, "XLSX", Limits())
    try:
        book = load_workbook(archive, read_only=True, data_only=True)
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        sheet.reset_dimensions()
        values = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1, values_only=True)
        for number, row in enumerate(values, 1):
            yield Row(number, _trimmed([_written(value) for value in row]))
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        NotImplementedError,
        SyntaxError,
        StopIteration,
        LxmlError,
        zipfile.BadZipFile,
    ) as error:
        # openpyxl lets the errors of zipfile and of the XML parser through; ParseError is a SyntaxError.
        raise BadInput(
            "list.corrupt",
            vi="Tệp XLSX bị hỏng. Hãy mở bằng Excel, lưu lại rồi gửi lần nữa.",
            en="The XLSX file is damaged. Open and save it with a spreadsheet program and send it again.",
        ) from error


def _written(value: Any) -> str:
    """A cell as it would be typed; unlike in a document, numbers are not grouped."""
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case float() if value == int(value) and abs(value) < 1e15:
            return str(int(value))
        case float():
            return f"{value:.6f}".rstrip("0").replace(".", ",")
        case datetime() if value.time() != time():
            return f"{value.hour}:{value.minute:02} {value.day}/{value.month}/{value.year}"
        case date():
            return f"{value.day}/{value.month}/{value.year}"
        case time():
            return f"{value.hour}:{value.minute:02}"
    return str(value)


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    """Composed, without the spaces around that nobody sees, and without the empty cells at the end."""
    clean = [" ".join(nfc(cell).replace("\u00a0", " ").split()) for cell in cells[:MOST_COLUMNS]]
    while clean and not clean[-1]:
        clean.pop()
    return tuple(clean)
