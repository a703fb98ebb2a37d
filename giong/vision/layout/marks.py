"""What stands on a page besides text: stamps, signatures, portraits, emblems. Knows no kind of paper.

Seals are red rings of a size that is laid down (Decree 99/2016/NĐ-CP), other stamps red frames; a copy without colours
has black rings. Signatures are strokes higher than the lines, mostly blue, in the lower part of a sheet. These are
places to look at, not proofs: nobody's hand is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.page import Line, Mark, MarkKind
from giong.vision.shapes import Box, Picture

SIDE_PX = 720
"""The longer side of the picture in which marks are sought."""
STAMP_SHARE = (0.08, 0.4)
"""Of the shorter side of the page; a seal of 36 mm is 0.17 of A4."""
ROUND = (0.68, 0.88)
"""The convex outline of a ring covers 0.785 of its box."""
FRAMED = 0.5
"""Of the rim of a rectangular stamp that is drawn."""
SOLID = 0.72
PALE = 0.2
SKIN = 0.4
"""By what share of itself red must exceed the other colours, to be ink; more on cards, because faces are reddish."""
BLUE = 16
"""By how much more than the paper's own colour; thin strokes are pale when the picture is made small."""
COLOURLESS = 0.002
"""Of all pixels coloured at most, for the page to be a copy without colours."""
SIGNED_FROM = 0.3
"""Of the height of the page: nobody signs above."""
OF_TEXT = 0.5
SURE_LINE = 0.5

Mask = NDArray[np.uint8]


@dataclass(frozen=True)
class _View:
    """The page made small, its inks as masks; `scale` leads back to the page."""

    rgb: NDArray[np.int16]
    scale: float
    line_px: float
    text: Mask

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])

    @cached_property
    def red(self) -> Mask:
        red, green, blue = (self.rgb[..., at] for at in range(3))
        beyond = red - np.maximum(green, blue)  # × 100 still fits 16 bits
        least = SKIN if self.width > self.height else PALE
        return _mask((beyond > 30) & (red > 90) & (100 * beyond > round(100 * least) * red))

    @property
    def blue(self) -> Mask:
        red, green, blue = (self.rgb[..., at] for at in range(3))
        beyond = blue - red
        return _mask((beyond - np.median(beyond[::4, ::4]) > BLUE) & (blue > green) & (red < 215))

    @property
    def dark(self) -> Mask:
        return _mask(self.rgb.max(axis=2) < 120)

    def onto_page(self, box: Box) -> Box:
        return Box(*(round(side * self.scale) for side in (box.left, box.top, box.right, box.bottom)))


def marks(lines: Sequence[Line], picture: Picture) -> tuple[Mark, ...]:
    """The marks on an upright page whose text lines are these, from top to bottom."""
    if picture.ndim != 3 or min(picture.shape[:2]) < 100:
        return ()
    view = _view(lines, picture)
    found = [*_portraits(view)] if view.width > view.height else []
    stamps = [*_coloured_stamps(view)]
    if not stamps and view.red.mean() < COLOURLESS and view.height > view.width:
        stamps = _black_rings(view)
    found += stamps
    if view.height > view.width:
        found += _signatures(view, [mark.box for mark in stamps])
    placed = (Mark(mark.kind, view.onto_page(mark.box), mark.confidence) for mark in found)
    return tuple(sorted(placed, key=lambda mark: (mark.box.top, mark.box.left)))


def _view(lines: Sequence[Line], picture: Picture) -> _View:
    height, width = picture.shape[:2]
    scale = max(1.0, max(height, width) / SIDE_PX)
    size = (round(width / scale), round(height / scale))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.int16)
    text = np.zeros(small.shape[:2], np.uint8)
    for line in lines:
        if line.confidence >= SURE_LINE and sum(map(str.isalnum, line.text)) > 2:
            box = line.box
            text[
                round(box.top / scale) : round(box.bottom / scale), round(box.left / scale) : round(box.right / scale)
            ] = 1
    heights = [line.box.height_px / scale for line in lines]
    return _View(small, scale, float(np.median(heights)) if heights else SIDE_PX / 60, text)


# ── stamps and emblems ──


def _coloured_stamps(view: _View) -> list[Mark]:
    red = view.red
    side = min(view.width, view.height)
    found = []
    for box, inside in _blobs(red, close_px=max(5, side // 80)):
        width, height = box.width_px, box.height_px
        if not STAMP_SHARE[0] * side <= max(width, height) <= STAMP_SHARE[1] * side or min(width, height) < 0.03 * side:
            continue
        own = red[box.top : box.bottom, box.left : box.right] & inside
        filled = float(own.mean())
        yellow = _yellow_share(view, box)
        if 0.7 < width / height < 1.43 and ROUND[0] < _outline_share(inside) < ROUND[1]:
            if yellow > 0.06:
                found.append(Mark(MarkKind.EMBLEM, box, min(0.95, 0.6 + 3 * yellow)))
            elif filled < SOLID:
                found.append(Mark(MarkKind.STAMP, box, 0.9))
        elif filled < SOLID and width < 5 * height and _rim(own) > FRAMED:
            found.append(Mark(MarkKind.STAMP, box, 0.75))
    return found


def _black_rings(view: _View) -> list[Mark]:
    """Circles in a copy without colours."""
    grey = np.asarray(view.rgb.mean(axis=2), np.uint8)
    side = min(view.width, view.height)
    circles = cv2.HoughCircles(
        cv2.GaussianBlur(grey, (3, 3), 0),
        cv2.HOUGH_GRADIENT_ALT,
        1.5,
        side * 0.15,
        param1=250,
        param2=0.8,
        minRadius=round(side * 0.055),
        maxRadius=round(side * 0.14),
    )
    if circles is None:
        return []
    found = []
    for x, y, radius in np.asarray(circles, np.float32).reshape(-1, circles.shape[-1])[:, :3].tolist():
        box = Box(round(x - radius), round(y - radius), round(x + radius), round(y + radius))
        found.append(Mark(MarkKind.STAMP, box.within(view.width, view.height), 0.6))
    return _outermost(found)


def _outermost(found: Sequence[Mark]) -> list[Mark]:
    """Of rings within each other the widest."""
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: -mark.box.area_px):
        if all(mark.box.overlap(other.box).area_px < 0.5 * mark.box.area_px for other in kept):
            kept.append(mark)
    return kept


def _yellow_share(view: _View, box: Box) -> float:
    part = view.rgb[box.top : box.bottom, box.left : box.right]
    yellow = (part[..., 0] > 130) & (part[..., 1] > 95) & (part[..., 1] - part[..., 2] > 45)
    return float(yellow.mean())


def _outline_share(inside: Mask) -> float:
    """Of its box, what the convex outline covers."""
    points = cv2.findNonZero(inside)
    return float(cv2.contourArea(cv2.convexHull(points))) / inside.size if points is not None else 0.0


def _rim(own: Mask) -> float:
    """How much of the four sides of the box is drawn."""
    deep = max(2, min(own.shape) // 10)
    sides = (own[:deep].any(axis=0), own[-deep:].any(axis=0), own[:, :deep].any(axis=1), own[:, -deep:].any(axis=1))
    return float(min(side.mean() for side in sides))


# ── signatures ──


def _signatures(view: _View, stamps: Sequence[Box]) -> list[Mark]:
    blue = _strokes(view, view.blue, 0.8)
    return blue or _strokes(view, _mask((view.dark > 0) & (view.red == 0)), 0.6, without=stamps)


def _strokes(view: _View, ink: Mask, confidence: float, *, without: Sequence[Box] = ()) -> list[Mark]:
    """Blobs of ink higher than a line that are not the text's own."""
    ink = ink.copy()
    ink[: round(SIGNED_FROM * view.height)] = 0
    for box in without:
        ink[box.top : box.bottom, box.left : box.right] = 0
    if without or confidence < 0.7:
        ink = _mask((ink > 0) & (cv2.dilate(view.text, np.ones((3, 1), np.uint8)) == 0))
    found = []
    for box, inside in _blobs(ink, close_px=max(5, round(0.7 * view.line_px))):
        own = ink[box.top : box.bottom, box.left : box.right] & inside
        text = view.text[box.top : box.bottom, box.left : box.right]
        if box.height_px < 1.5 * view.line_px or box.width_px < 2.2 * view.line_px or box.width_px > 0.6 * view.width:
            continue
        if (
            own.mean() > 0.45
            or own.sum() < 2.5 * view.line_px
            or float((own & text).sum()) > OF_TEXT * float(own.sum())
        ):
            continue
        if min(box.left, view.width - box.right) < 0.02 * view.width or view.height - box.bottom < 0.02 * view.height:
            continue
        found.append(Mark(MarkKind.SIGNATURE, box, confidence))
    return found


# ── portraits ──


def _portraits(view: _View) -> list[Mark]:
    """A part that is all over unlike the paper, higher than wide and without text: the photo on a card."""
    grey = np.asarray(view.rgb.mean(axis=2), np.float32)
    ground = float(np.percentile(grey, 75))
    unlike = _mask(np.abs(grey - ground) > 28)
    size = max(3, round(view.width * 0.012))
    closed = cv2.morphologyEx(unlike, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    core = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((round(view.width * 0.07),) * 2, np.uint8))
    found = []
    for box, inside in _blobs(np.asarray(core, np.uint8), close_px=1):
        text = float(view.text[box.top : box.bottom, box.left : box.right].mean())
        shape = box.height_px / max(1, box.width_px)
        share = box.width_px / view.width
        if 1.0 <= shape <= 1.9 and 0.1 <= share <= 0.4 and text < 0.25 and inside.mean() > 0.5:
            found.append(Mark(MarkKind.PORTRAIT, box, 0.8))
    return sorted(found, key=lambda mark: -mark.box.area_px)[:1]


def _blobs(mask: Mask, *, close_px: int) -> list[tuple[Box, Mask]]:
    """What hangs together when gaps of `close_px` are closed: its box, and where in the box it is."""
    stroke = np.ones((close_px, close_px), np.uint8)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, stroke) if close_px > 1 else mask
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(closed, np.uint8), connectivity=8)
    found = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area >= 30 and min(width, height) >= 5:
            inside = _mask(labels[top : top + height, left : left + width] == label)
            found.append((Box(left, top, left + width, top + height), inside))
    return found


def _mask(where: NDArray[np.bool_]) -> Mask:
    return np.asarray(where, np.uint8)
