"""Headings, list items and paragraphs, by what the lines say and how they stand. Knows no picture and no engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from giong.vision.layout.numbering import ARTICLE_LEVEL, division_level, is_item, outline_level
from giong.vision.page import Block, BlockKind, Line
from giong.vision.shapes import Box

LARGER = 1.3
"""How much higher than usual the lines of a heading are, if size alone makes it one."""
CENTRED = 0.06
"""How far the middle of a centred line may be from that of the column, in its width."""
TITLE_WORDS = 24
"""A heading has no more words in one line, and no more than three lines."""
TITLE_LINES = 4
INDENT = 0.9
SHORT = 2.5
"""A line that ends so many heights before the margin is the last one of its paragraph."""
FAR = 0.55
"""How much more than usual, in heights, two lines of different paragraphs may be apart."""

_OPEN_END = re.compile(r"[.;:!?…]['\"”’)]*$")
_NO_TITLE = re.compile(
    r"C[ỘO]NG H[ÒOÀA]A? X[ÃA] H[ỘO]I|Đ[ộo]c l[ậa]p\s*[-–—]|(?:KT|TM|TL|TUQ|Q)\s*\.\s|\(", re.IGNORECASE
)
"""What heads every letter, or a signature, or stands in brackets, is no heading of the text."""


@dataclass(frozen=True)
class Row:
    """A line as it stands on the page. `beside` says that another line stands at its height."""

    line: Line
    is_bold: bool = False
    beside: bool = False

    @cached_property
    def text(self) -> str:
        return self.line.text

    @property
    def box(self) -> Box:
        return self.line.box

    @cached_property
    def is_capital(self) -> bool:
        letters = [sign for sign in self.text if sign.isalpha()]
        return len(letters) >= 4 and sum(sign.isupper() for sign in letters) >= 0.9 * len(letters)


@dataclass(frozen=True)
class Column:
    """Where text usually begins and ends, how high lines are and how far apart."""

    left: float
    right: float
    height: float
    gap: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Column:
        boxes = [row.box for row in rows]
        height = float(np.median([box.height_px for box in boxes]))
        gaps = [
            below.top - above.bottom for above, below in pairwise(boxes) if -height < below.top - above.bottom < height
        ]
        left, right = np.percentile([box.left for box in boxes], 15), np.percentile([box.right for box in boxes], 85)
        return cls(float(left), float(right), height, float(np.median(gaps)) if gaps else 0.0)

    def is_in_the_middle(self, box: Box) -> bool:
        return abs(box.middle[0] - (self.left + self.right) / 2) < CENTRED * max(1.0, self.right - self.left)

    def is_centred(self, box: Box) -> bool:
        return self.is_in_the_middle(box) and box.left > self.left + 1.5 * self.height

    def is_full(self, box: Box) -> bool:
        return box.right > self.right - SHORT * self.height

    def is_indented(self, box: Box) -> bool:
        return box.left > self.left + INDENT * self.height


def outlined(lines: Sequence[Line], bold: Sequence[bool]) -> list[Block]:
    """Blocks of these lines, which follow each other in reading order; none is lost and none moves."""
    if not lines:
        return []
    rows = [Row(line, heavy, _beside(line, lines)) for line, heavy in zip(lines, bold, strict=True)]
    column = Column.of(rows)
    blocks: list[Block] = []
    held: list[Row] = []
    level = 0
    for row in rows:
        if held and _continues(held, row, level, column):
            held.append(row)
            continue
        if held:
            blocks.append(_block(held, level))
        held, level = [row], _level(row, column)
    return [*blocks, _block(held, level)]


def _beside(line: Line, lines: Sequence[Line]) -> bool:
    box = line.box
    return any(
        other is not line
        and min(other.box.bottom, box.bottom) - max(other.box.top, box.top)
        > 0.5 * min(other.box.height_px, box.height_px)
        and (other.box.left >= box.right or other.box.right <= box.left)
        for other in lines
    )


def _level(row: Row, column: Column) -> int:
    """1 to 6 for the first line of a heading, else 0."""
    text = row.text
    divided = division_level(text)
    if divided and (divided != ARTICLE_LEVEL or row.is_bold or not column.is_full(row.box)):
        return divided
    if row.beside or _NO_TITLE.match(text) or len(row.line.words) > TITLE_WORDS or not any(map(str.isalpha, text)):
        return 0
    stands_out = row.is_bold or row.box.height_px > LARGER * column.height
    centred = column.is_centred(row.box)
    several = len(row.line.words) > 1 or (centred and stands_out)
    if row.is_capital and several and (stands_out or column.is_in_the_middle(row.box)):
        return outline_level(text) or 1
    if stands_out and outline_level(text) and not text.endswith((";", ",")):
        return min(6, outline_level(text) + 1)
    if row.box.height_px > LARGER * column.height and not text.endswith((".", ";", ",")):
        return 2
    if row.is_bold and (centred or not column.is_full(row.box)) and not text.endswith((".", ";", ",")):
        return 2 if centred else 3
    return 0


def _continues(held: Sequence[Row], row: Row, level: int, column: Column) -> bool:
    before = held[-1]
    if not _is_below(before.box, row.box, column):
        return False
    if level:
        return _continues_title(held, row, level, column)
    if is_item(row.text) and not _breaks_number(before, row, column):
        return False
    if _level(row, column):
        return False
    flows = row.text[:1].islower() and not _OPEN_END.search(before.text)
    if flows:
        return True
    if not column.is_full(before.box) and not (column.is_centred(before.box) and column.is_centred(row.box)):
        return False
    return not (column.is_indented(row.box) and _OPEN_END.search(before.text))


def _continues_title(held: Sequence[Row], row: Row, level: int, column: Column) -> bool:
    """A title goes on in lines of its own kind; that of a chapter stands below its number."""
    first, before = held[0], held[-1]
    if len(held) >= TITLE_LINES or division_level(row.text) or is_item(row.text) or row.beside:
        return False
    if division_level(first.text) in (1, 2, 3) and len(held) == 1:
        return row.is_bold or row.is_capital or column.is_centred(row.box)
    alike = row.is_bold == before.is_bold and row.is_capital == before.is_capital
    wrapped = column.is_full(before.box) or (column.is_in_the_middle(before.box) and column.is_in_the_middle(row.box))
    return alike and wrapped and (row.is_bold or row.is_capital)


def _breaks_number(before: Row, row: Row, column: Column) -> bool:
    """Whether what looks like an entry is the number that ends a phrase: "… quy định tại khoản / 2. …"."""
    return column.is_full(before.box) and before.text.lower().endswith(("khoản", "điều", "điểm", "số", "mục", "ngày"))


def _is_below(above: Box, below: Box, column: Column) -> bool:
    gap = below.top - above.bottom
    side = min(above.right, below.right) - max(above.left, below.left)
    return side > 0 and below.top > above.top and -column.height < gap < column.gap + FAR * column.height


def _block(rows: Sequence[Row], level: int) -> Block:
    lines = tuple(row.line for row in rows)
    if level:
        return Block(lines, BlockKind.HEADING, level)
    return Block(lines, BlockKind.LIST_ITEM if is_item(rows[0].text) else BlockKind.PARAGRAPH)
