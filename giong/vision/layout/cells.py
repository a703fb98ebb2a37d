"""Where lines of text stand in the cells of a grid, by their ink. Reads nothing.

A detector of lines takes what stands side by side for one line, even where one cell has a single line in the middle of
its height and its neighbour has two. In a cell there is nothing beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.layout.grid import SAME_PX, Grid, grids
from giong.vision.layout.rules import Rules, without_letters
from giong.vision.shapes import Box, Grey

DARK = 150
"""Of 255 on a white ground."""
RIM = 0.1
"""Of a line's height next to a border that is not looked at: borders are a little bent."""
HEIGHTS = (0.45, 1.7)
"""How high a line in a cell may be, compared with the lines of the page."""
TALL = 1.45
THIN = 0.25
COVERED = 0.6
AIR = 0.05
GAP_ROWS = 0.16
"""Marks over and under letters are no further from them, in heights of a line."""

Ink = NDArray[np.bool_]


def lines_by_cell(grey: Grey, drawn: Rules, found: Sequence[Box]) -> tuple[list[Box], Grey]:
    """The lines that were found, but those in a grid, where they leave something out, as they stand in its cells; and
    the page, in such grids without their borders.
    """
    tables = grids(without_letters(drawn, found))
    if not tables or not found:
        return list(found), grey
    usual_px = median(box.height_px for box in found)
    borders = _borders(grey, drawn, tables)
    ink = np.asarray((grey < DARK) & ~borders, np.bool_)
    lines, clean = list(found), grey
    for grid in tables:
        own = [box for box in lines if box.overlap(grid.box).area_px > 0.5 * box.area_px]
        instead = _in_grid(ink, grid, usual_px)
        if instead is not None and not all(_is_covered(line, own) for line in instead):
            lines = [box for box in lines if box not in own] + instead
            clean = _whitened(clean, borders, grid.box.grown(round(0.3 * usual_px)))
    return sorted(lines, key=lambda box: (box.top, box.left)), clean


def _is_covered(line: Box, found: Sequence[Box]) -> bool:
    """Whether it was found: the reader is used to how the detector frames lines, and reads those better."""
    return any(box.overlap(line).area_px > COVERED * line.area_px for box in found)


def _borders(grey: Grey, drawn: Rules, tables: Sequence[Grid]) -> Ink:
    """Where borders of cells are drawn, with their soft edges; long strokes of letters are none."""
    small = cv2.dilate(drawn.across | drawn.down, np.ones((3, 3), np.uint8))
    large = cv2.resize(small, None, fx=drawn.factor, fy=drawn.factor, interpolation=cv2.INTER_NEAREST)
    near = np.zeros(large.shape, np.uint8)
    for box in (place.box for grid in tables for place in grid.places):
        cv2.rectangle(near, (box.left, box.top), (box.right, box.bottom), 1, SAME_PX * drawn.factor)
    borders = np.zeros(grey.shape, np.bool_)
    height, width = min(grey.shape[0], large.shape[0]), min(grey.shape[1], large.shape[1])
    borders[:height, :width] = (large[:height, :width] > 0) & (near[:height, :width] > 0)
    return borders


def _whitened(grey: Grey, borders: Ink, part: Box) -> Grey:
    """The page without the borders in this part."""
    inside = part.within(grey.shape[1], grey.shape[0])
    clean = grey.copy()
    rows, columns = slice(inside.top, inside.bottom), slice(inside.left, inside.right)
    clean[rows, columns][borders[rows, columns]] = 255
    return clean


def _in_grid(ink: Ink, grid: Grid, usual_px: float) -> list[Box] | None:
    """None where some cell holds what is no plain line."""
    found: list[Box] = []
    for place in grid.places:
        inside = place.box.grown(-max(3, round(RIM * usual_px))).within(ink.shape[1], ink.shape[0])
        if min(inside.width_px, inside.height_px) < HEIGHTS[0] * usual_px:
            continue
        for line in _in_cell(ink, inside, usual_px):
            if not HEIGHTS[0] * usual_px <= line.height_px <= HEIGHTS[1] * usual_px:
                return None
            found.append(line)
    return found


def _in_cell(ink: Ink, cell: Box, usual_px: float) -> list[Box]:
    own = ink[cell.top : cell.bottom, cell.left : cell.right]
    amount = own.sum(axis=1)
    rows = np.flatnonzero(amount > 1)
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > max(1, GAP_ROWS * usual_px))
    tops, bottoms = [rows[0], *rows[breaks + 1]], [*(rows[breaks] + 1), rows[-1] + 1]
    bands = [
        band
        for top, bottom in zip(tops, bottoms, strict=True)
        for band in _divided(amount, int(top), int(bottom), usual_px)
    ]
    return [line for top, bottom in bands if (line := _line(own, cell, top, bottom, usual_px)) is not None]


def _divided(amount: NDArray[np.int_], top: int, bottom: int, usual_px: float) -> list[tuple[int, int]]:
    """A band too high for one line, where there is least ink about halfway."""
    lines = round((bottom - top) / usual_px)
    if bottom - top <= TALL * usual_px or lines < 2:
        return [(top, bottom)]
    step, near = (bottom - top) / lines, round(0.25 * usual_px)
    cuts = [top]
    for number in range(1, lines):
        middle = top + round(number * step)
        cuts.append(middle - near + int(np.argmin(amount[middle - near : middle + near + 1])))
    return list(pairwise([*cuts, bottom]))


def _line(own: Ink, cell: Box, top: int, bottom: int, usual_px: float) -> Box | None:
    """The box around the ink of a band; none of a speck or what is left of a border."""
    below_hooks = top + round(0.3 * (bottom - top))  # of the line above, where the two were cut apart
    columns = np.flatnonzero(own[below_hooks:bottom].any(axis=0))
    if bottom - top < THIN * usual_px or not len(columns):
        return None
    air = max(2, round(AIR * usual_px))
    return Box(
        max(cell.left, cell.left + int(columns[0]) - air),
        max(cell.top, cell.top + top - air),
        min(cell.right, cell.left + int(columns[-1]) + 1 + air),
        min(cell.bottom, cell.top + bottom + air),
    )
