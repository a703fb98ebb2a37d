"""A page is read: lines are found, read by a line reader and put in order. Knows no file, no kind of paper."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from giong.text.spelling import is_syllable
from giong.vision.layout.arrangement import arranged
from giong.vision.layout.cells import lines_by_cell
from giong.vision.layout.margins import page_numbers
from giong.vision.layout.rules import rules
from giong.vision.leaf import Leaf
from giong.vision.lines import find_lines, reading_order, segments, slant_px
from giong.vision.orientation import turn_of, upright
from giong.vision.page import Block, BlockKind, Line, Page, Word
from giong.vision.recognition.reader import LineReader, Reading
from giong.vision.recognition.syllables import bare
from giong.vision.shapes import Box, Grey, Picture

MARGIN = 0.12
WIDE_MARGIN = 0.22
BESIDE = 0.2
"""What a line's crop gets above and below its box, and at its sides, in its height: hooks and dots stick out."""
SURROUNDINGS = 3
"""Heights of a line around it by which its ground is judged."""

SHORT = 4
UNSURE = 0.35
"""Lines of at most `SHORT` letters that are less sure than this are taken for scratches."""
SURE = 0.7
LOW = 0.45


class PageReader:
    """Reads upright pages. One may serve all threads; the engines are loaded when the first page comes."""

    def __init__(self, reader: LineReader | None = None) -> None:
        self._given = reader
        self._lock = threading.Lock()

    @property
    def _reader(self) -> LineReader:
        with self._lock:
            if self._given is None:
                from giong.vision.recognition.hybrid import load

                self._given = load()
            return self._given

    def read(self, picture: Picture, *, number: int = 1) -> Page:
        """Everything that is written on an upright page, in reading order; a blank one gives a page without blocks."""
        height, width = picture.shape[:2]
        grey = flattened(picture)
        boxes, grey = lines_by_cell(grey, rules(picture), find_lines(grey))
        falls = [slant_px(grey, box) for box in boxes]
        parts = [[box] if fall else segments(grey, box) for box, fall in zip(boxes, falls, strict=True)]
        crops = [crop for line, fall in zip(parts, falls, strict=True) for crop in _crops(grey, line, fall)]
        readings = iter(zip(self._reader.read([crop for crop, _ in crops]), (left for _, left in crops), strict=True))
        found = [_line([next(readings) for _ in line], box) for box, line in zip(boxes, parts, strict=True)]
        usual = float(np.median([line.box.height_px for line in found if line.confidence >= SURE] or [0]))
        lines = [line for line in found if _is_text(line, usual)]
        order = reading_order(
            [line.box for line in lines], [line.text for line in lines], width_px=width, height_px=height
        )
        page = Page(number, width, height, blocks=blocks([lines[place] for place in order], width, height))
        return arranged(page, picture)

    def read_leaf(self, leaf: Leaf) -> Page:
        """A page of a file: what the file itself says of it, or what is read from its picture."""
        if leaf.layer is not None:
            return arranged(leaf.layer, leaf.picture)
        if leaf.picture is None:
            return Page(leaf.number, 0, 0, problem=leaf.problem)
        turn = turn_of(leaf.picture)
        page = self.read(upright(leaf.picture, turn), number=leaf.number)
        return replace(page, turned_deg=90 * turn.quarter_turns, skew_deg=turn.skew_deg)

    def reread(self, picture: Picture, box: Box, *, hint: str = "") -> Reading:
        """A second look at one line of an upright page: several views of it are read and vote. Places in the result
        count from the left of the page.
        """
        near = box.grown(SURROUNDINGS * box.height_px).within(picture.shape[1], picture.shape[0])
        if not near.area_px or not box.within(picture.shape[1], picture.shape[0]).area_px:
            return Reading()
        grey = flattened(near.cut(picture))
        line = Box(box.left - near.left, box.top - near.top, box.right - near.left, box.bottom - near.top)
        tight, wide = _crop(grey, line), _crop(grey, line, margin=WIDE_MARGIN)
        views = [tight, wide, (_sharpened(tight[0]), tight[1])]
        readings = self._reader.read([crop for crop, _ in views], hint=hint)
        return voted([_moved(one, left + near.left) for one, (_, left) in zip(readings, views, strict=True)])


def voted(readings: Sequence[Reading]) -> Reading:
    """The reading whose text has the most belief behind it; the other texts become its alternatives. It is as sure as
    its weakest word, and less where other views say something else.
    """
    belief: dict[str, float] = {}
    for reading in readings:
        if reading.pieces:
            belief[reading.text] = belief.get(reading.text, 0.0) + reading.confidence
    if not belief:
        return readings[0]
    texts = sorted(belief, key=lambda text: belief[text], reverse=True)
    best = max((one for one in readings if one.text == texts[0]), key=lambda one: one.confidence)
    others = dict.fromkeys((*texts[1:], *(text for one in readings for text in one.alternatives)))
    sure = min(piece.confidence for piece in best.pieces) * belief[best.text] / sum(belief.values())
    return replace(best, confidence=sure, alternatives=tuple(text for text in others if text != best.text))


def _moved(reading: Reading, by_px: int) -> Reading:
    pieces = tuple(
        replace(piece, left_px=piece.left_px + by_px, right_px=piece.right_px + by_px) for piece in reading.pieces
    )
    return replace(reading, pieces=pieces)


def _sharpened(grey: Grey) -> Grey:
    blurred = cv2.GaussianBlur(grey, (0, 0), max(1.0, grey.shape[0] / 24))
    return np.asarray(cv2.addWeighted(grey, 2.0, blurred, -1.0, 0.0), np.uint8)


def flattened(picture: Picture) -> Grey:
    """Grey, with the ground evened out to white: shadows and tints go, letters stay."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture, np.uint8)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    around_px = max(3, round(max(small.shape) / 40)) | 1
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), min(around_px, 61))
    ground = cv2.resize(ground, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, ground, scale=255), np.uint8)


def _crops(grey: Grey, parts: Sequence[Box], fall_px: int) -> list[tuple[Grey, int]]:
    """The parts of a line, none with letters of the next one."""
    between = [(one.right + other.left) // 2 for one, other in pairwise(parts)]
    lefts, rights = (0, *between), (*between, grey.shape[1])
    return [
        _crop(grey, part, fall_px=fall_px, limits=limits) for part, *limits in zip(parts, lefts, rights, strict=False)
    ]


def _crop(
    grey: Grey, box: Box, *, margin: float = MARGIN, fall_px: int = 0, limits: Sequence[int] = ()
) -> tuple[Grey, int]:
    """The line with a little around it, made level where it falls; and where its left side lies. It reaches to either
    side no further than the limits.
    """
    above, beside = max(1, round(margin * box.height_px)), max(1, round(BESIDE * box.height_px))
    left, right = limits or (0, grey.shape[1])
    grown = Box(max(left, box.left - beside), box.top - above, min(right, box.right + beside), box.bottom + above)
    inside = grown.within(grey.shape[1], grey.shape[0])
    if not fall_px:
        return np.ascontiguousarray(grey[inside.top : inside.bottom, inside.left : inside.right]), inside.left
    slope = fall_px / max(1, box.width_px)
    sheared = np.array([[1, 0, inside.left], [slope, 1, inside.top - slope * inside.width_px / 2]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (inside.width_px, inside.height_px)
    level = cv2.warpAffine(grey, sheared, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, np.uint8), inside.left


def _line(readings: Sequence[tuple[Reading, int]], box: Box) -> Line:
    """A line of what was read of its parts, each with the place where its crop begins."""
    words = tuple(
        Word(
            piece.text,
            Box(
                min(max(box.left, left_px + piece.left_px), box.right - 1),
                box.top,
                max(box.left + 1, min(box.right, left_px + piece.right_px)),
                box.bottom,
            ),
            piece.confidence,
        )
        for reading, left_px in readings
        for piece in reading.pieces
    )
    letters = max(1, sum(len(word.text) for word in words))
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    return Line(words, box, confidence, readings[0][0].engine if readings else "")


def _is_text(line: Line, usual_px: float) -> bool:
    """Not the strokes of an emblem, a code or a row of dots: those come as odd signs that nobody is sure of, few of
    them or much lower than the lines that are sure.
    """
    if line.confidence < SURE and line.box.height_px < LOW * usual_px:
        return False
    letters = sum(sign.isalnum() for sign in line.text)
    if letters > SHORT or any(len(word.text) > 1 and is_syllable(bare(word.text).lower()) for word in line.words):
        return True
    return letters > 0 and line.confidence >= UNSURE


def blocks(lines: Sequence[Line], width_px: int, height_px: int) -> tuple[Block, ...]:
    """Lines that follow each other closely form a paragraph; page numbers stand by themselves."""
    found: list[list[Line]] = []
    marginal: dict[int, BlockKind] = {}
    numbers = page_numbers(lines, width_px, height_px)
    for place, line in enumerate(lines):
        kind = numbers.get(place)
        if kind is not None:
            marginal[len(found)] = kind
            found.append([line])
        elif found and len(found) - 1 not in marginal and _follows(found[-1][-1].box, line.box):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(Block(tuple(block), marginal.get(place, BlockKind.PARAGRAPH)) for place, block in enumerate(found))


def _follows(above: Box, below: Box) -> bool:
    height = min(above.height_px, below.height_px)
    apart = below.top - above.bottom
    side = min(above.right, below.right) - max(above.left, below.left)
    return -height < apart < 0.8 * height and side > 0
