"""Tables found by the heads of their columns, ruled or not, and their rows as mappings. Knows no kind of paper.

Heads stand over their columns in any way (centred over a name, to the right over a sum), so a text belongs to the
column that it overlaps most among those that may hold such a text: a name does not become a running number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from giong.documents.finding.labels import Hit, Label, Segment, find
from giong.documents.finding.rows import Row, gathered, rows
from giong.vision.page import Page

_HEAD_LINES = 2.6
"""Line heights over which the heads of one table are spread."""
_ROW_GAP = 3.5
"""A line further from the next row of numbers than this many line heights does not belong to it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column from `left` to `right`; `accepts` tells what it may hold."""

    field: str
    left: float
    right: float
    accepts: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a table; `bottom` is where its rows begin."""

    columns: tuple[Column, ...]
    top: float
    bottom: float

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns)


@dataclass
class _Draft:
    """A row while its lines are gathered."""

    middle: float
    height: float
    cells: dict[str, list[tuple[float, str]]] = field(default_factory=dict)

    def add(self, column: str, at: float, text: str) -> None:
        self.cells.setdefault(column, []).append((at, text))


def heads(page: Page, labels: Sequence[Label], *, least: int = 3) -> Heads | None:
    """The heads of the table on this page that has most of these columns; None where fewer than `least` are found."""
    hits = [hit for hit in find(page, labels) if hit.label.field]
    best: list[Hit] = []
    for first in hits:
        height = first.segment.height_px
        near = [hit for hit in hits if abs(hit.box.middle[1] - first.box.middle[1]) <= _HEAD_LINES * height]
        chosen = _one_each(near)
        if len(chosen) > len(best):
            best = chosen
    if len(best) < least:
        return None
    best.sort(key=lambda hit: hit.box.left)
    return Heads(_columns(best, page), min(hit.box.top for hit in best), _bottom(best, page, labels))


def _one_each(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit for each column."""
    chosen: dict[str, Hit] = {}
    for hit in hits:
        known = chosen.get(hit.label.field)
        if known is None or (hit.score, hit.end - hit.start) > (known.score, known.end - known.start):
            chosen[hit.label.field] = hit
    return list(chosen.values())


def _columns(hits: Sequence[Hit], page: Page) -> tuple[Column, ...]:
    edges = [0.0, *((one.box.right + other.box.left) / 2 for one, other in pairwise(hits)), float(page.width_px)]
    return tuple(
        Column(hit.label.field, left, right, hit.label.accepts)
        for hit, (left, right) in zip(hits, pairwise(edges), strict=True)
    )


def _bottom(best: Sequence[Hit], page: Page, labels: Sequence[Label]) -> float:
    """Below the heads, and below what goes on with them: translations, and the line that numbers the columns."""
    end = max(hit.box.bottom for hit in best)
    for row in rows(page):
        if row.box.middle[1] <= end or row.box.top > end + 1.5 * row.height_px:
            continue
        plain = "".join(letter for letter in row.text if letter.isalnum())
        numbering = (len(plain) < 20 and plain[:6] in "123456789") or plain[:3].upper() in ("ABC", "AB1", "A12", "12A")
        translation = row.text.startswith("(") and row.text.endswith(")")
        if numbering or translation:
            end = row.box.bottom
    return end


def table(page: Page, found: Heads, *, until: float, anchors: frozenset[str]) -> list[Mapping[str, str]]:
    """The rows between the heads and `until`, each from column to text. A line with something in one of the `anchors`
    begins a row; other lines belong to the row that is nearest.
    """
    pieces = [piece for row in rows(page) for piece in row.segments if found.bottom < piece.box.middle[1] < until]
    drafts: list[_Draft] = []
    loose: list[tuple[Row, list[tuple[str, Segment]]]] = []
    for row in gathered(pieces):
        cells = [(column, piece) for piece in row.segments if (column := _column_of(piece, found.columns))]
        if any(column in anchors for column, _ in cells):
            draft = _Draft(row.box.middle[1], row.height_px)
            for column, piece in cells:
                draft.add(column, piece.box.middle[1], piece.text)
            drafts.append(draft)
        elif cells:
            loose.append((row, cells))
    for row, cells in loose:
        _attach(drafts, row, cells)
    return [_texts(draft) for draft in drafts]


def _attach(drafts: Sequence[_Draft], row: Row, cells: Sequence[tuple[str, Segment]]) -> None:
    """A line without numbers goes to the row nearest to it, sooner to the one above."""
    middle = row.box.middle[1]
    near = min(
        drafts,
        key=lambda draft: abs(draft.middle - middle) + (0.3 * draft.height if draft.middle > middle else 0),
        default=None,
    )
    if near is None or abs(near.middle - middle) > _ROW_GAP * max(near.height, row.height_px):
        return
    for column, piece in cells:
        near.add(column, middle, piece.text)


def _texts(draft: _Draft) -> dict[str, str]:
    return {
        column: " ".join(text for _, text in sorted(several, key=lambda each: each[0]))
        for column, several in draft.cells.items()
    }


def _column_of(piece: Segment, columns: Sequence[Column]) -> str:
    """The column that a text overlaps most, or is nearest to, among those that accept it."""
    able = [column for column in columns if column.accepts(piece.text)]
    if not able:
        return ""
    box = piece.box

    def overlap(column: Column) -> float:
        shared = min(box.right, column.right) - max(box.left, column.left)
        return shared if shared > 0 else shared - 1

    return max(able, key=overlap).field
