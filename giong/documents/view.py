"""A paper cut out of its picture, flat and upright, in the size in which it is read; and the codes on it. Reads no
text and knows no kind.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np

from giong.documents.kind import Shape
from giong.vision import barcode, ground, orientation, paper, quality
from giong.vision.orientation import Turn
from giong.vision.page import Barcode, Line, Page
from giong.vision.paper import Found
from giong.vision.quality import Quality
from giong.vision.shapes import Box, Picture, Quad

ASPECTS = {Shape.CARD: paper.CARD, Shape.BOOKLET: paper.PASSPORT, Shape.SHEET: paper.SHEET}
CARD_WIDTH_PX = 1250
"""A card is brought to this width: small print is then some 20 pixels high, and more only takes longer."""
SHEET_SIDE_PX = 2400
"""The longer side of a page that is read; more makes it slower and no better."""
FLAT_LEVELS = 24
"""A page whose tones lie closer together than this, of 255, is blank."""
LIT_LEVEL = 100
_SURE = 0.85
"""An outline found for any paper is asked no further from this confidence on."""
_SLIGHT = 0.01
"""Less of an outline outside the picture may be the roundness of its corners."""
_CLEARLY = 0.8
"""From this confidence on an outline is beyond doubt."""
_WHOLE = 0.35
"""An outline of no more confidence is that of the picture."""
_STRAY = (0.65, 0.2)
"""One below this confidence and this share of the picture is nothing."""
_AT_SIDE = 0.005
"""Print so close to a side, in the width, is cut off there; a corner so close to a side of the picture lies on it."""
_READ, _FEW = 0.6, 5
"""Lines less sure than this, or of fewer letters, may be anything."""
_CARD_RATIOS = (1.49, 1.75)
_STRIP_RATIO = 1.9
_FINER = 1.4
"""Codes are looked for once more where the picture is finer than the view by this much."""
_FINEST = 2.0


_UPRIGHT = Turn()


@dataclass(frozen=True, slots=True)
class View:
    """`complete` says whether all corners were in the picture; `quad` is where it was, None for the whole picture;
    `confidence` how sure that outline is; `ratio` is the width by the height of what is in the picture, 0 where nobody
    knows, `beyond` the share of the outline that is not, and `surrounded` whether there is ground on all its sides.
    """

    picture: Picture
    quality: Quality
    shape: Shape
    complete: bool = True
    turn: Turn = _UPRIGHT
    quad: Quad | None = None
    confidence: float = 0.0
    ratio: float = 0.0
    beyond: float = 0.0
    surrounded: bool = False

    @property
    def is_outlined(self) -> bool:
        """Whether edges of a paper were seen in the picture."""
        return self.confidence > _WHOLE

    @property
    def is_clearly_outlined(self) -> bool:
        """Whether there is no doubt about them."""
        return self.confidence >= _CLEARLY

    @property
    def turned_deg(self) -> int:
        return self.turn.quarter_turns * 90 % 360

    @property
    def is_blank(self) -> bool:
        """Whether nearly nothing is drawn on it, in light enough to see it."""
        grey = self.picture[::4, ::4].mean(axis=2)
        dark, light = np.percentile(grey, (0.5, 99.5))
        return bool(light - dark < FLAT_LEVELS and light > LIT_LEVEL)

    def missing(self, shape: Shape) -> float:
        """The share of a paper of this shape that is not in the picture: what its outline says, or its proportions
        where the picture ends before the paper.
        """
        if self.complete or self.beyond > _SLIGHT or not self.ratio or shape not in ASPECTS:
            return self.beyond
        seen, whole = max(self.ratio, 1 / self.ratio), max(ASPECTS[shape], 1 / ASPECTS[shape])
        return 1 - min(seen / whole, whole / seen)

    @property
    def scale(self) -> float:
        """Pixels of the picture in one of the view's."""
        return float(max(self.quality.width_px, self.quality.height_px) / max(self.picture.shape[:2]))

    def on_its_head(self) -> View:
        """The same the other way up."""
        turned = np.ascontiguousarray(self.picture[::-1, ::-1])
        return replace(self, picture=turned, turn=replace(self.turn, quarter_turns=(self.turn.quarter_turns + 2) % 4))


def view_of(picture: Picture, shape: Shape | None) -> View:
    """The paper in a photo or scan; `shape` is that of the kind that is wanted, None where nobody knows."""
    found = _found(picture, shape)
    if found is not None and found.confidence < _SURE and ground.goes_on_beyond(picture, found.quad):
        found = None
    with ThreadPoolExecutor(1) as beside:
        measured = beside.submit(quality.measure, picture, found)
        view = _cut_out(picture, found, shape)
        return replace(view, quality=measured.result())


def _cut_out(picture: Picture, found: Found | None, shape: Shape | None) -> View:
    if found is None:
        return whole_of(picture, Quality(), shape or Shape.SHEET)
    ratio = _ratio(found.quad, picture)
    seen = shape or _shape(ratio)
    width_px, height_px = _size(found.quad, ratio, seen)
    cut = paper.cut_out(picture, found.quad, width_px=width_px, height_px=height_px)
    view = View(
        cut,
        Quality(),
        seen,
        found.complete,
        quad=found.quad,
        confidence=found.confidence,
        ratio=ratio,
        beyond=_beyond(found.quad, picture),
        surrounded=_is_surrounded(found.quad, picture),
    )
    return _straightened(view)


def _found(picture: Picture, shape: Shape | None) -> Found | None:
    """The outline; where the kind is not known and no outline is clear, the clearest one of a usual shape."""
    if shape is not None:
        return paper.find(picture, aspect=ASPECTS.get(shape))
    found = paper.find(picture)
    if found is not None and found.confidence >= _SURE:
        return found
    others = (paper.find(picture, aspect=aspect) for aspect in (paper.CARD, paper.SHEET))
    best = max((one for one in (found, *others) if one is not None), key=lambda one: one.confidence, default=None)
    stray = best is not None and best.confidence < _STRAY[0] and best.coverage < _STRAY[1]
    return None if stray else best


def whole_of(picture: Picture, measured: Quality, shape: Shape = Shape.SHEET) -> View:
    """All that is in the picture, as if it were the paper."""
    return _straightened(View(_shrunk(picture, SHEET_SIDE_PX), measured, shape))


def codes_of(view: View, picture: Picture) -> tuple[Barcode, ...]:
    """The codes on the paper, boxes in the pixels of the view; a finer picture is asked where the view shows none."""
    found = barcode.barcodes(view.picture)
    if found or view.quad is None:
        return found
    height_px, width_px = view.picture.shape[:2]
    finer = min(_FINEST, max(_sides(view.quad)) / max(width_px, height_px))
    if finer < _FINER:
        return ()
    across, down = (width_px, height_px) if view.turn.quarter_turns % 2 == 0 else (height_px, width_px)
    large = paper.cut_out(picture, view.quad, width_px=round(across * finer), height_px=round(down * finer))
    return tuple(
        replace(code, box=_scaled(code.box, 1 / finer))
        for code in barcode.barcodes(orientation.upright(large, replace(view.turn, skew_deg=0.0)))
    )


def without_codes(page: Page) -> Page:
    """The page without the letters that were seen in its codes."""
    if not page.barcodes:
        return page
    blocks = (
        replace(block, lines=tuple(line for line in block.lines if not _in_code(line, page))) for block in page.blocks
    )
    return replace(page, blocks=tuple(block for block in blocks if block.lines or block.table is not None))


def runs_off(page: Page, view: View) -> bool:
    """Whether print runs into a side of the paper, where that side may be one of the picture."""
    if view.is_outlined and view.complete and view.surrounded:
        return False
    width_px = view.picture.shape[1]
    reach_px = _AT_SIDE * width_px
    return any(
        line.box.left <= reach_px or line.box.right >= width_px - reach_px
        for line in page.lines
        if line.confidence >= _READ and sum(map(str.isalnum, line.text)) >= _FEW
    )


def _in_code(line: Line, page: Page) -> bool:
    return any(line.box.overlap(code.box).area_px > 0.6 * line.box.area_px for code in page.barcodes)


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(round(side * scale) for side in (box.left, box.top, box.right, box.bottom)))


def _straightened(view: View) -> View:
    turn = orientation.turn_of(view.picture)
    return replace(view, picture=orientation.upright(view.picture, turn), turn=turn)


def _ratio(quad: Quad, picture: Picture) -> float:
    """Width by height of the flat paper behind the outline: perspective shortens one side of it."""
    corners = np.array([quad.corners], np.float32)
    return float(np.clip(paper.true_aspect(corners, picture.shape[1], picture.shape[0])[0], 0.05, 20.0))


def _beyond(quad: Quad, picture: Picture) -> float:
    """The share of the outline that lies outside the picture."""
    height_px, width_px = picture.shape[:2]
    frame = np.array([[0, 0], [width_px, 0], [width_px, height_px], [0, height_px]], np.float32)
    inside_px, _ = cv2.intersectConvexConvex(np.array(quad.corners, np.float32), frame)
    return float(np.clip(1 - inside_px / max(quad.area_px, 1.0), 0, 1))


def _is_surrounded(quad: Quad, picture: Picture) -> bool:
    """Whether no corner lies on a side of the picture, or beyond it."""
    height_px, width_px = picture.shape[:2]
    reach_px = _AT_SIDE * width_px
    return all(reach_px < x < width_px - reach_px and reach_px < y < height_px - reach_px for x, y in quad.corners)


def _shape(ratio: float) -> Shape:
    """What the outline looks like: a card where its sides are as those of one, else a sheet."""
    long = max(ratio, 1 / ratio)
    if _CARD_RATIOS[0] <= long <= _CARD_RATIOS[1]:
        return Shape.CARD
    return Shape.STRIP if long > _STRIP_RATIO else Shape.SHEET


def _sides(quad: Quad) -> tuple[float, float]:
    """Mean width and mean height of an outline."""
    a, b, c, d = (np.array(corner) for corner in quad.corners)
    across = float(np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2
    down = float(np.linalg.norm(d - a) + np.linalg.norm(c - b)) / 2
    return across, down


def _size(quad: Quad, ratio: float, shape: Shape) -> tuple[int, int]:
    """How large the paper is drawn: a card at its proportions and always alike, others about as they are in the
    picture.
    """
    if shape in (Shape.CARD, Shape.BOOKLET):
        long, short = CARD_WIDTH_PX, round(CARD_WIDTH_PX / ASPECTS[shape])
        return (long, short) if ratio >= 1 else (short, long)
    across, down = _sides(quad)
    # The side that perspective shortened is drawn as long as the other one says.
    across, down = max(across, down * ratio), max(down, across / ratio)
    scale = min(1.0, SHEET_SIDE_PX / max(across, down, 1.0))
    return max(1, round(across * scale)), max(1, round(down * scale))


def _shrunk(picture: Picture, side_px: int) -> Picture:
    longer = max(picture.shape[:2])
    if longer <= side_px:
        return picture
    scale = side_px / longer
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
