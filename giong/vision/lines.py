"""Where the lines of a page are and in which order they are read. Knows nothing of what they say."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.recognition.trueocr import folder
from giong.vision.shapes import Box, Grey, around

LEAST_SIDE_PX = 480
"""Smaller pictures are put on a ground of this size: strokes of letters blown up fivefold are taken for lines."""
STRIP = 3.0
STRIP_PX = 130
"""A picture so many times wider than high, and no higher, is of a single line, whatever the detector finds in it."""

CARD_PX = 1600
CARD_SIDE_PX = 672
SHEET_SIDE_PX = 1024
MOST_SIDE_PX = 2048
SMALL_PX = 9.0
GOOD_PX = 12.0
"""The detector works on pictures brought to a length. On cards of up to `CARD_PX` it loses blurred lines when these are
larger than some 20 of its pixels: at 1,024 it covers 94 % of the fields of bad photographs, at 640 to 800 99.5 %. Where
lines come out lower than `SMALL_PX` they are brought to `GOOD_PX`.
"""

LINES_TO_COMPARE = 5
TALL = 1.35
LONG = 8.0
"""A long line higher than its neighbours by `TALL` is looked at again."""
WIDE_GAP = 1.2
"""A gap of so many heights of the line parts two things that only happen to stand side by side."""
WORD_GAP = 0.3
UNLIKE = 1.35
"""Neighbours whose letters differ in size by this factor are not read in one go: a line is scaled by its tallest."""
BODY = 0.45
"""Rows with at least this share of the fullest row's ink cross the bodies of letters, the others what sticks out."""
LEAST_WIDTH = 1.4
"""Of what is compared by its height, in heights of the line: two or three small letters may be anything."""

DOT = 0.22
DOT_GAP = 0.6
SPECK = 0.6
DOTS = 6
"""So many specks, in heights of the line no larger and no further apart than that, are dots to be filled in."""

SAME_COLUMN = 0.5
"""Lines that share this much of the narrower one's width stand in one column."""

SLANTING = 8.0
SLANT_PARTS = 16
SHARPER = 1.15
"""Lines at least `SLANTING` heights long are straightened where that makes their rows sharper by this factor."""

_lock = threading.Lock()
_engines: list[Any] = []


def find_lines(grey: Grey) -> list[Box]:
    """The lines of an upright page, roughly from top to bottom; none on a blank one."""
    height, width = grey.shape[:2]
    boxes = _found(_on_ground(grey), width, height)
    if boxes and height <= STRIP_PX and width >= STRIP * height:
        return [_strip(grey, boxes)]
    usual = float(np.median([box.height_px for box in boxes])) if len(boxes) >= LINES_TO_COMPARE else np.inf
    lines = [line for box in boxes for line in (_parts(grey, box) if _is_double(box, usual) else [box])]
    return sorted(lines, key=lambda box: (box.top, box.left))


def _found(grey: Grey, width: int, height: int) -> list[Box]:
    side = SHEET_SIDE_PX if max(grey.shape) > CARD_PX else CARD_SIDE_PX
    found, scale = _detected(grey, side)
    if len(found) >= LINES_TO_COMPARE:
        usual = float(np.median(found[:, 3] - found[:, 1]))
        larger = int(min(MOST_SIDE_PX, side * GOOD_PX / max(usual, 1.0))) // 32 * 32
        if usual < SMALL_PX and larger > side:
            found, scale = _detected(grey, larger)
    corners = (
        Box(int(left), int(top), int(np.ceil(right)), int(np.ceil(bottom))).within(width, height)
        for left, top, right, bottom in found[:, :4] / scale
    )
    return [box for box in corners if min(box.width_px, box.height_px) >= 4]


def _detected(grey: Grey, side_px: int) -> tuple[NDArray[np.float32], float]:
    """Left, top, right, bottom and score of lines in the picture brought to this length, and by how much that was."""
    from trueocr.page import decode_lines, det_input

    ink, scale = det_input(grey, side_px)
    return decode_lines(_engine().det.run(None, {"x": ink[None, None]})[0][0]), scale


def _is_double(box: Box, usual_px: float) -> bool:
    """Whether it may be two lines that touch, as they do where a page is bent."""
    return box.height_px > TALL * usual_px and box.width_px > LONG * box.height_px


def _parts(grey: Grey, box: Box) -> list[Box]:
    """The lines in a box as they are found when one looks at it alone."""
    near = box.grown(box.height_px // 2).within(grey.shape[1], grey.shape[0])
    part = grey[near.top : near.bottom, near.left : near.right]
    found = [
        Box(one.left + near.left, one.top + near.top, one.right + near.left, one.bottom + near.top)
        for one in _found(_on_ground(part), near.width_px, near.height_px)
    ]
    inside = [one for one in found if box.top <= one.middle[1] <= box.bottom and one.height_px < 0.9 * box.height_px]
    return inside if len(inside) > 1 else [box]


def _on_ground(grey: Grey) -> Grey:
    height, width = grey.shape[:2]
    if max(height, width) >= LEAST_SIDE_PX:
        return grey
    below, beside = max(0, LEAST_SIDE_PX // 2 - height), LEAST_SIDE_PX - width
    ground = int(np.percentile(grey, 90))
    return np.asarray(cv2.copyMakeBorder(grey, 0, below, 0, beside, cv2.BORDER_CONSTANT, value=ground), np.uint8)


def _strip(grey: Grey, boxes: Sequence[Box]) -> Box:
    """The one line of a strip: from side to side, as high as the tallest that was found."""
    tall = max(boxes, key=lambda box: box.height_px)
    row = around([box for box in boxes if box.top < tall.middle[1] < box.bottom])
    return Box(0, row.top, grey.shape[1], row.bottom)


def segments(grey: Grey, box: Box) -> list[Box]:
    """The parts of a line that are better read one by one: those far apart, and neighbours in unlike sizes of letter.
    Dots to be filled in belong to none. The ground is light, as `reading.flattened` leaves it.
    """
    height = box.height_px
    if height < 8:
        return [box]
    ink = _ink(grey, box)
    if _is_specks(ink):
        return []
    if box.width_px < 3 * height:
        return [box]
    leaders = _leaders(ink)
    if leaders:  # the dots have drawn the box down, away from the marks above the letters
        box = Box(box.left, max(0, box.top - height // 3), box.right, box.bottom)
        ink = _ink(grey, box)
    for left, right in leaders:
        ink[:, left:right] = False
    runs = _runs(np.asarray(ink.any(axis=0), np.bool_), round(WORD_GAP * height))
    parts: list[list[tuple[int, int]]] = []
    for run in runs:
        if parts and not _parted(ink, parts[-1], run, height):
            parts[-1].append(run)
        else:
            parts.append([run])
    if len(parts) < 2 and not leaders:
        return [box]
    return [_segment(ink, box, part[0][0], part[-1][1]) for part in parts]


def _ink(grey: Grey, box: Box) -> NDArray[np.bool_]:
    part = grey[box.top : box.bottom, box.left : box.right]
    threshold, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(part < min(threshold, 200), np.bool_)


def _leaders(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Between which columns dots stand in a row, many and evenly: places to be filled in."""
    height = ink.shape[0]
    _, _, found, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    rows: list[list[tuple[int, int]]] = [[]]
    for left, top, width, tall, _ in sorted(found[1:].tolist()):
        dot = tall <= DOT * height and width <= DOT * height and top + tall > 0.5 * height
        if dot and (not rows[-1] or left - rows[-1][-1][1] <= DOT_GAP * height):
            rows[-1].append((left, left + width))
        elif dot:
            rows.append([(left, left + width)])
        elif rows[-1] and tall > 2 * DOT * height:
            rows.append([])
    return [(row[0][0], row[-1][1]) for row in rows if len(row) >= DOTS]


def _is_specks(ink: NDArray[np.bool_]) -> bool:
    """Whether there are only small marks of one size: a box drawn around dots alone is hardly higher than they are."""
    _, _, found, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    tall = found[1:, cv2.CC_STAT_HEIGHT]
    return len(tall) > 0 and int(tall.max()) <= SPECK * ink.shape[0] and int(np.ptp(tall)) <= 2


def slant_px(grey: Grey, box: Box) -> int:
    """By how many pixels a long line falls from its left end to its right one: by that fall its rows are sharpest."""
    height = box.height_px
    if box.width_px < SLANTING * height:
        return 0
    ink = _ink(grey, box.grown(height // 3).within(grey.shape[1], grey.shape[0]))
    columns = np.array_split(ink, SLANT_PARTS, axis=1)
    profiles = np.stack([part.sum(axis=1, dtype=np.float64) for part in columns])
    falls = np.arange(-height // 2, height // 2 + 1, max(1, height // 16))
    falls = np.append(falls, 0)
    shifts = np.rint(falls[:, None] * (np.arange(SLANT_PARTS) - (SLANT_PARTS - 1) / 2) / SLANT_PARTS).astype(np.intp)
    rows = (np.arange(profiles.shape[1]) + shifts[..., None]) % profiles.shape[1]
    level = np.take_along_axis(profiles[None], rows, axis=2).sum(axis=1)
    sharpness = np.square(np.diff(level, axis=1)).sum(axis=1)
    best = int(sharpness.argmax())
    return int(falls[best]) if sharpness[best] > SHARPER * sharpness[-1] else 0


def _runs(columns: NDArray[np.bool_], gap_px: int) -> list[tuple[int, int]]:
    """Where ink begins and ends, over gaps shorter than `gap_px`."""
    inked = np.flatnonzero(columns)
    if not len(inked):
        return []
    breaks = np.flatnonzero(np.diff(inked) > max(1, gap_px))
    starts = [inked[0], *inked[breaks + 1]]
    ends = [*inked[breaks], inked[-1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]


def _parted(ink: NDArray[np.bool_], before: Sequence[tuple[int, int]], run: tuple[int, int], height: int) -> bool:
    if run[0] - before[-1][1] > WIDE_GAP * height:
        return True
    left = (before[0][0], before[-1][1])
    if min(left[1] - left[0], run[1] - run[0]) < LEAST_WIDTH * height:
        return False
    first, second = _size(ink, left), _size(ink, run)
    return _is_larger(first, second) or _is_larger(second, first)


def _is_larger(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """In both measures: words without ascenders are less high, figures have fuller rows, and yet are no larger."""
    return all(mine > UNLIKE * max(1, theirs) for mine, theirs in zip(one, other, strict=True))


def _size(ink: NDArray[np.bool_], columns: tuple[int, int]) -> tuple[int, int]:
    """How high the ink of these columns is from top to bottom, and how high without ascenders, marks and descenders."""
    top, bottom = _rows(ink, columns)
    body_top, body_bottom = _rows(ink, columns, BODY)
    return bottom - top, body_bottom - body_top


def _rows(ink: NDArray[np.bool_], columns: tuple[int, int], least: float = 0.06) -> tuple[int, int]:
    """Between which rows the ink of these columns lies, of those with at least this share of the fullest one's: without
    specks.
    """
    amount = ink[:, columns[0] : columns[1]].sum(axis=1)
    rows = np.flatnonzero(amount > least * amount.max())
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, ink.shape[0])


def _segment(ink: NDArray[np.bool_], box: Box, left: int, right: int) -> Box:
    top, bottom = _rows(ink, (left, right))
    air = max(1, round(0.08 * (bottom - top)))
    return Box(
        box.left + max(0, left - 2 * air),
        max(box.top, box.top + top - air),
        min(box.right, box.left + right + 2 * air),
        min(box.bottom, box.top + bottom + air),
    )


def reading_order(boxes: Sequence[Box], texts: Sequence[str], *, width_px: int, height_px: int) -> list[int]:
    """Indices of `boxes` in the order in which a person reads them: columns one after the other, tables row by row."""
    corners = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float32).reshape(-1, 4)
    order: list[int] = _engine().reading_order(corners, list(texts), (width_px, height_px))
    return downwards(boxes, order)


def downwards(boxes: Sequence[Box], order: Sequence[int]) -> list[int]:
    """The order, but never a line before one that stands above it in the same column: those wait for it."""
    waits = [{above for above in order if _stands_above(boxes[above], boxes[place])} for place in range(len(boxes))]
    left, result = list(order), list[int]()
    while left:
        following = next(place for place in left if not waits[place])
        left.remove(following)
        result.append(following)
        for others in waits:
            others.discard(following)
    return result


def _stands_above(one: Box, other: Box) -> bool:
    narrower = min(one.width_px, other.width_px)
    shared = min(one.right, other.right) - max(one.left, other.left)
    return one.bottom <= other.middle[1] and one.middle[1] < other.top and shared > SAME_COLUMN * narrower


def _engine() -> Any:
    with _lock:
        if not _engines:
            from trueocr.page import PageEngine

            _engines.append(PageEngine(folder(), threads=2))
        return _engines[0]
