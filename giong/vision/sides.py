"""How well the sides of an outline stand on edges of the picture, and where those edges exactly are. Knows no paper.

An edge of a paper is a change of colour that is the same all along it, which the grain of a table is not: a side's
support is the share of its length where the colours differ across it, in the direction in which they mostly do.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.shapes import Picture

Floats = NDArray[np.float32]
SAMPLES = 28
"""Places along a side that are looked at."""
ENDS = 0.05
"""Share of a side left out at each end: corners are round, and lines end early there."""
STEP_PX = 2.5
"""How far inside and outside colours are compared, in a picture of about 512 pixels."""
BEYOND_PX = 8.0
SHADOW_PX = 5.0
"""How far inside, and outside, the colours must still differ. Outside less: the shadow of a card on a pale ground fades
from its edge on, while a drawn line is past."""
LEAST_CHANGE = 1.5
"""In units of CIELAB, of which a trained eye sees 1 to 2."""


def colours(picture: Picture) -> Floats:
    """The picture in CIELAB as if exposed well, lightly smoothed; more so where darkness leaves more noise."""
    bright = max(float(np.percentile(picture[::4, ::4].max(axis=2), 98)), 12.0)
    soft = cv2.GaussianBlur(picture, (0, 0), 1.0 if bright > 100 else 1.6)
    return _lab(soft.astype(np.float32) * (1.0 / bright))


def _lab(lit: Floats) -> Floats:
    return np.asarray(cv2.cvtColor(np.minimum(lit, 1.0), cv2.COLOR_RGB2LAB), dtype=np.float32)


def grain(lab: Floats) -> float:
    """How much colours usually differ over the distance at which sides are judged."""
    step = round(2 * STEP_PX)
    across = _length(lab[::3, step::3] - lab[::3, :-step:3])
    down = _length(lab[step::3, ::3] - lab[:-step:3, ::3])
    return float(np.median(across) + np.median(down)) / 2


def _length(vectors: Floats) -> Floats:
    """Of the vectors in the last axis."""
    return np.asarray(np.sqrt(np.einsum("...i,...i->...", vectors, vectors)), np.float32)


def support(lab: Floats, quads: Floats, *, grain: float, samples: int = SAMPLES) -> Floats:
    """For each of N quads (N × 4 × 2, clockwise) what share of each side stands on an edge; NaN outside the picture."""
    points, outward = _along(quads, samples)
    change, known = _change(lab, points - STEP_PX * outward, points + STEP_PX * outward)
    beyond, _ = _change(lab, points - BEYOND_PX * outward, points + SHADOW_PX * outward)
    size = _length(change)
    floor = max(LEAST_CHANGE, 1.2 * grain)
    usual = np.median(change, axis=2, keepdims=True)
    usual_size = np.maximum(_length(usual), 1e-6)
    alike = np.einsum("qspc,qsoc->qsp", change, usual) > 0.6 * size * usual_size
    # Across a drawn line colours are the same again a little further on, across an edge they are not.
    lasting = np.einsum("qspc,qsoc->qsp", beyond, usual) > 0.35 * usual_size**2
    held = (alike & lasting & (size > floor)).sum(axis=2) / np.maximum(known.sum(axis=2), 1)
    # A side whose changes point everywhere has a small median: grain, not an edge.
    coherent = np.clip(usual_size[..., 0] / (0.5 * floor + 0.5 * np.median(size, axis=2)), 0, 1)
    result: Floats = np.where(known.mean(axis=2) > 0.4, held * coherent, np.nan).astype(np.float32)
    return result


def overrun(lab: Floats, quads: Floats, *, grain: float) -> Floats:
    """How much of each quad's edges, from 0 to 1, goes on beyond its corners: a paper's end there, while the stripes of
    a cloth, the rules of a table and the edge of a paper that is cut through do not.
    """
    points, outward = _along(quads, SAMPLES)
    usual = np.median(_change(lab, points - STEP_PX * outward, points + STEP_PX * outward)[0], axis=2, keepdims=True)
    usual_size = np.maximum(_length(usual), max(LEAST_CHANGE, 1.2 * grain))
    begins, ends = quads[:, :, None], np.roll(quads, -1, axis=1)[:, :, None]
    share = np.asarray(OVERRUNS, np.float32)[:, None]
    beyond = np.concatenate([begins - share * (ends - begins), ends + share * (ends - begins)], axis=2)
    change, known = _change(lab, beyond - STEP_PX * outward[:, :, :1], beyond + STEP_PX * outward[:, :, :1])
    along = np.einsum("qspc,qsoc->qsp", change, usual) / usual_size**2
    goes_on = (known & (along > GOES_ON)).sum(axis=2) / np.maximum(known.sum(axis=2), LEAST_KNOWN)
    result: Floats = goes_on.mean(axis=1).astype(np.float32)
    return result


OVERRUNS = (0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16)
"""How far beyond a corner an edge is looked for, in the length of its side."""
LEAST_KNOWN = 3
"""Of these places, how many must lie in the picture to say anything."""
GOES_ON = 0.5
"""Of the change of colour across a side, what is the same edge beyond its end."""


def fineness(lab: Floats) -> Floats:
    """How much fine structure there is at each place, as of print."""
    light = lab[..., 0]
    slope = np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1))
    return np.asarray(np.clip(slope - 2 * np.median(slope), 0, 40), np.float32)


def print_within(fine: Floats, quads: Floats) -> Floats:
    """How much denser fine structure is inside each quad than outside, 0.35 to 1: what is printed lies within a paper,
    while around a portrait or a frame on it there is more."""
    scale = 0.5
    small = np.asarray(cv2.resize(fine, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float32)
    all_of_it, pixels = float(small.sum()), small.size
    denser = np.empty(len(quads), np.float32)
    for index, quad in enumerate(quads):
        middle = quad.mean(axis=0)
        # The edge itself counts on neither side.
        inner, outer = (np.rint((middle + (quad - middle) * share) * scale).astype(np.int32) for share in (0.96, 1.05))
        inside = cv2.fillConvexPoly(np.zeros(small.shape, np.uint8), inner, 1)
        within = cv2.mean(small, inside)[0]
        covered = cv2.fillConvexPoly(np.zeros(small.shape, np.uint8), outer, 1)
        left = pixels - cv2.countNonZero(covered)
        beyond = (all_of_it - cv2.mean(small, covered)[0] * (pixels - left)) / left if left > 0.02 * pixels else 0.0
        denser[index] = within / max(within + beyond, 1e-6)
    result: Floats = (0.35 + 0.65 * np.clip((denser - 0.4) / 0.45, 0, 1)).astype(np.float32)
    return result


def spilled(fine: Floats, quads: Floats) -> Floats:
    """By how much, from 0 to 1, print goes on beyond one side of each quad while it ends at another: the quad then cuts
    through what is printed. A ground that is as rough on all sides says nothing.
    """
    soft = np.asarray(cv2.blur(fine, (5, 5)), np.float32)
    points, outward = _along(quads, SAMPLES)
    lengths = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2)
    across = (np.roll(lengths, 1, axis=1) + np.roll(lengths, -1, axis=1))[..., None, None] / 2
    outside = np.mean([_print_at(soft, points + share * across * outward) for share in BANDS], axis=0)
    inside = np.mean([_print_at(soft, points - share * across * outward) for share in INNER_BANDS], axis=(0, 2))
    usual = np.maximum(inside, 1.0)
    result: Floats = np.clip((outside.max(axis=1) - outside.min(axis=1)) / usual - SPILL_ALLOWED, 0, 1)
    return result.astype(np.float32)


BANDS = (0.03, 0.05, 0.07, 0.09, 0.11, 0.14)
"""Where beyond a side print is looked for, in the length of the sides next to it."""
INNER_BANDS = (0.1, 0.2, 0.3, 0.4)
SPILL_ALLOWED = 0.15


def _print_at(soft: Floats, points: Floats) -> Floats:
    """The mean fineness along each side of places moved out or in; nothing is printed outside the picture."""
    height, width = soft.shape
    x, y = np.rint(points[..., 0]).astype(np.int32), np.rint(points[..., 1]).astype(np.int32)
    known = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    values = np.where(known, soft[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], 0.0)
    result: Floats = values.mean(axis=2)
    return result


def _change(lab: Floats, within: Floats, beyond: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    inside, known_inside = _at(lab, within)
    outside, known_outside = _at(lab, beyond)
    known = known_inside & known_outside
    inside -= outside
    inside[~known] = 0.0
    return inside, known


def refined(picture: Picture, quad: Floats, *, reach_px: float) -> Floats:
    """The quad (4 × 2) with each side moved onto the strongest steady edge within `reach_px`, corners to sub-pixels."""
    points, outward = _along(quad[None], 2 * SAMPLES)
    offsets = np.arange(-reach_px, reach_px + 0.5, 1.0, dtype=np.float32)
    places = points[0][:, :, None, :] + offsets[None, None, :, None] * outward[0][:, :, None, :]
    height, width = picture.shape[:2]
    x, y = places[..., 0].astype(np.float32), places[..., 1].astype(np.float32)
    strips = cv2.remap(
        cv2.GaussianBlur(picture, (0, 0), 1.2),
        x.reshape(-1, x.shape[-1]),
        y.reshape(-1, y.shape[-1]),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    bright = max(float(np.percentile(strips.max(axis=2), 98)), 12.0)
    profile = _lab(strips.astype(np.float32) * (1.0 / bright)).reshape(*x.shape, 3)
    change = profile[:, :, 2:] - profile[:, :, :-2]
    lines = []
    for side in range(4):
        fitted = _edge_line(change[side], places[side][:, 1:-1], (width, height))
        lines.append(fitted if fitted is not None else _line_through(quad[side], quad[(side + 1) % 4]))
    corners = [crossing(lines[side - 1], lines[side]) for side in range(4)]
    if any(corner is None for corner in corners):
        return quad
    moved = np.asarray(corners, dtype=np.float32)
    # Beyond what it may reach a corner has been led astray by something else.
    far = np.linalg.norm(moved - quad, axis=1) > 3 * reach_px
    return np.where(far[:, None], quad, moved).astype(np.float32)


def _along(quads: Floats, samples: int) -> tuple[Floats, Floats]:
    """Places along every side (N × 4 × samples × 2) and the outward unit normals of the sides, broadcast likewise."""
    begins, ends = quads, np.roll(quads, -1, axis=1)
    share = np.linspace(ENDS, 1 - ENDS, samples, dtype=np.float32)[None, None, :, None]
    points = begins[:, :, None, :] * (1 - share) + ends[:, :, None, :] * share
    direction = ends - begins
    # With y downwards and corners clockwise as seen, outside is to the left of the direction of travel.
    normal = np.stack([direction[..., 1], -direction[..., 0]], axis=-1)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
    return points, np.broadcast_to(normal[:, :, None, :], points.shape)


def _at(lab: Floats, points: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    height, width = lab.shape[:2]
    x, y = np.rint(points[..., 0]).astype(np.int32), np.rint(points[..., 1]).astype(np.int32)
    known = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    places = np.clip(y, 0, height - 1) * width + np.clip(x, 0, width - 1)
    return lab.reshape(-1, lab.shape[2]).take(places, axis=0), known


def _edge_line(change: Floats, places: Floats, size: tuple[int, int]) -> Any:
    """The line (point, direction) through the places where colours change most, in the way they do along most of it."""
    usual = np.median(change, axis=0)
    strength = np.linalg.norm(usual, axis=-1)
    middle = (len(strength) - 1) / 2
    nearness = np.exp(-(((np.arange(len(strength)) - middle) / (0.8 * middle + 1)) ** 2))
    direction = usual[int(np.argmax(strength * nearness))]
    length = float(np.linalg.norm(direction))
    if length < 0.5:
        return None
    signed = np.maximum((change * (direction / length)).sum(axis=-1) * nearness, 0)
    best = signed.argmax(axis=1)
    rows = np.arange(len(best))
    strong = signed[rows, best] > 0.4 * length
    inside = (
        (places[..., 0] > 0) & (places[..., 0] < size[0] - 1) & (places[..., 1] > 0) & (places[..., 1] < size[1] - 1)
    )
    strong &= inside[rows, best]
    if strong.sum() < 0.25 * len(best):
        return None
    shift = _between(signed, best)
    step = places[:, 1] - places[:, 0]
    found = (places[rows, best] + shift[:, None] * step)[strong]
    return _steady_line(found)


def _between(signed: Floats, best: NDArray[np.intp]) -> Floats:
    """Where between its neighbours the peak lies, by a parabola through three."""
    rows = np.arange(len(best))
    at = np.clip(best, 1, signed.shape[1] - 2)
    before, peak, after = signed[rows, at - 1], signed[rows, at], signed[rows, at + 1]
    bend = before - 2 * peak + after
    shift = np.where(np.abs(bend) > 1e-6, 0.5 * (before - after) / np.where(np.abs(bend) > 1e-6, bend, 1), 0.0)
    result: Floats = np.where(at == best, np.clip(shift, -0.5, 0.5), 0.0).astype(np.float32)
    return result


def _steady_line(points: Floats) -> Any:
    """A line that most of the points agree on: least absolute distances, then without those far from it."""
    for _ in range(3):
        dx, dy, px, py = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        away = np.abs((points[:, 0] - px) * dy - (points[:, 1] - py) * dx)
        near = away <= max(1.0, 2.5 * float(np.median(away)))
        if near.all() or near.sum() < 6:
            break
        points = points[near]
    return np.array([px, py]), np.array([dx, dy])


def _line_through(begin: Floats, end: Floats) -> Any:
    return begin, end - begin


def crossing(first: Any, second: Any) -> Any:
    """Where two lines (point, direction) meet; nothing when they are parallel."""
    (p, d), (q, e) = first, second
    turn = d[0] * e[1] - d[1] * e[0]
    if abs(turn) < 1e-6:
        return None
    t = ((q[0] - p[0]) * e[1] - (q[1] - p[1]) * e[0]) / turn
    return p + t * d
