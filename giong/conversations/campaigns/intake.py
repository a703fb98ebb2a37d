"""A list of people becomes whom to call and what is wrong with the rest, row by row. Knows no database.

Nine good rows are taken although the tenth is broken; the tenth is told with its row, its cells and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from giong.conversations.campaigns.columns import FULL_NAME, GIVEN_NAME, NUMBER, Columns, columns_of
from giong.conversations.campaigns.sheet import Row, rows_of
from giong.errors import BadInput
from giong.text import phones

VALUE_CHARS = 500
_OTHER_MARKS = re.compile(r"[\s.()\-–—_/,;:+'\"]+")
_SEVERAL = re.compile(r"[,;/]|\s-\s|\s+hoặc\s+", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_LOST_ZERO_DIGITS = (9, 10)
"""A spreadsheet that takes "0912345678" for a number forgets its zero; also that of an old one of eleven digits."""


class Reason(StrEnum):
    """Why a row was not taken."""

    BROKEN = "row.broken"
    TOO_MANY_CELLS = "row.too_many_cells"
    NO_NUMBER = "number.missing"
    LETTERS = "number.letters"
    ROUNDED = "number.rounded"
    SEVERAL = "number.several"
    IMPOSSIBLE = "number.impossible"
    NOT_A_PERSON = "number.service"
    TWICE = "number.twice"
    KNOWN = "number.known"
    DO_NOT_CALL = "number.do_not_call"
    NO_VALUE = "value.missing"
    LONG_VALUE = "value.too_long"


SENTENCES: Mapping[Reason, tuple[str, str]] = {
    Reason.BROKEN: ("Dòng bị lỗi: dấu ngoặc kép không đóng", "A quotation mark is not closed"),
    Reason.TOO_MANY_CELLS: ("Dòng có nhiều ô hơn số cột", "There are more cells than columns"),
    Reason.NO_NUMBER: ("Thiếu số điện thoại", "The number is missing"),
    Reason.LETTERS: ("Số điện thoại có chữ: {detail}", "There are letters in the number: {detail}"),
    Reason.ROUNDED: (
        "Số điện thoại đã bị Excel làm tròn; hãy định dạng cột là văn bản",
        "The spreadsheet has rounded the number; format the column as text",
    ),
    Reason.SEVERAL: ("Ô có nhiều số; hãy để mỗi dòng một số", "There are several numbers; write one in each row"),
    Reason.IMPOSSIBLE: ("Không có số điện thoại như vậy: {detail}", "There can be no such number: {detail}"),
    Reason.NOT_A_PERSON: ("Số tổng đài hoặc khẩn cấp, không gọi", "A service or emergency number is not called"),
    Reason.TWICE: ("Trùng số với dòng {detail}", "The same number as in row {detail}"),
    Reason.KNOWN: ("Số đã có trong chiến dịch", "The campaign has this number already"),
    Reason.DO_NOT_CALL: ("Số nằm trong danh sách không gọi", "The number is on the do-not-call list"),
    Reason.NO_VALUE: ("Thiếu “{detail}”", "“{detail}” is missing"),
    Reason.LONG_VALUE: ("“{detail}” dài quá", "“{detail}” is too long"),
}


@dataclass(frozen=True)
class Entry:
    """Somebody to call."""

    row: int
    number: str
    variables: Mapping[str, str]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """A row that was not taken. `cells` are the row as it stands in the file."""

    row: int
    reason: Reason
    detail: str = ""
    cells: tuple[str, ...] = ()

    @property
    def vi(self) -> str:
        return SENTENCES[self.reason][0].format(detail=self.detail)

    @property
    def en(self) -> str:
        return SENTENCES[self.reason][1].format(detail=self.detail)


@dataclass(frozen=True)
class Intake:
    """`rows` counts all below the headings that hold anything."""

    columns: Columns
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> int:
        return len(self.columns.body)


def read_list(name: str, data: bytes, *, told: Mapping[str, str] | None = None, required: Sequence[str] = ()) -> Intake:
    """The list in a file. `told` overrides what columns are taken as (see `columns_of`); `required` are the variables
    without which nobody is called. Raises `BadInput` for a file that cannot be used at all.
    """
    columns = columns_of(rows_of(name, data), told=told or {})
    derived = {GIVEN_NAME} if FULL_NAME in columns.names else set()
    if missing := [one for one in required if one not in {*columns.names, *derived}]:
        raise BadInput(
            "list.missing_columns",
            vi=f"Danh sách thiếu cột cho: {', '.join(missing)}. Các cột: {', '.join(columns.headings)}. "
            "Hãy thêm cột, hoặc chỉ ra cột nào là gì.",
            en=f"The list has no column for: {', '.join(missing)}. Its columns: {', '.join(columns.headings)}. "
            "Add one, or say which column is what.",
        )
    entries: list[Entry] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in columns.body:
        entry = _entry(row, columns, required)
        if isinstance(entry, Entry) and entry.number in seen:
            entry = Problem(row.number, Reason.TWICE, str(seen[entry.number]), row.cells)
        if isinstance(entry, Problem):
            problems.append(entry)
        else:
            entries.append(entry)
            seen[entry.number] = row.number
    return Intake(columns, tuple(entries), tuple(problems))


def _entry(row: Row, columns: Columns, required: Sequence[str]) -> Entry | Problem:
    if row.broken:
        return Problem(row.number, Reason.BROKEN, cells=row.cells)
    if len(row.cells) > len(columns.names):
        return Problem(row.number, Reason.TOO_MANY_CELLS, cells=row.cells)
    cells = (*row.cells, *[""] * (len(columns.names) - len(row.cells)))
    number = number_of(cells[columns.number])
    if isinstance(number, Reason):
        return Problem(row.number, number, cells[columns.number], row.cells)
    variables = dict(_variables(cells, columns))
    if short := variables.get(FULL_NAME):
        variables.setdefault(GIVEN_NAME, short.rpartition(" ")[2])
    if empty := next((name for name in required if not variables.get(name)), ""):
        return Problem(row.number, Reason.NO_VALUE, _heading(empty, columns), row.cells)
    if long := next((name for name, value in variables.items() if len(value) > VALUE_CHARS), ""):
        return Problem(row.number, Reason.LONG_VALUE, _heading(long, columns), row.cells)
    return Entry(row.number, number, variables, row.cells)


def _variables(cells: Sequence[str], columns: Columns) -> Iterator[tuple[str, str]]:
    for name, cell in zip(columns.names, cells, strict=True):
        if name not in ("", NUMBER) and cell:
            yield name, cell


def _heading(name: str, columns: Columns) -> str:
    return columns.headings[columns.names.index(name)] if name in columns.names else name


def number_of(text: str) -> str | Reason:
    """The number of somebody who can be called, in national form, or why it is none."""
    text = text.strip().lstrip("'")
    if not text:
        return Reason.NO_NUMBER
    phone = _parsed(text)
    if phone is not None:
        return phone.number if phone.kind in (phones.Kind.MOBILE, phones.Kind.LANDLINE) else Reason.NOT_A_PERSON
    if _SCIENTIFIC.fullmatch(text):
        return Reason.ROUNDED
    if len([part for part in _SEVERAL.split(text) if _parsed(part)]) > 1:
        return Reason.SEVERAL
    return Reason.LETTERS if any(map(str.isalpha, text)) else Reason.IMPOSSIBLE


def _parsed(text: str) -> phones.Phone | None:
    phone = phones.parse(text)
    if phone is not None:
        return phone
    digits = _OTHER_MARKS.sub("", text).removeprefix("00") if text.startswith("00") else _OTHER_MARKS.sub("", text)
    if not digits.isascii() or not digits.isdigit():
        return None
    if len(digits) in _LOST_ZERO_DIGITS and not digits.startswith("0"):
        return phones.parse("0" + digits)
    return phones.parse(digits) if digits != text else None
