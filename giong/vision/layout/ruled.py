"""Tables with drawn lines: the words that stand in each cell of a grid. Draws no lines, knows no format."""

from __future__ import annotations

from collections.abc import Sequence

from giong.vision.layout.grid import Grid, Place
from giong.vision.page import Cell, Line, Table, Word

INSIDE = 0.5
LEAST_FILLED = 2
_UPRIGHT = "|¦"
_BARS = frozenset("|¦[]{}!/\\Il")
"""What a drawn line is read as when it is taken for a letter."""


def inside(grid: Grid, line: Line) -> bool:
    """Whether the line stands in the grid."""
    return line.box.overlap(grid.box).area_px > INSIDE * line.box.area_px


def table(grid: Grid, lines: Sequence[Line]) -> Table | None:
    """The table that these lines of the page make in the grid; none where hardly a cell holds anything."""
    held: dict[Place, list[tuple[int, Word]]] = {place: [] for place in grid.places}
    for row, line in enumerate(_downwards(lines)):
        for word in line.words:
            if not _is_bar(word, grid):
                held[grid.at(*word.box.middle)].append((row, word))
    if sum(bool(words) for words in held.values()) < LEAST_FILLED:
        return None
    return Table(tuple(_cell(place, words) for place, words in held.items()), grid.box, ruled=True)


def _downwards(lines: Sequence[Line]) -> list[Line]:
    """From top to bottom; those side by side from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.middle[1]):
        if rows and line.box.middle[1] < rows[-1][0].box.bottom - 0.3 * rows[-1][0].box.height_px:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.left)]


def _is_bar(word: Word, grid: Grid) -> bool:
    """Whether it is no word but the line between two cells."""
    if len(word.text) != 1 or word.text not in _BARS:
        return False
    near = max(3.0, 0.2 * word.box.height_px)
    middle = word.box.middle[0]
    return any(min(abs(middle - place.box.left), abs(middle - place.box.right)) < near for place in grid.places)


def _cell(place: Place, words: Sequence[tuple[int, Word]]) -> Cell:
    ordered = [word for _, word in sorted(words, key=lambda pair: (pair[0], pair[1].box.left))]
    text = " ".join(bare for word in ordered if (bare := word.text.strip(_UPRIGHT)))
    sure = sum(word.confidence for word in ordered) / len(ordered) if ordered else 1.0
    return Cell(place.row, place.column, text, place.box, place.row_span, place.column_span, sure)
