"""The paper in a picture: where its four corners are, and the paper cut out flat. Knows no kind of paper."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from giong.vision import outlines, sides
from giong.vision.shapes import Picture, Quad
from giong.vision.sides import Floats

THUMBNAIL_PX = 512
REFINING_PX = 1280
CARD, PASSPORT, SHEET = 1.586, 1.42, 0.707
"""Width by height: ISO/IEC 7810 ID-1, ID-3, and A4 upright."""


@dataclass(frozen=True, slots=True)
class Found:
    """A paper's outline, in the pixels of the picture. `coverage` is its share of the picture; not `complete` when a
    corner lies outside it; `confidence` from 0 to 1 says how well the outline stands on edges.

    The first corner is the top left when the paper lies at most a quarter turn from upright: whether it stands on its
    head only its text can say (`orientation`).
    """

    quad: Quad
    coverage: float
    complete: bool
    confidence: float


def find(picture: Picture, *, aspect: float | None = None) -> Found | None:
    """The outline of the paper; `aspect` is its width by its height when upright, where that is known."""
    height_px, width_px = picture.shape[:2]
    middle = _shrunk(picture, REFINING_PX)
    lab = sides.colours(_shrunk(middle, THUMBNAIL_PX))
    quads = outlines.proposals(lab)
    best, score = _best(lab, quads, aspect)
    whole = _whole(width_px, height_px, aspect)
    if best is None or score < LEAST_SCORE:
        return whole
    if whole is not None and score < SURE_SCORE and cv2.contourArea(best) < SMALL_SHARE * lab.shape[0] * lab.shape[1]:
        return whole
    scale = middle.shape[1] / lab.shape[1]
    fine = sides.refined(middle, _scaled(best, scale), reach_px=5 * scale)
    corners = _scaled(fine, width_px / middle.shape[1])
    return _found(_ordered(corners, aspect), width_px, height_px, score)


LEAST_SCORE = 0.45
SURE_SCORE = 0.7
FILLED = 0.85
"""Of the picture under the paper: a scan, cut close."""
SMALL_SHARE = 0.25
"""In a picture that itself has the shape of the paper, an unsure outline of a smaller share is something on it."""
ROUGH_SAMPLES = 6
PROMISING = 240
FINALISTS = 120
LEADERS = 24
STRETCHES = np.linspace(0.55, 1.7, 47, dtype=np.float32)
"""Of the sides beside one that is moved."""
CLEAR, CLEAR_WORTH = 0.95, 0.8
"""From which support on a side is clear; and what four of them are worth, whatever is printed around them."""
LARGE = 0.2
"""Of the picture: frames of portraits and codes are smaller."""
SPILLED = 0.35
"""What an outline loses beyond one side of which as much is printed as within."""
OVERRUN = 0.5
"""What an outline loses whose edges all go on beyond its corners."""
USUAL = 0.2
"""What an outline loses whose proportions are those of no usual paper, where none is asked for: less than half
of what one of another shape than was asked for loses."""
SEEN_ALL = 0.5
"""Of that, what is forgiven to an outline whose four sides all stand on edges."""
BORDER_SUPPORT = 0.35
"""What a side is worth that runs along the border of the picture: nothing can be seen of it."""


def _best(lab: Floats, quads: Floats, aspect: float | None) -> tuple[Floats | None, float]:
    """The best outline, after a rough look at all, a close one at the best of them, and one more with their weakest
    sides moved: an edge that can hardly be seen is in no proposal."""
    if not len(quads):
        return None, 0.0
    grain = sides.grain(lab)
    quads = _promising(lab, quads, aspect, grain=grain)
    score = _scores(lab, quads, aspect, grain=grain)
    leaders = quads[np.argsort(-score, kind="stable")[:LEADERS]]
    moved = _with_side_moved(leaders, sides.support(lab, leaders, grain=grain))
    moved = _promising(lab, moved, aspect, grain=grain)
    quads = np.concatenate([quads, moved])
    score = np.concatenate([score, _scores(lab, moved, aspect, grain=grain)])
    last = np.argsort(-score, kind="stable")[:FINALISTS]
    fine = sides.fineness(lab)
    cut_off = 1 - SPILLED * sides.spilled(fine, quads[last])
    ended = 1 - OVERRUN * sides.overrun(lab, quads[last], grain=grain)
    weighed = score[last] * sides.print_within(fine, quads[last]) * cut_off * ended
    best = last[int(np.argmax(weighed))]
    return quads[best], max(float(min(1.0, weighed.max())), _clear(lab, quads[best], float(score[best]), grain=grain))


def _clear(lab: Floats, quad: Floats, score: float, *, grain: float) -> float:
    """What an outline is worth by its sides alone: a paper all of whose edges are seen is one on a checked cloth too,
    where more is "printed" beyond it than within.
    """
    seen = bool((sides.support(lab, quad[None], grain=grain) >= CLEAR).all())
    large = float(_areas(quad[None])[0]) >= LARGE * lab.shape[0] * lab.shape[1]
    return CLEAR_WORTH * score if seen and large else 0.0


def _promising(lab: Floats, quads: Floats, aspect: float | None, *, grain: float) -> Floats:
    """Those worth a close look, by a rough one."""
    rough = _scores(lab, quads, aspect, grain=grain, samples=ROUGH_SAMPLES)
    return quads[np.argsort(-rough, kind="stable")[:PROMISING]]


def _with_side_moved(quads: Floats, support: Floats) -> Floats:
    """Each quad with its weakest side moved in and out along its neighbours."""
    weakest = np.nan_to_num(support, nan=0.0).argmin(axis=1)
    order = (weakest[:, None] + np.arange(4)) % 4
    near, far, after, before = np.moveaxis(np.take_along_axis(quads, order[..., None], axis=1), 1, 0)
    stretch = STRETCHES[:, None, None]
    ends = before + stretch * (near - before), after + stretch * (far - after)
    kept = np.broadcast_to(after, ends[0].shape), np.broadcast_to(before, ends[0].shape)
    return np.stack([*ends, *kept], axis=2).reshape(-1, 4, 2)


def _scores(lab: Floats, quads: Floats, aspect: float | None, *, grain: float, samples: int = sides.SAMPLES) -> Floats:
    height, width = lab.shape[:2]
    held = sides.support(lab, quads, grain=grain, samples=samples)
    # A hand, a shadow or a ground of the same colour may hide one side; three good ones make a paper.
    ranked = np.sort(np.where(np.isnan(held), BORDER_SUPPORT, held), axis=1)
    seen = 0.8 * ranked[:, 1:].mean(axis=1) + 0.2 * ranked[:, 0]
    # Proportions are a hint where a side cannot be seen; where all can, there is less to guess.
    shape = 1 - (1 - _shape(quads, aspect, width, height)) * (1 - SEEN_ALL * ranked[:, 0])
    # Frames and portraits printed on a paper stand on good edges too, but are small.
    size = 0.65 + 0.35 * np.minimum(1.0, np.sqrt(np.abs(_areas(quads)) / (0.3 * width * height)))
    result: Floats = (seen * shape * size).astype(np.float32)
    return result


def _shape(quads: Floats, aspect: float | None, width: int, height: int) -> Floats:
    """What the proportions of the flat paper are worth, up to 1: the asked for ones, else those of usual papers.

    Receipts and cuttings have any: where none are asked for, usual ones only tip the scales.
    """
    seen = true_aspect(quads, width, height)
    if aspect is not None:
        asked: Floats = 0.55 + 0.45 * _fit(seen, aspect)
        return asked
    usual: Floats = 1 - USUAL + USUAL * np.max([_fit(seen, paper) for paper in (CARD, PASSPORT, SHEET)], axis=0)
    return usual


def _fit(seen: Floats, aspect: float) -> Floats:
    """How well a paper of the one proportions could be one of the other, either way up."""
    off = np.minimum(np.abs(np.log(seen / aspect)), np.abs(np.log(seen * aspect)))
    result: Floats = np.exp(-((off / 0.13) ** 2) / 2).astype(np.float32)
    return result


def true_aspect(quads: Floats, width: int, height: int) -> Floats:
    """Width by height of the flat paper behind each quad, for a camera that looks at the middle of the picture.

    The homography of the unit square is K [r1·w, r2·h, t] (Zhang, "A flexible new technique for camera calibration",
    2000); with the focal length of common phones w / h follows from the lengths of its first columns.
    """
    focal = 0.85 * max(width, height)
    p = quads.astype(np.float64) - np.array([width / 2, height / 2])
    # The closed form of the unit square's homography (Heckbert, "Fundamentals of Texture Mapping", 1989).
    d1, d2, s = p[:, 1] - p[:, 2], p[:, 3] - p[:, 2], p[:, 0] - p[:, 1] + p[:, 2] - p[:, 3]
    denominator = d1[:, 0] * d2[:, 1] - d2[:, 0] * d1[:, 1]
    denominator = np.where(np.abs(denominator) < 1e-9, 1e-9, denominator)
    g = (s[:, 0] * d2[:, 1] - d2[:, 0] * s[:, 1]) / denominator
    h = (d1[:, 0] * s[:, 1] - s[:, 0] * d1[:, 1]) / denominator
    across = p[:, 1] - p[:, 0] + g[:, None] * p[:, 1]
    down = p[:, 3] - p[:, 0] + h[:, None] * p[:, 3]
    wide = np.sqrt((across**2).sum(axis=1) / focal**2 + g**2)
    high = np.sqrt((down**2).sum(axis=1) / focal**2 + h**2)
    result: Floats = (wide / np.maximum(high, 1e-9)).astype(np.float32)
    return result


def _ordered(corners: Floats, aspect: float | None) -> Floats:
    """Clockwise from the corner that is top left when the paper is turned as little as can be, long sides where
    `aspect` has them."""
    starts = [np.roll(corners, -shift, axis=0) for shift in range(4)]
    if aspect is not None:
        starts = [start for start in starts if (_ratio(start) >= 1) == (aspect >= 1)] or starts
    return max(starts, key=lambda start: float((start[1] - start[0])[0] + (start[2] - start[3])[0]))


def _ratio(corners: Floats) -> float:
    lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float((lengths[0] + lengths[2]) / max(lengths[1] + lengths[3], 1e-6))


def _found(corners: Floats, width_px: int, height_px: int, score: float) -> Found:
    slack = 0.01 * max(width_px, height_px)
    inside = (
        (corners[:, 0] > -slack)
        & (corners[:, 0] < width_px + slack)
        & (corners[:, 1] > -slack)
        & (corners[:, 1] < height_px + slack)
    )
    quad = _quad(corners)
    coverage = min(1.0, quad.area_px / (width_px * height_px))
    # A side along the picture's border is where the picture ends, not the paper: unless the paper fills it.
    ended = coverage < FILLED and _runs_along_border(corners, width_px, height_px, slack)
    return Found(quad, coverage, bool(inside.all()) and not ended, score)


def _runs_along_border(corners: Floats, width_px: int, height_px: int, slack: float) -> bool:
    """Whether two neighbouring corners lie on, or beyond, the same border of the picture."""
    beyond = np.stack(
        [
            corners[:, 0] < slack,
            corners[:, 1] < slack,
            corners[:, 0] > width_px - 1 - slack,
            corners[:, 1] > height_px - 1 - slack,
        ]
    )
    return bool((beyond & np.roll(beyond, -1, axis=1)).any())


def _whole(width_px: int, height_px: int, aspect: float | None) -> Found | None:
    """The picture itself, where it has the shape of the paper: a scan, or a picture that was cut already."""
    if aspect is None:
        return None
    shape = width_px / height_px
    if min(abs(np.log(shape / aspect)), abs(np.log(shape * aspect))) > 0.13:
        return None
    corners = np.array([[0, 0], [width_px, 0], [width_px, height_px], [0, height_px]], np.float32)
    return Found(_quad(_ordered(corners, aspect)), 1.0, True, 0.3)


def cut_out(picture: Picture, quad: Quad, *, width_px: int, height_px: int) -> Picture:
    """The paper within the quad, flat, at the given size. What lies outside the picture is its border, repeated."""
    corners = np.asarray(quad.corners, np.float32)
    reduce = float(np.sqrt(quad.area_px / max(1, width_px * height_px)))
    source = picture
    if reduce > 1.5:
        # Shrinking needs an average over the pixels that become one; warping alone would pick single ones.
        smaller = cv2.resize(picture, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA)
        source = np.asarray(smaller, np.uint8)
        corners = corners * np.array(
            [source.shape[1] / picture.shape[1], source.shape[0] / picture.shape[0]], np.float32
        )
    target = np.array([[0, 0], [width_px, 0], [width_px, height_px], [0, height_px]], np.float32)
    homography = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(
        source, homography, (width_px, height_px), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, dtype=np.uint8)


def _shrunk(picture: Picture, longest_px: int) -> Picture:
    scale = longest_px / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _scaled(corners: Floats, scale: float) -> Floats:
    # Pixels are counted by their middles.
    result: Floats = ((corners + 0.5) * scale - 0.5).astype(np.float32)
    return result


def _quad(corners: Floats) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return Quad((a, b, c, d))


def _areas(quads: Floats) -> Floats:
    following = np.roll(quads, -1, axis=1)
    result: Floats = (quads[..., 0] * following[..., 1] - following[..., 0] * quads[..., 1]).sum(axis=1) / 2
    return result
