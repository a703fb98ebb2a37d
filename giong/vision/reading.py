"""A page is read: lines are found, read by a line reader and put in order. Knows no file, no kind of paper."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import cv2
import numpy as np

from giong.vision.leaf import Leaf
from giong.vision.lines import find_lines, reading_order
from giong.vision.page import Block, Line, Page, Word
from giong.vision.reader import LineReader, Reading
from giong.vision.shapes import Box, Grey, Picture, around

MARGIN = 0.08
"""What a line's crop gets above and below its box, in its height: hooks and dots stick out."""


class PageReader:
    """Reads upright pages. One may serve all threads; the engines are loaded when the first page comes."""

    def __init__(self, reader: LineReader | None = None) -> None:
        self._given = reader
        self._lock = threading.Lock()

    @property
    def _reader(self) -> LineReader:
        with self._lock:
            if self._given is None:
                from giong.vision.hybrid import load

                self._given = load()
            return self._given

    def read(self, picture: Picture, *, number: int = 1) -> Page:
        """Everything that is written on an upright page, in reading order; a blank one gives a page without blocks."""
        height, width = picture.shape[:2]
        grey = flattened(picture)
        boxes = find_lines(grey)
        crops = [_crop(grey, box) for box in boxes]
        readings = self._reader.read([crop for crop, _ in crops])
        lines = [
            _line(reading, box, left)
            for reading, box, (_, left) in zip(readings, boxes, crops, strict=True)
            if reading.pieces
        ]
        order = reading_order(
            [line.box for line in lines], [line.text for line in lines], width_px=width, height_px=height
        )
        return Page(number, width, height, blocks=_blocks([lines[place] for place in order]))

    def read_leaf(self, leaf: Leaf) -> Page:
        """A page of a file: what the file itself says of it, or what is read from its picture."""
        if leaf.layer is not None or leaf.picture is None:
            return leaf.layer or Page(leaf.number, 0, 0, problem=leaf.problem)
        return self.read(leaf.picture, number=leaf.number)

    def reread(self, picture: Picture, box: Box, *, hint: str = "") -> Reading:
        """A second look at one line of an upright page; places in the result count from the left of `box`."""
        crop, _ = _crop(flattened(picture), box)
        return self._reader.read([crop], hint=hint)[0]


def flattened(picture: Picture) -> Grey:
    """Grey, with the ground evened out to white: shadows and tints go, letters stay."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture, np.uint8)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    around_px = max(3, round(max(small.shape) / 40)) | 1
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), min(around_px, 61))
    ground = cv2.resize(ground, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, ground, scale=255), np.uint8)


def _crop(grey: Grey, box: Box) -> tuple[Grey, int]:
    margin = max(1, round(MARGIN * box.height_px))
    grown = Box(box.left - 2 * margin, box.top - margin, box.right + 2 * margin, box.bottom + margin)
    inside = grown.within(grey.shape[1], grey.shape[0])
    return np.ascontiguousarray(grey[inside.top : inside.bottom, inside.left : inside.right]), inside.left


def _line(reading: Reading, box: Box, left_px: int) -> Line:
    words = tuple(
        Word(
            piece.text,
            Box(
                max(box.left, left_px + piece.left_px),
                box.top,
                max(box.left + 1, min(box.right, left_px + piece.right_px)),
                box.bottom,
            ),
            piece.confidence,
        )
        for piece in reading.pieces
    )
    return Line(words, around([box]), reading.confidence, reading.engine)


def _blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Lines that follow each other closely and begin alike form a paragraph."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _follows(blocks[-1][-1].box, line.box):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return tuple(Block(tuple(block)) for block in blocks)


def _follows(above: Box, below: Box) -> bool:
    height = min(above.height_px, below.height_px)
    apart = below.top - above.bottom
    side = min(above.right, below.right) - max(above.left, below.left)
    return -height < apart < 0.8 * height and side > 0
