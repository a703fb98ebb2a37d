"""A machine-readable zone is found on a page by the shape of its lines, and read twice. Knows no kind of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from giong.documents.document import Candidate, Origin
from giong.documents.kind import Paper
from giong.documents.mrz.lookalikes import FILLER, plain
from giong.documents.mrz.zone import Mrz, best, worth
from giong.vision.page import Line, Page
from giong.vision.shapes import Box, around

_LONG = 20
_SHORTEST_READ = 8
_ROW_GAP = 2.4
"""The lines of a zone are never further apart than this many of their heights."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one base line: parts of a zone's line are often found apart."""

    text: str
    box: Box

    @property
    def is_zone(self) -> bool:
        """Whether it is written as a zone is: long, in capitals and digits, with fillers or many digits."""
        signs = plain(self.text)
        small = sum(char.islower() for char in self.text)
        digits = sum(char.isdigit() for char in signs)
        return (
            len(signs) >= _LONG
            and small <= 0.2 * len(signs)
            and (signs.count(FILLER) >= 2 or digits >= 12)
            and len(signs) >= 0.8 * len(self.text.replace(" ", ""))
            and self.text.count(" ") <= 0.2 * len(signs)
        )


def _rows(page: Page) -> list[_Row]:
    rows: list[list[Line]] = []
    for line in sorted(page.lines, key=lambda line: line.box.middle[1]):
        if rows and _beside(rows[-1][-1].box, line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(sorted(row, key=lambda line: line.box.left)) for row in rows]


def _row(lines: Sequence[Line]) -> _Row:
    return _Row(" ".join(line.text for line in lines), around(line.box for line in lines))


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.6 * min(one.height_px, other.height_px) and not (
        one.left < other.right and other.left < one.right
    )


def _windows(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """Two or three rows that follow each other closely and of which the most are written as a zone is."""
    for size in (3, 2):
        for at in range(len(rows) - size + 1):
            window = rows[at : at + size]
            near = all(
                below.box.middle[1] - above.box.middle[1] <= _ROW_GAP * max(above.box.height_px, below.box.height_px)
                for above, below in pairwise(window)
            )
            if near and sum(row.is_zone for row in window) >= size - 1 and all(map(_is_readable, window)):
                yield window


def _is_readable(row: _Row) -> bool:
    return len(plain(row.text)) >= _SHORTEST_READ


def read(paper: Paper) -> Mrz | None:
    """The zone on a paper, with the boxes of its lines; looked at twice where the paper allows it."""
    found = [zone for at in range(len(paper.pages)) for zone in _on_page(paper, at)]
    return max(found, key=worth, default=None)


def glimpsed(paper: Paper) -> Mrz | None:
    """The zone as the page was read, without a second look: whether there is one, and of which form."""
    return read(replace(paper, again=None))


def _on_page(paper: Paper, at: int) -> Iterator[Mrz]:
    for window in _windows(_rows(paper.pages[at])):
        whole = around(row.box for row in window)
        boxes = tuple(replace(row.box, left=whole.left, right=whole.right) for row in window)
        readings = [_readings(paper, at, row, box) for row, box in zip(window, boxes, strict=True)]
        zone = best(readings)
        if zone is not None:
            yield replace(zone, boxes=boxes)


def _readings(paper: Paper, at: int, row: _Row, box: Box) -> list[str]:
    """What the line may be: as looked at again, then as the page was read."""
    texts = [row.text]
    if paper.again is not None and at < len(paper.pictures):
        again = paper.again(paper.pictures[at], box, hint="mrz")
        texts = [again.text, *again.alternatives[:2], row.text]
    return [text for text in dict.fromkeys(texts) if text]


def candidate(zone: Mrz, name: str, value: str, *, page: int = 1) -> Candidate:
    """A value of the zone for weighing against what is printed."""
    place = zone.layout.fields[name]
    boxes = zone.boxes[place.line : place.line + 1]
    return Candidate(value, zone.data[name].text, zone.trust(name), Origin.MRZ, page, boxes)
