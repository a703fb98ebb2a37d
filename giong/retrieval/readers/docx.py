"""DOCX: paragraphs with their heading styles, lists and tables in the order of the page. No pictures, no fields."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from giong.retrieval.document import Draft, clean
from giong.retrieval.readers.archive import checked
from giong.retrieval.readers.table import write_table
from giong.retrieval.sources import Limits, corrupt

_HEADING_STYLE = re.compile(r"(?:heading|đề mục|tiêu đề)\s*(\d)", re.IGNORECASE)
LONGEST_BOLD_HEADING = 120
"""Characters. Many papers mark headings by bold letters only; a longer bold paragraph is emphasis."""


def read(data: bytes, draft: Draft, limits: Limits) -> None:
    """Write the body; headers, footers, comments and footnotes are left out."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from lxml.etree import LxmlError

    archive = checked(data, "DOCX", limits)
    try:
        document = docx.Document(archive)
        for element in document.iter_inner_content():
            if isinstance(element, Table):
                write_table([_cells(row) for row in element.rows], draft, limits)
            else:
                _paragraph(element, draft)
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        LxmlError,  # of which only those of parsing are SyntaxErrors
        SyntaxError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        NotImplementedError,  # a member packed in an unknown way
    ) as error:
        raise corrupt("DOCX") from error


def _paragraph(paragraph: Any, draft: Draft) -> None:
    text = clean(paragraph.text)
    style = (paragraph.style.name if paragraph.style is not None else None) or ""
    found = _HEADING_STYLE.match(style)
    if style == "Title" and text:
        draft.title = draft.title or text.replace("\n", " ")
    elif found:
        draft.heading(text, int(found[1]))
    elif _is_entry(paragraph, style):
        draft.item(text if style.startswith("List Number") else f"- {text}" if text else "")
    elif _is_bold(paragraph) and 0 < len(text) <= LONGEST_BOLD_HEADING and not text.endswith((".", ";", ",")):
        draft.heading(text.rstrip(":"), level=6)
    else:
        draft.paragraph(text)


def _is_entry(paragraph: Any, style: str) -> bool:
    properties = paragraph._p.pPr
    return style.startswith("List") or (properties is not None and properties.numPr is not None)


def _is_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def _cells(row: Any) -> list[str]:
    """The row's texts; a merged cell, which python-docx repeats, counts once."""
    cells: list[str] = []
    before = None
    for cell in row.cells:
        cells.append("" if cell._tc is before else cell.text)
        before = cell._tc
    return cells
