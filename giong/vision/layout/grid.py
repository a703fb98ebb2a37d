"""Grids that drawn lines make: rows, columns, and cells that span several of them. Knows no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from giong.vision.layout.rules import Mask, Rules, boxes
from giong.vision.shapes import Box, around

SAME_PX = 7
"""Lines closer than this, in the pixels of the masks, are one: drawn double, thick, or a little bent."""
TOUCH_PX = 3
DRAWN = 0.55
"""Of the way between two corners a border must be drawn to be there."""
LONG = 0.6
"""Of the drawing's side: such a line counts even where it ends in the open, as in tables without an outer frame."""
NEAR = 4
"""Corners are not looked at."""
LEAST_CELLS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a grid and where it lies on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """Places in reading order; together they cover the box."""

    places: tuple[Place, ...]
    box: Box

    def at(self, x: float, y: float) -> Place:
        """The place with this point, or the nearest one."""
        return min(self.places, key=lambda place: _distance(place.box, x, y))


def grids(drawn: Rules) -> list[Grid]:
    """All grids of at least two rows or columns, from top to bottom, in the pixels of the page."""
    together = cv2.dilate(drawn.across | drawn.down, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(together, np.uint8), connectivity=8)
    found = []
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if width < 40 or height < 20:
            continue
        inside = labels[top : top + height, left : left + width] == label
        across, down = (
            np.asarray(mask[top : top + height, left : left + width] * inside, np.uint8)
            for mask in (drawn.across, drawn.down)
        )
        places = _places(across, down)
        if len(places) >= LEAST_CELLS:
            found.append(_moved(places, left, top, drawn.factor))
    return sorted(_outermost(found), key=lambda grid: grid.box.top)


def _places(across: Mask, down: Mask) -> list[Place]:
    """The cells between the lines of one connected drawing."""
    rows, columns = boxes(across), boxes(down)
    height, width = across.shape
    whole = Box(0, 0, width, height)
    rows = [
        box for box in rows if box.width_px > LONG * width or _meets(_sides(box), [*columns, *_near(_sides(whole))])
    ]
    columns = [
        box for box in columns if box.height_px > LONG * height or _meets(_ends(box), [*rows, *_near(_ends(whole))])
    ]
    if len(rows) < 2 or not columns:
        return []
    across, down = _only(across, rows), _only(down, columns)
    ys = _positions([(box.middle[1], box.width_px) for box in rows], [(box.top, box.bottom) for box in columns])
    xs = _positions([(box.middle[0], box.height_px) for box in columns], [(box.left, box.right) for box in rows])
    if len(ys) < 2 or len(xs) < 3 or (len(ys) == 2 and len(xs) < 4):
        return []
    joined = _Joined(len(ys) - 1, len(xs) - 1)
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            if column + 2 < len(xs) and not _is_drawn(down.T, xs[column + 1], (top, bottom)):
                joined.join((row, column), (row, column + 1))
            if row + 2 < len(ys) and not _is_drawn(across, ys[row + 1], (left, right)):
                joined.join((row, column), (row + 1, column))
    return [
        Place(row, column, height, width, Box(xs[column], ys[row], xs[column + width], ys[row + height]))
        for row, column, height, width in joined.rectangles()
    ]


def _sides(box: Box) -> tuple[Box, Box]:
    return Box(box.left, box.top, box.left, box.bottom), Box(box.right, box.top, box.right, box.bottom)


def _ends(box: Box) -> tuple[Box, Box]:
    return Box(box.left, box.top, box.right, box.top), Box(box.left, box.bottom, box.right, box.bottom)


def _near(sides: tuple[Box, Box]) -> list[Box]:
    return [side.grown(SAME_PX) for side in sides]


def _meets(ends: tuple[Box, Box], lines: Sequence[Box]) -> bool:
    """Whether both ends lie on some line, or on the side of the whole: strokes of letters do not."""
    return all(any(end.grown(TOUCH_PX).overlap(line).area_px for line in lines) for end in ends)


def _only(mask: Mask, kept: Sequence[Box]) -> Mask:
    """The mask with nothing but these of its boxes."""
    clean = np.zeros_like(mask)
    for box in kept:
        clean[box.top : box.bottom, box.left : box.right] |= mask[box.top : box.bottom, box.left : box.right]
    return clean


def _positions(lines: Sequence[tuple[float, int]], reach: Sequence[tuple[int, int]]) -> list[int]:
    """Where lines lie, those close together as one; and where the lines that cross them end if no line does."""
    found: list[list[tuple[float, int]]] = []
    for line in sorted(lines):
        if found and line[0] - found[-1][-1][0] <= SAME_PX:
            found[-1].append(line)
        else:
            found.append([line])
    places = [round(sum(at * length for at, length in group) / sum(length for _, length in group)) for group in found]
    if not places:
        return []
    first, last = min(start for start, _ in reach), max(end for _, end in reach)
    return (
        ([first] if places[0] - first > 2 * SAME_PX else [])
        + places
        + ([last] if last - places[-1] > 2 * SAME_PX else [])
    )


def _is_drawn(mask: Mask, at: int, between: tuple[int, int]) -> bool:
    """Whether a line runs in row `at` of the mask over most of these columns."""
    start, end = between[0] + NEAR, between[1] - NEAR
    if end <= start:
        start, end = between
    band = mask[max(0, at - SAME_PX) : at + SAME_PX + 1, start:end]
    return bool(band.size) and float(band.any(axis=0).mean()) >= DRAWN


class _Joined:
    """Elementary cells, joined where no border is drawn between them, and kept rectangular."""

    def __init__(self, rows: int, columns: int) -> None:
        self._rows, self._columns = rows, columns
        self._parent = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first

    def rectangles(self) -> list[tuple[int, int, int, int]]:
        """Row, column, height and width of each; what is joined to an L is filled up."""
        while True:
            groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
            for cell in self._parent:
                groups.setdefault(self._root(cell), []).append(cell)
            bounds = [self._bounds(cells) for cells in groups.values()]
            if sum(height * width for _, _, height, width in bounds) == len(self._parent):
                return sorted(bounds)
            for row, column, height, width in bounds:
                for y in range(row, row + height):
                    for x in range(column, column + width):
                        self.join((row, column), (y, x))

    def _bounds(self, cells: Sequence[tuple[int, int]]) -> tuple[int, int, int, int]:
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        return min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1

    def _root(self, cell: tuple[int, int]) -> tuple[int, int]:
        while self._parent[cell] != cell:
            cell = self._parent[cell]
        return cell


def _moved(places: Sequence[Place], left: int, top: int, factor: int) -> Grid:
    def onto_page(box: Box) -> Box:
        lefts = [(side + left) * factor for side in (box.left, box.right)]
        tops = [(side + top) * factor for side in (box.top, box.bottom)]
        return Box(lefts[0], tops[0], lefts[1], tops[1])

    moved = tuple(replace(place, box=onto_page(place.box)) for place in places)
    return Grid(moved, around(place.box for place in moved))


def _outermost(found: Sequence[Grid]) -> list[Grid]:
    """Without grids that lie in a cell of another."""
    return [
        grid
        for grid in found
        if not any(
            other is not grid
            and other.box.overlap(grid.box).area_px > 0.8 * grid.box.area_px
            and other.box.area_px > grid.box.area_px
            for other in found
        )
    ]


def _distance(box: Box, x: float, y: float) -> float:
    return max(box.left - x, 0, x - box.right) + max(box.top - y, 0, y - box.bottom)
