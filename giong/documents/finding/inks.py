"""What is printed in black below seals and signatures: coloured inks are taken out, and a part of the page is read
again. Knows no kind of paper.

Seals are red (Decree 99/2016/NĐ-CP), signatures mostly blue. The brightest of its three colours is light for either
ink, and dark for black alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from giong.documents.finding.labels import Segment, same_row
from giong.documents.kind import Paper
from giong.vision.page import Page, Word
from giong.vision.shapes import Box, Picture, around

_BLACK, _INK = 0.2, 0.62
"""Shares of the paper's light: below the first all is black, above the second a coloured ink or the paper."""
_STROKE = 2.5
"""Line heights; a signature that crosses a name hides no more of it."""
_MOST_LINES = 8
"""A part with more lines than these is no place of a signature."""


def black(picture: Picture) -> Picture:
    """The picture without its coloured inks: what is lighter than dark grey becomes white."""
    brightest = picture.max(axis=2).astype(np.float32)
    shares = brightest / max(1.0, float(np.percentile(brightest, 90)))
    levels = np.clip((shares - _BLACK) / (_INK - _BLACK), 0.0, 1.0) * 255
    return np.ascontiguousarray(np.repeat(levels.astype(np.uint8)[:, :, None], 3, axis=2))


def read_again(paper: Paper, page: Page, part: Box) -> list[Segment]:
    """The lines in a part of a page without its coloured inks, from top to bottom; none where there is no picture."""
    at = paper.pages.index(page) if page in paper.pages else len(paper.pictures)
    if paper.again is None or at >= len(paper.pictures) or not paper.pictures[at].size:
        return []
    from giong.vision.lines import find_lines

    inside = part.within(page.width_px, page.height_px)
    clean = black(inside.cut(paper.pictures[at]))
    if min(clean.shape[:2]) < 8:
        return []
    boxes = _rows(find_lines(np.ascontiguousarray(clean[:, :, 0])))
    if len(boxes) > _MOST_LINES:
        return []
    found = [_segment(paper, clean, box, inside) for box in boxes]
    return sorted((each for each in found if each is not None), key=lambda each: each.box.top)


def _rows(boxes: Sequence[Box]) -> list[Box]:
    """Boxes side by side as one: the strokes of a signature part a name, and nothing else stands beside it."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.left):
        beside = next((at for at, row in enumerate(found) if same_row(row, box) and _is_near(row, box)), None)
        if beside is None:
            found.append(box)
        else:
            found[beside] = around((found[beside], box))
    return found


def _is_near(row: Box, box: Box) -> bool:
    return box.left - row.right <= _STROKE * min(row.height_px, box.height_px)


def _segment(paper: Paper, clean: Picture, box: Box, inside: Box) -> Segment | None:
    if paper.again is None:
        return None
    reading = paper.again(clean, box)
    whole = Box(inside.left + box.left, inside.top + box.top, inside.left + box.right, inside.top + box.bottom)
    words = tuple(Word(piece.text, whole, piece.confidence) for piece in reading.pieces)
    return Segment(words) if words else None
