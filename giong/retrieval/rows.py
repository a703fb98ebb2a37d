"""A table's row as text: how it is written ("cột: giá trị; cột: giá trị"), taken apart and said as a sentence. Knows
no tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.retrieval.terms import terms
from giong.text.unicode import fold

LIST_MARK = re.compile(r"(?:[-*+•–]|\(?\d{1,2}[.)]|\(?[a-zđ]\d?\))\s+\S", re.IGNORECASE)
"""How an entry of a list begins."""
_BETWEEN = "; "


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
    """The row as one sentence: its first cell, then the columns that the question names, or all of them."""
    parts = cells(text)
    (_, subject), rest = parts[0], parts[1:]
    named = _named(rest, query) or rest
    told = ", ".join(f"{name[:1].lower() + name[1:]} là {value}" if name else value for name, value in named)
    return f"{subject}: {told}." if told else f"{subject}."


def cell(text: str, query: str) -> str:
    """The one value asked for, "" when the question names no column or several."""
    named = _named(cells(text)[1:], query)
    return named[0][1] if len(named) == 1 else ""


def _named(parts: Sequence[tuple[str, str]], query: str) -> list[tuple[str, str]]:
    """The cells whose column's name the question holds, at least in its first two syllables."""
    asked = f" {' '.join(fold(term) for term in terms(query))} "
    found = []
    for name, value in parts:
        opening = " ".join(fold(term) for term in terms(name)[:2])
        if opening and f" {opening} " in asked:
            found.append((name, value))
    return found
