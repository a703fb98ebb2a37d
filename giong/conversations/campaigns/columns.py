"""What the columns of a list hold, guessed from their headings and told otherwise where the guess is wrong.

Knows no row: whether a number is one is seen in `intake`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from giong.conversations.campaigns.sheet import Row
from giong.dialogue import standing
from giong.dialogue.opening import ADDRESS
from giong.errors import BadInput
from giong.text import phones
from giong.text.unicode import fold

NUMBER = "number"
"""The name under which the telephone number's column is mapped."""
FULL_NAME, GIVEN_NAME = "ho_ten", "ten"

_NUMBER_HEADINGS = (
    "so dien thoai", "sdt", "so dt", "dien thoai", "dien thoai di dong", "di dong", "dtdd", "dt", "so di dong",
    "so lien he", "dien thoai lien he", "so may", "lien he", "phone", "phone number", "mobile", "mobile phone", "tel",
    "telephone", "cell", "contact number", "msisdn",
)  # fmt: skip
_NAMED = {
    ADDRESS: ("danh xung", "xung ho", "gioi tinh", "gender", "sex", "title", "salutation"),
    FULL_NAME: (
        "ho ten", "ho va ten", "ho ten khach hang", "ten khach hang", "khach hang", "ho ten kh", "ten kh", "name",
        "full name", "customer name",
    ),
    GIVEN_NAME: ("ten", "ten goi", "first name", "given name"),
}  # fmt: skip
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_LOOKED_AT = 50
_HEADINGS_WITHIN = 10
"""Titles may stand above the headings."""
_NAME_CHARS = 64


@dataclass(frozen=True)
class Columns:
    """`names` says under which name each column is taken ("": not at all); `body` are the rows below the headings."""

    headings: tuple[str, ...]
    names: tuple[str, ...]
    body: tuple[Row, ...]

    @property
    def number(self) -> int:
        return self.names.index(NUMBER)


def columns_of(rows: Sequence[Row], *, told: Mapping[str, str]) -> Columns:
    """Find the headings and map them. `told` names columns by heading, or by letter ("C"), and overrides the guess: to
    "number", to a variable, or to "" (left out). Raises `BadInput` where no column holds numbers.
    """
    if not rows:
        raise BadInput("list.empty", vi="Danh sách không có dòng nào.", en="The list has no rows.")
    at = _heading_row(rows)
    body = tuple(rows[at + 1 :] if at is not None else rows)
    width = max(len(row.cells) for row in (rows[at : at + 1] if at is not None else rows[:_LOOKED_AT]))
    headings = tuple(
        (rows[at].cells[number] if at is not None and number < len(rows[at].cells) else "") or f"Cột {_letter(number)}"
        for number in range(width)
    )
    names = _told(headings, told)
    if NUMBER not in names.values():
        names[_number_column(headings, body, taken=names)] = NUMBER
    return Columns(headings, tuple(_named(headings, names)), body)


def identifier(heading: str) -> str:
    """A heading as the name of a variable: "Sản phẩm đã mua" → "san_pham_da_mua"."""
    name = _NOT_WORDS.sub("_", fold(heading)).strip("_")[:_NAME_CHARS] or "cot"
    name = name if name[0].isalpha() else f"cot_{name}"
    return f"kh_{name}" if name in standing.NAMES and name != ADDRESS else name


def _heading_row(rows: Sequence[Row]) -> int | None:
    """The first row that names a column of numbers, or else the first one if it holds none itself."""
    for at, row in enumerate(rows[:_HEADINGS_WITHIN]):
        if any(_plain(cell) in _NUMBER_HEADINGS for cell in row.cells):
            return at
    return None if any(phones.parse(cell) for cell in rows[0].cells) else 0


def _told(headings: Sequence[str], told: Mapping[str, str]) -> dict[int, str]:
    by_name = {_plain(heading): number for number, heading in reversed(list(enumerate(headings)))}
    by_letter = {_letter(number): number for number in range(len(headings))}
    names: dict[int, str] = {}
    for column, name in told.items():
        number = by_name.get(_plain(column), by_letter.get(column.strip().upper()))
        if number is None:
            raise BadInput(
                "list.no_such_column",
                vi=f"Danh sách không có cột “{column}”. Các cột: {', '.join(headings)}.",
                en=f"The list has no column “{column}”. Its columns: {', '.join(headings)}.",
            )
        names[number] = name if name in ("", NUMBER) else identifier(name)
    return names


def _number_column(headings: Sequence[str], body: Sequence[Row], *, taken: Mapping[int, str]) -> int:
    free = [number for number in range(len(headings)) if number not in taken]
    for known in _NUMBER_HEADINGS:
        for number in free:
            if _plain(headings[number]) == known:
                return number
    for number in free:
        if re.search(r"\b(?:dien thoai|sdt|phone|mobile)\b", _plain(headings[number])):
            return number
    looked_at = [row.cells for row in body[:_LOOKED_AT]]
    counts = {number: sum(_holds_number(cells, number) for cells in looked_at) for number in free}
    best = max(counts, key=lambda number: counts[number], default=None)
    if best is None or counts[best] * 2 < len(looked_at) or not counts[best]:
        raise BadInput(
            "list.no_numbers",
            vi="Không thấy cột số điện thoại. Hãy đặt tên cột là “Số điện thoại”, hoặc chỉ ra cột đó. "
            f"Các cột: {', '.join(headings)}.",
            en="No column of telephone numbers was found. Call it “phone”, or say which it is. "
            f"The columns: {', '.join(headings)}.",
        )
    return best


def _holds_number(cells: Sequence[str], number: int) -> bool:
    return number < len(cells) and phones.parse(cells[number]) is not None


def _named(headings: Sequence[str], names: dict[int, str]) -> list[str]:
    """A name for every column; two that would have the same are numbered."""
    used: set[str] = {name for name in names.values() if name}
    found: list[str] = []
    for number, heading in enumerate(headings):
        name = names.get(number)
        if name is None:
            plain = _plain(heading)
            name = next((name for name, known in _NAMED.items() if plain in known), identifier(heading))
            name = next(one for one in (name, *(f"{name}_{count}" for count in range(2, 1000))) if one not in used)
        used.add(name)
        found.append(name)
    return found


def _plain(heading: str) -> str:
    return _NOT_WORDS.sub(" ", fold(heading)).strip()


def _letter(number: int) -> str:
    """0 → "A", as spreadsheets call their columns."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
