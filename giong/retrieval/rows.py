"""A table's row as text: how it is written ("cột: giá trị; cột: giá trị"), taken apart and said. Knows no tables."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from giong.retrieval.question import Asked, understood
from giong.retrieval.terms import terms
from giong.text.unicode import fold, has_diacritics

LIST_MARK = re.compile(r"(?:[-*+•–]|\(?\d{1,2}[.)]|\(?[a-zđ]\d?\))\s+\S", re.IGNORECASE)
"""How an entry of a list begins."""
_BETWEEN = "; "
COLUMNS = {
    Asked.PRICE: frozenset({"giá", "đơn giá", "lệ phí", "phí", "mức thu", "cước", "tiền", "chi phí"}),
    Asked.AMOUNT: frozenset({"số", "mức", "giá", "số lượng"}),
    Asked.DURATION: frozenset({"thời hạn", "thời gian"}),
    Asked.TIME: frozenset({"giờ", "ngày", "thời gian", "lịch"}),
    Asked.PLACE: frozenset({"địa chỉ", "nơi", "địa điểm", "chỗ", "vị trí"}),
}
"""What columns are called that hold the kind of thing asked for, traditional tone placement."""
_UNIT = re.compile(r"(?P<name>[^()]*\S)\s*\((?P<unit>[^()\d]{1,20})\)$")
"""A column that names the unit of its numbers."""
_KINDS_OF_SUBJECT = frozenset(
    {"thủ tục", "dịch vụ", "gói", "gói cước", "sản phẩm", "phòng", "khoá học", "khóa học", "chi nhánh", "tuyến", "lớp"}
)
"""Titles of a first column that are said before its cells."""
KIND_FIT = 0.5
LEAST_FIT = 0.5


def written(header: Sequence[str], cells: Sequence[str]) -> str:
    """The row's text. Marks that part cells are replaced inside them."""
    parts = []
    for name, cell in zip(header, cells, strict=True):
        cell = cell.replace(";", ",").replace("\n", " ")
        name = name.replace(";", ",").replace(":", " ").strip()
        if cell:
            parts.append(f"{name}: {cell}" if name else cell)
    return _BETWEEN.join(parts)


def cells(text: str) -> list[tuple[str, str]]:
    """(column, value) of each cell; the column is "" where the table named none."""
    parts = []
    for part in text.split(_BETWEEN):
        name, colon, value = part.partition(": ")
        parts.append((name, value) if colon else ("", part))
    return parts


def worded(text: str, query: str) -> str:
    """The row as one sentence: its first cell, then the columns that the question asks for, or all of them."""
    parts = cells(text)
    (title, subject), rest = parts[0], parts[1:]
    named = [_plain(name, value) for name, value in asked_for(parts, query) or rest]
    if len(named) == 1 and named[0][0]:
        name, value = named[0]
        return f"{_upper(name)} của {_titled(title, subject)} là {value}."
    told = ", ".join(f"{_lower(name)} là {value}" if name else value for name, value in named)
    return f"{subject}: {told}." if told else f"{subject}."


def listed(texts: Sequence[str], query: str) -> str:
    """Several rows that fit equally well, a line each: their first cells and what is asked for."""
    lines = []
    told_apart = len({cells(text)[0] for text in texts}) == len(texts)
    for text in texts:
        parts = cells(text)
        asked = asked_for(parts, query) if told_apart else []
        named = [_plain(name, value) for name, value in asked or parts[1:]]
        if len(named) == 1:
            lines.append(f"- {parts[0][1]}: {named[0][1]}")
        else:
            told = ", ".join(f"{_lower(name)} là {value}" if name else value for name, value in named)
            lines.append(f"- {parts[0][1]}: {told}")
    return "\n".join(lines)


def _plain(name: str, value: str) -> tuple[str, str]:
    """A column and its value as they are said: "Đơn giá (đồng/kWh)" and "2.380" are "Đơn giá" and "2.380 đồng/kWh"."""
    found = _UNIT.match(name)
    if found is None or not value[-1:].isdigit():
        return name, value
    return found["name"], f"{value} {found['unit']}"


def _titled(title: str, subject: str) -> str:
    """The first cell as the end of a phrase: "thủ tục Tách hộ", "Bậc 3"."""
    kind = title.strip().lower()
    return f"{kind} {subject}" if kind in _KINDS_OF_SUBJECT and not subject.lower().startswith(kind) else subject


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def cell(text: str, query: str) -> str:
    """The one value asked for, "" when the question asks for no column or several."""
    named = asked_for(cells(text), query)
    return named[0][1] if len(named) == 1 else ""


def asked_for(parts: Sequence[tuple[str, str]], query: str) -> list[tuple[str, str]]:
    """The cells behind the first whose columns fit the question best, none where no column fits it at all.

    A column fits by the share of its name that the question holds ("mở cửa mấy giờ": Giờ mở cửa), and by its kind
    ("mất bao lâu": Thời hạn).
    """
    plain = not has_diacritics(query)
    said = _words(query, plain=plain)
    named_already = _words(parts[0][1], plain=plain)
    kind = COLUMNS.get(understood(query).asked, frozenset[str]())
    fits = [_fit(name, said, said - named_already, kind, plain=plain) for name, _ in parts[1:]]
    best = max(fits, default=0.0)
    return [part for part, fit in zip(parts[1:], fits, strict=True) if best >= LEAST_FIT and fit == best]


def _fit(name: str, said: Set[str], said_of_it: Set[str], kind: Set[str], *, plain: bool) -> float:
    title = name.partition("(")[0]
    own = _words(title, plain=plain)
    share = len(own & said) / (len(own) or 1)
    if not own & said_of_it and share < 1.0:
        share = 0.0  # what the row's first cell says too need not mean the column
    return share + (KIND_FIT if _named(kind, title) else 0.0)


def kind_of_title(asked: Asked, title: str) -> float:
    """1 where a column or heading is called after the kind of thing asked for, -1 after another kind, else 0."""
    if asked not in COLUMNS:
        return 0.0
    if _named(COLUMNS[asked], title):
        return 1.0
    return -1.0 if any(_named(words, title) for words in COLUMNS.values()) else 0.0


def _named(words: Set[str], title: str) -> bool:
    said = f" {' '.join(terms(title))} "
    return any(f" {word} " in said for word in words)


def _words(text: str, *, plain: bool) -> Set[str]:
    return {fold(term) if plain else term for term in terms(text)}
