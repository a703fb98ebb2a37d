"""A campaign's results, and the rows that a list could not give, as CSV and XLSX. Knows no database.

What people said and what lists hold is text and stays text: a cell that begins like a formula must not be run by the
spreadsheet program that opens the file (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from giong.clock import VIETNAM
from giong.conversations.campaigns.contact import Contact, State
from giong.conversations.campaigns.intake import Problem
from giong.conversations.campaigns.outbound import Outcome
from giong.conversations.campaigns.results import answered

Cell = str | int | float
Rows = Sequence[Sequence[Cell]]

STATES: dict[str, str] = {
    State.WAITING: "chưa gọi",
    State.AGAIN: "chờ gọi lại",
    State.DIALLING: "đang gọi",
    State.REACHED: "đã gặp",
    State.GIVEN_UP: "không gặp được",
    State.BLOCKED: "không gọi",
}
OUTCOMES: dict[str, str] = {
    Outcome.ANSWERED: "nghe máy",
    Outcome.VOICEMAIL: "hộp thư thoại",
    Outcome.BUSY: "máy bận",
    Outcome.NO_ANSWER: "không nghe máy",
    Outcome.REJECTED: "từ chối",
    Outcome.UNREACHABLE: "không liên lạc được",
    Outcome.BAD_NUMBER: "số không đúng",
    Outcome.FAILED: "lỗi",
    Outcome.INTERRUPTED: "bị ngắt giữa chừng",
    Outcome.STOPPED: "đã dừng",
    Outcome.CALL_BACK: "hẹn gọi lại",
}
_FORMULA = re.compile(r"[=+\-@\t\r]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold."""


def results(contacts: Iterable[Contact]) -> Rows:
    """One row for each contact, below the headings."""
    people = list(contacts)
    given = list(dict.fromkeys(name for one in people for name in one.variables))
    told = list(dict.fromkeys(name for one in people for name in answered(one)))
    headings = [
        "Số điện thoại",
        *given,
        "Trạng thái",
        "Kết quả",
        "Kết thúc",
        "Số lần gọi",
        "Gọi lúc",
        *told,
        "Cuộc gọi",
    ]
    return [headings, *(_result(one, given, told) for one in people)]


def problems(headings: Sequence[str], found: Iterable[Problem]) -> Rows:
    """The rows that were not taken as they stood in the file, each with its number and the reason, to be mended and
    sent again.
    """
    rows: list[Sequence[Cell]] = [[one.row, one.vi, *one.cells] for one in found]
    return [["Dòng", "Lý do", *headings], *rows]


def as_csv(rows: Rows) -> bytes:
    """With a byte order mark, by which Excel knows that it is UTF-8."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([[_harmless(cell) for cell in row] for row in rows])
    return ("\ufeff" + file.getvalue()).encode()


def as_xlsx(rows: Rows, *, title: str = "Kết quả") -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    """The text as it is; where openpyxl would take it for a formula, a cell that says that it is none."""
    text = _UNWRITABLE.sub("", text)
    if not text.startswith("="):
        return text
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _result(contact: Contact, given: Sequence[str], told: Sequence[str]) -> list[Cell]:
    return [
        contact.number,
        *(_cell(contact.variables.get(name)) for name in given),
        STATES[contact.state],
        OUTCOMES.get(contact.outcome, contact.outcome),
        contact.ending,
        contact.attempts,
        _moment(contact.called_at),
        *(_cell(contact.slots.get(name)) for name in told),
        contact.call_id,
    ]


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    return value if isinstance(value, int | float) else str(value)


def _moment(at: datetime | None) -> str:
    return at.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _harmless(cell: Cell) -> Cell:
    """A spreadsheet program reads a cell after an apostrophe as text."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
