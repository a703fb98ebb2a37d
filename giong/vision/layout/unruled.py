"""Tables without drawn lines: rows whose words stand in the same columns, one row after the other. Knows no picture.

Only what plainly is one is taken for a table: three rows or more in three columns, or in two of which the right one
holds numbers. Two columns of text, letterheads and the places of signatures are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from giong.vision.layout.ruled import LEAST_FILLED
from giong.vision.page import Cell, Line, Table, Word
from giong.vision.shapes import Box, around

GAP = 1.1
"""Words further apart, in heights of the line, are in different columns."""
COLUMN_GAP = 0.5
"""What stays free between two columns in all rows, in heights of the line."""
LEAST_ROWS = 3
MOST_APART = 2.2
"""Rows of a table are not further apart, in heights of the line."""
CELL_WORDS = 5.0
"""Of a typical cell; columns of prose have more."""
NUMERIC = 0.6
CONTINUES = 0.6
"""How much closer than this, in heights, a line stands below the row whose cell it goes on."""

_NUMBER = re.compile(r"[-+(]?[\d.,\s]*\d[\d.,]*\s*(?:%|đ|d|₫|VND|VNĐ|đồng|x)?\)?", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """Words close to each other in one row."""

    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Row:
    """The lines at one height, and the pieces that they consist of."""

    lines: tuple[Line, ...]
    pieces: tuple[Piece, ...]
    box: Box


Span = tuple[float, float]


def tables(lines: Sequence[Line]) -> list[tuple[Table, list[Line]]]:
    """The tables among these lines, each with the lines that it is made of, from top to bottom."""
    rows = _rows(lines)
    found = []
    start = 0
    while start < len(rows):
        end, spans = _longest(rows, start)
        if end - start >= LEAST_ROWS and _is_table(rows[start:end], spans):
            made = _table(rows[start:end], spans)
            if made is not None:
                found.append((made, [line for row in rows[start:end] for line in row.lines]))
                start = end
                continue
        start += 1
    return found


def _rows(lines: Sequence[Line]) -> list[Row]:
    held: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.middle[1]):
        if held and line.box.middle[1] < around(one.box for one in held[-1]).bottom - 0.35 * line.box.height_px:
            held[-1].append(line)
        else:
            held.append([line])
    return [_row(sorted(row, key=lambda line: line.box.left)) for row in held]


def _row(lines: Sequence[Line]) -> Row:
    pieces: list[list[Word]] = []
    for line in lines:
        for word in line.words:
            height = line.box.height_px
            if pieces and -height < word.box.left - pieces[-1][-1].box.right <= GAP * height:
                pieces[-1].append(word)
            else:
                pieces.append([word])
    made = tuple(Piece(tuple(words), around(word.box for word in words)) for words in pieces)
    return Row(tuple(lines), made, around(line.box for line in lines))


def _longest(rows: Sequence[Row], start: int) -> tuple[int, list[Span]]:
    """How far from this row on the same columns go, and where they are."""
    first = rows[start]
    height = median(line.box.height_px for line in first.lines)
    spans = _spans(first, height)
    if len(spans) < 2:
        return start, []
    end = last_full = start + 1
    best = spans
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        if row.box.top - above.box.bottom > MOST_APART * height:
            break
        merged = _merged([*spans, *_spans(row, height)], COLUMN_GAP * height)
        if len(merged) < max(2, len(spans) - (0 if end - start > 1 else 1)):
            break
        if len(merged) > len(spans) and len(row.pieces) < 2:
            break
        spans = merged
        end += 1
        if len(row.pieces) > 1:
            last_full, best = end, spans
    return last_full, best


def _spans(row: Row, height: float) -> list[Span]:
    return _merged([(piece.box.left, piece.box.right) for piece in row.pieces], COLUMN_GAP * height)


def _merged(spans: Sequence[Span], gap: float) -> list[Span]:
    """Spans that overlap or nearly touch as one."""
    result: list[Span] = []
    for left, right in sorted(spans):
        if result and left < result[-1][1] + gap:
            result[-1] = (result[-1][0], max(right, result[-1][1]))
        else:
            result.append((left, right))
    return result


def _is_table(rows: Sequence[Row], spans: Sequence[Span]) -> bool:
    full = [row for row in rows if len(row.pieces) >= max(2, len(spans) - 1)]
    if len(full) < LEAST_ROWS:
        return False
    columns = [
        [piece for row in rows for piece in row.pieces if _column(piece, spans) == at] for at in range(len(spans))
    ]
    if any(len(column) < max(2, len(rows) // 3) for column in columns):
        return False
    if median(len(piece.words) for column in columns for piece in column) > CELL_WORDS:
        return False
    numeric = [_is_numeric(column) for column in columns]
    return any(numeric[1:]) if len(spans) == 2 else any(numeric) or all(len(column) >= LEAST_ROWS for column in columns)


def _is_numeric(column: Sequence[Piece]) -> bool:
    return sum(_NUMBER.fullmatch(piece.text) is not None for piece in column) >= NUMERIC * max(1, len(column))


def _column(piece: Piece, spans: Sequence[Span]) -> int:
    return max(range(len(spans)), key=lambda at: min(piece.box.right, spans[at][1]) - max(piece.box.left, spans[at][0]))


def _table(rows: Sequence[Row], spans: Sequence[Span]) -> Table | None:
    """Cells of these rows; a line that only goes on with a cell of the row above belongs to that row."""
    grid: list[list[list[Piece]]] = []
    for at, row in enumerate(rows):
        if not (at and grid and _goes_on(rows[at - 1], row, spans, grid[-1])):
            grid.append([[] for _ in spans])
        for piece in row.pieces:
            grid[-1][_column(piece, spans)].append(piece)
    cells = [
        _cell(number, column, pieces)
        for number, line in enumerate(grid)
        for column, pieces in enumerate(line)
        if pieces or number == 0
    ]
    filled = sum(bool(cell.text) for cell in cells)
    if len(grid) < LEAST_ROWS or filled < LEAST_FILLED:
        return None
    return Table(tuple(cells), around(row.box for row in rows), ruled=False)


def _goes_on(above: Row, row: Row, spans: Sequence[Span], held: Sequence[Sequence[Piece]]) -> bool:
    if row.box.top - above.box.bottom > CONTINUES * row.box.height_px or len(row.pieces) >= len(spans):
        return False
    columns = [_column(piece, spans) for piece in row.pieces]
    if any(_NUMBER.fullmatch(piece.text) for piece in row.pieces) or not all(held[at] for at in columns):
        return False
    return 0 not in columns or (len(row.pieces) == 1 and row.pieces[0].text[:1].islower())


def _cell(row: int, column: int, pieces: Sequence[Piece]) -> Cell:
    words = [word for piece in pieces for word in piece.words]
    sure = sum(word.confidence for word in words) / len(words) if words else 1.0
    return Cell(row, column, " ".join(word.text for word in words), around(word.box for word in words), confidence=sure)
