"""A page that was read: Page → Block → Line → Word, frozen, with boxes and confidences. Knows no engine and no file.

All boxes are in the pixels of the page as it was read, that is after the paper was cut out, turned upright and made
straight. Confidences go from 0 to 1; those of words are what the engine thinks, not yet calibrated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from giong.vision.shapes import Box, around


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one base line, from left to right. `engine` says who read it: "tesseract", "trueocr", "text layer" …"""

    words: tuple[Word, ...]
    box: Box
    confidence: float = 1.0
    engine: str = ""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE = "table"
    PAGE_HEADER = "page_header"
    PAGE_FOOTER = "page_footer"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; rows and columns count from 0."""

    row: int
    column: int
    text: str
    box: Box
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order. `ruled` says whether lines were drawn around them."""

    cells: tuple[Cell, ...]
    box: Box
    ruled: bool = True

    @property
    def rows(self) -> list[list[str]]:
        """The texts as a grid; a cell that spans several places stands in its first one, the others are empty."""
        height = max((cell.row + cell.row_span for cell in self.cells), default=0)
        width = max((cell.column + cell.column_span for cell in self.cells), default=0)
        grid = [[""] * width for _ in range(height)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return grid


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. `level` is 1 to 6 for a heading; `table` is there for a table."""

    lines: tuple[Line, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    table: Table | None = None

    @property
    def box(self) -> Box:
        return around(line.box for line in self.lines) if self.lines or self.table is None else self.table.box

    @property
    def text(self) -> str:
        """Line by line; a table row by row, its cells beside each other, whatever the lines in them."""
        if self.table is not None:
            return "\n".join(" ".join(filter(None, row)) for row in self.table.rows)
        return "\n".join(line.text for line in self.lines)


class MarkKind(StrEnum):
    STAMP = "stamp"
    SIGNATURE = "signature"
    PORTRAIT = "portrait"
    EMBLEM = "emblem"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the page that is not text."""

    kind: MarkKind
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Barcode:
    """A code that a machine reads. `format` is "QRCode", "Code128", "EAN13" …; `text` is decoded as UTF-8."""

    format: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order. `number` counts from 1; `turned_deg` is by how much it had been turned clockwise
    (0, 90, 180 or 270) and `skew_deg` by how much besides, before it was straightened. `problem` is a code such as
    "page.broken" when the page could not be read: then it holds nothing else.
    """

    number: int
    width_px: int
    height_px: int
    blocks: tuple[Block, ...] = ()
    marks: tuple[Mark, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    turned_deg: int = 0
    skew_deg: float = 0.0
    problem: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for block in self.blocks for line in block.lines)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block.table for block in self.blocks if block.table is not None)

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)
