"""XLSX workbooks: each sheet is a table under the sheet's name. Values are taken as they were last calculated."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from giong.retrieval.document import Draft
from giong.retrieval.readers.archive import checked
from giong.retrieval.readers.table import write_table
from giong.retrieval.sources import Limits, corrupt

MOST_COLUMNS = 100


def read(data: bytes, draft: Draft, limits: Limits) -> None:
    """Write the rows of all sheets that are not hidden."""
    from lxml.etree import LxmlError
    from openpyxl import load_workbook

    archive = checked(data, "XLSX", limits)
    try:
        book = load_workbook(archive, read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            if len(sheets) > 1:
                draft.heading(sheet.title, level=1)
            write_table(_rows(sheet), draft, limits)
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        NotImplementedError,  # a member packed in an unknown way
        SyntaxError,
        LxmlError,
        zipfile.BadZipFile,
    ) as e:
        # openpyxl lets the errors of zipfile and of the XML parser through; ParseError is a SyntaxError.
        raise corrupt("XLSX") from e


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        yield [_written(value) for value in row]


def _written(value: Any) -> str:
    """A cell as a Vietnamese reader would write it."""
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case int():
            return f"{value:,}".replace(",", ".") if abs(value) >= 10_000 else str(value)
        case float():
            return _decimal(value)
        case datetime():
            day = f"{value.day}/{value.month}/{value.year}"
            return day if value.time() == time() else f"{value.hour}:{value.minute:02} {day}"
        case date():
            return f"{value.day}/{value.month}/{value.year}"
        case time():
            return f"{value.hour}:{value.minute:02}"
    return str(value)


def _decimal(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return _written(int(value))
    whole, _, fraction = f"{value:,.6f}".rstrip("0").partition(".")
    return whole.replace(",", "." if abs(value) >= 10_000 else "") + "," + fraction
