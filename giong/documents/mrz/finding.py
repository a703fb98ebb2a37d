"""A machine-readable zone is found on a page by the shape of its lines, and read twice. Knows no kind of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from giong.documents.document import Candidate, Origin
from giong.documents.kind import Paper
from giong.documents.mrz.lookalikes import plain
from giong.documents.mrz.zone import Mrz, best, worth
from giong.vision.page import Line, Page
from giong.vision.shapes import Box, around

_LONG = 20
_LONG_WORD = 13
_SHORTEST = 8
"""Of a line of a zone that was hardly read, its fillers least of all."""
_ROW_GAP = 3.4
"""The lines of a zone are never further apart than this many of their heights: 6.35 mm by 2.4 mm in print."""
_WINDOWS_READ = 2
"""So many places are looked at again where nothing was made out at first."""
_SURE_OF_NAMES = 0.5


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one base line: parts of a zone's line are often found apart."""

    text: str
    box: Box

    @property
    def signs(self) -> str:
        return plain(self.text)

    @property
    def is_data(self) -> bool:
        """Whether it is written as those lines of a zone are that hold figures: long, in long words, without small
        letters but for those as which fillers are read.
        """
        signs = self.signs
        small = sum(map(str.islower, self.text))
        return (
            len(signs) >= _LONG
            and small <= 0.35 * len(signs)
            and sum(map(str.isdigit, signs)) >= 8
            and max(map(len, self.text.split())) >= _LONG_WORD
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


def _windows(rows: Sequence[_Row]) -> list[Sequence[_Row]]:
    """Two or three rows that follow each other closely, with lines of figures among them, the likeliest first."""
    found = []
    for size in (3, 2):
        for at in range(len(rows) - size + 1):
            window = rows[at : at + size]
            near = all(
                below.box.middle[1] - above.box.middle[1] <= _ROW_GAP * max(above.box.height_px, below.box.height_px)
                for above, below in pairwise(window)
            )
            data = [row.is_data for row in window]
            if near and (any(data[:2]) if size == 3 else data[1]):
                found.append((sum(data), window))
    return [window for _, window in sorted(found, key=lambda pair: pair[0], reverse=True)]


def read(paper: Paper) -> Mrz | None:
    """The zone on a paper, with the boxes of its lines; looked at twice where the paper allows it."""
    found = [zone for at in range(len(paper.pages)) for zone in _on_page(paper, at)]
    return max(found, key=worth, default=None)


def glimpsed(paper: Paper) -> Mrz | None:
    """The zone on the first page as it was read, without a second look: whether there is one, and of which form."""
    return read(replace(paper, pages=paper.pages[:1], again=None))


def _on_page(paper: Paper, at: int) -> Iterator[Mrz]:
    windows = _windows([row for row in _rows(paper.pages[at]) if len(row.signs) >= _SHORTEST])
    first = [(best([[row.text] for row in window]), window) for window in windows]
    likeliest = sorted(first, key=lambda pair: worth(pair[0]) if pair[0] else _NOTHING, reverse=True)
    for zone, window in likeliest[: 1 if any(zone for zone, _ in first) else _WINDOWS_READ]:
        boxes = _boxes(window)
        if paper.again is not None and at < len(paper.pictures) and not (zone and _is_sure(zone)):
            zone = best([_readings(paper, at, row, box) for row, box in zip(window, boxes, strict=True)])
        if zone is not None:
            yield replace(zone, boxes=boxes)


_NOTHING = (False, 0, 0.0)


def _is_sure(zone: Mrz) -> bool:
    return zone.proven and zone.doubt <= _SURE_OF_NAMES


def _boxes(window: Sequence[_Row]) -> tuple[Box, ...]:
    """Of the lines, all as wide as the widest: what is not found of a line is its fillers."""
    whole = around(row.box for row in window)
    return tuple(replace(row.box, left=whole.left, right=whole.right) for row in window)


def _readings(paper: Paper, at: int, row: _Row, box: Box) -> list[str]:
    """What the line may be: as the page was read, then as looked at again."""
    texts = [row.text]
    if paper.again is not None:
        again = paper.again(paper.pictures[at], box, hint="mrz")
        texts += [again.text, *again.alternatives[:2]]
    return [text for text in dict.fromkeys(texts) if text]


def candidate(zone: Mrz, name: str, value: str, *, page: int = 1) -> Candidate:
    """A value of the zone for weighing against what is printed."""
    place = zone.layout.fields[name]
    boxes = zone.boxes[place.line : place.line + 1]
    return Candidate(value, zone.data[name].text, zone.trust(name), Origin.MRZ, page, boxes)
