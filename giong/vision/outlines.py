"""Four-cornered outlines that may be a paper: from straight lines, closed contours and patches of colour. Judges none.

Three ways, because each fails where another holds: contours need the whole edge, lines survive a hand over it and round
corners, patches of colour survive a blurred edge.
"""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.sides import Floats

MOST_LINES = 26
LEAST_SHARE = 0.007
"""Of the picture that an outline must cover."""
TINT = 8.0
"""Colours further apart than this count as so far: else print hides how a pale paper differs from a pale ground."""


def proposals(lab: Floats) -> Floats:
    """Outlines (N × 4 × 2), clockwise as seen."""
    channels = _channels(lab)
    found = [_of_contours(channels), _of_patches(lab), _of_lines(channels, lab.shape[1], lab.shape[0])]
    quads = np.concatenate([quads for quads in found if len(quads)] or [np.zeros((0, 4, 2), np.float32)])
    return _sane(quads, lab.shape[1], lab.shape[0])


def _channels(lab: Floats) -> list[NDArray[np.uint8]]:
    """Lightness and the two colours, each stretched to the range that it uses."""
    channels = []
    for index, least in ((0, 30.0), (1, 16.0), (2, 16.0)):
        values = lab[..., index]
        low, high = np.percentile(values[::4, ::4], (1, 99))
        span = max(float(high - low), least)
        channels.append(np.clip((values - low) * (255.0 / span), 0, 255).astype(np.uint8))
    return channels


def _of_contours(channels: list[NDArray[np.uint8]]) -> Floats:
    quads = []
    for channel in channels:
        for low, high in ((15, 45), (40, 110), (90, 220)):
            edges = cv2.Canny(channel, low, high, L2gradient=True)
            closed = cv2.dilate(edges, np.ones((3, 3), np.uint8))
            quads += _around(np.asarray(closed, np.uint8), cv2.RETR_LIST)
    return np.asarray(quads, np.float32).reshape(-1, 4, 2)


def _of_patches(lab: Floats) -> Floats:
    """Outlines of what differs from the border of the picture, and of what is lighter, darker or more coloured."""
    small = np.asarray(cv2.resize(lab, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.float32)
    away = _from_border(small)
    maps = [away, np.minimum(away, TINT), small[..., 0], np.linalg.norm(small[..., 1:], axis=2)]
    quads = []
    for values in maps:
        level = _eight_bits(values)
        for flag in (cv2.THRESH_BINARY, cv2.THRESH_BINARY_INV):
            _, mask = cv2.threshold(level, 0, 255, flag | cv2.THRESH_OTSU)
            for reach in (3, 9):
                kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
                closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel)
                cleaned = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel), np.uint8)
                quads += [2 * quad + 0.5 for quad in _around(cleaned, cv2.RETR_EXTERNAL)]
    return np.asarray(quads, np.float32).reshape(-1, 4, 2)


def _from_border(lab: Floats) -> Floats:
    """How far each colour is from the nearest of the three that the picture's border is made of."""
    band = max(2, min(lab.shape[:2]) // 24)
    border = np.concatenate(
        [
            lab[:band].reshape(-1, 3),
            lab[-band:].reshape(-1, 3),
            lab[:, :band].reshape(-1, 3),
            lab[:, -band:].reshape(-1, 3),
        ]
    )
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 8, 1.0)
    cv2.setRNGSeed(0)
    sample = np.ascontiguousarray(border[::3])
    labels = np.zeros((len(sample), 1), np.int32)
    _, _, centres = cv2.kmeans(sample, 3, labels, stop, 1, cv2.KMEANS_PP_CENTERS)
    away = np.stack([np.linalg.norm(lab - centre, axis=2) for centre in centres])
    result: Floats = away.min(axis=0).astype(np.float32)
    return result


def _eight_bits(values: Floats) -> NDArray[np.uint8]:
    low, high = np.percentile(values, (1, 99))
    level: NDArray[np.uint8] = np.clip((values - low) * (255.0 / max(float(high - low), 1.0)), 0, 255).astype(np.uint8)
    return level


def _around(mask: NDArray[np.uint8], mode: int) -> list[Floats]:
    """Four-cornered hulls of the large contours in a mask."""
    contours, _ = cv2.findContours(mask, mode, cv2.CHAIN_APPROX_SIMPLE)
    least = LEAST_SHARE * mask.size
    quads: list[Floats] = []
    for contour in contours:
        if len(contour) < 4:
            continue
        hull = cv2.convexHull(contour)
        area = cv2.contourArea(hull)
        if area < least:
            continue
        quad = np.asarray(cv2.approxPolyN(hull, 4, ensure_convex=True), np.float32).reshape(-1, 2)
        if len(quad) == 4 and cv2.contourArea(quad) < 1.25 * area:
            quads.append(quad)
        if area > 0.75 * cv2.contourArea(cv2.boxPoints(cv2.minAreaRect(hull))):
            quads.append(cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float32))
    return quads


def _of_lines(channels: list[NDArray[np.uint8]], width: int, height: int) -> Floats:
    """Outlines of two lines one way and two the other, of the longest in the picture and its own four borders."""
    lines = _long_lines(channels)
    borders = np.array(
        [
            [0, 0, width - 1, 0],
            [width - 1, 0, width - 1, height - 1],
            [0, height - 1, width - 1, height - 1],
            [0, 0, 0, height - 1],
        ],
        np.float32,
    )
    lines = np.concatenate([lines, borders])
    angles = np.arctan2(lines[:, 3] - lines[:, 1], lines[:, 2] - lines[:, 0]) % np.pi
    homogeneous = np.cross(
        np.concatenate([lines[:, :2], np.ones((len(lines), 1))], axis=1),
        np.concatenate([lines[:, 2:], np.ones((len(lines), 1))], axis=1),
    )
    pairs = []
    for a, b in combinations(range(len(lines)), 2):
        apart = abs((angles[a] - angles[b] + np.pi / 2) % np.pi - np.pi / 2)
        if apart < np.radians(28) and _gap_px(lines[a], lines[b]) > 0.06 * max(width, height):
            pairs.append((a, b))
    if len(pairs) < 2:
        return np.zeros((0, 4, 2), np.float32)
    both = np.array(pairs)
    mean_angle = _mean_angle(angles[both[:, 0]], angles[both[:, 1]])
    first, second = np.triu_indices(len(both), 1)
    across = np.abs((mean_angle[first] - mean_angle[second] + np.pi / 2) % np.pi - np.pi / 2) > np.radians(50)
    first, second = first[across], second[across]
    corners = [
        _meet(homogeneous[both[first, i]], homogeneous[both[second, j]]) for i, j in ((0, 0), (0, 1), (1, 1), (1, 0))
    ]
    return np.stack(corners, axis=1).astype(np.float32)


def _long_lines(channels: list[NDArray[np.uint8]]) -> Floats:
    """The longest straight edges; pieces of one line, apart or found twice, are put together."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE)
    pieces = []
    for channel in (channels[0], cv2.max(channels[1], channels[2])):
        found = detector.detect(channel)[0]
        if found is not None:
            pieces.append(found.reshape(-1, 4))
    if not pieces:
        return np.zeros((0, 4), np.float32)
    segments = np.concatenate(pieces).astype(np.float32)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    order = np.argsort(-lengths)[:300]
    order = order[lengths[order] > 0.03 * max(channels[0].shape)]
    return _joined(segments[order], lengths[order])


def _joined(segments: Floats, lengths: Floats) -> Floats:
    """Segments gathered around the longest that they lie on; the lines with most length in them."""
    taken = np.zeros(len(segments), bool)
    lines, weights = [], []
    for index in range(len(segments)):
        if taken[index]:
            continue
        x1, y1, x2, y2 = segments[index]
        direction = np.array([x2 - x1, y2 - y1]) / max(lengths[index], 1e-6)
        ends = segments.reshape(-1, 2, 2) - np.array([x1, y1])
        away = np.abs(ends[..., 0] * direction[1] - ends[..., 1] * direction[0]).max(axis=1)
        along = ends @ direction
        tolerance = 1.5 + 0.01 * np.abs(along - lengths[index] / 2).max(axis=1)
        turned = np.abs(
            (segments[:, 2] - segments[:, 0]) * direction[1] - (segments[:, 3] - segments[:, 1]) * direction[0]
        ) / np.maximum(lengths, 1e-6)
        mine = ~taken & (away < tolerance) & (turned < 0.06)
        taken |= mine
        points = segments[mine].reshape(-1, 2)
        dx, dy, px, py = cv2.fitLine(points, cv2.DIST_L1, 0, 0.01, 0.01).ravel()
        reach = (points[:, 0] - px) * dx + (points[:, 1] - py) * dy
        low, high = float(reach.min()), float(reach.max())
        lines.append((px + low * dx, py + low * dy, px + high * dx, py + high * dy))
        weights.append(float(lengths[mine].sum()))
    order = np.argsort(weights)[::-1][:MOST_LINES]
    return np.asarray(lines, np.float32)[order]


def _gap_px(first: Floats, second: Floats) -> float:
    """How far apart two nearly parallel lines lie at their middles."""
    direction = first[2:] - first[:2]
    away = (second[:2] + second[2:] - first[:2] - first[2:]) / 2
    return float(abs(direction[0] * away[1] - direction[1] * away[0]) / max(float(np.hypot(*direction)), 1e-6))


def _mean_angle(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = np.arctan2(np.sin(2 * a) + np.sin(2 * b), np.cos(2 * a) + np.cos(2 * b)) / 2
    return result


def _meet(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    point = np.cross(a, b)
    w = np.where(np.abs(point[:, 2]) < 1e-9, 1e-9, point[:, 2])
    result: NDArray[np.float64] = point[:, :2] / w[:, None]
    return result


def _sane(quads: Floats, width: int, height: int) -> Floats:
    """Those that are convex, large enough, mostly inside the picture, and not too slanted; clockwise as seen."""
    if not len(quads):
        return quads
    following = np.roll(quads, -1, axis=1)
    area = (quads[..., 0] * following[..., 1] - following[..., 0] * quads[..., 1]).sum(axis=1) / 2
    quads = np.where((area < 0)[:, None, None], quads[:, ::-1], quads)
    sides = np.roll(quads, -1, axis=1) - quads
    nexts = np.roll(sides, -1, axis=1)
    lengths = np.maximum(np.linalg.norm(sides, axis=2), 1e-6)
    turns = (sides[..., 0] * nexts[..., 1] - sides[..., 1] * nexts[..., 0]) / (lengths * np.roll(lengths, -1, axis=1))
    margin = 0.25 * max(width, height)
    inside = (
        (quads[..., 0] > -margin)
        & (quads[..., 0] < width + margin)
        & (quads[..., 1] > -margin)
        & (quads[..., 1] < height + margin)
    )
    opposite = lengths[:, :2] / lengths[:, 2:]
    good = (
        (turns.min(axis=1) > 0.6)
        & (np.abs(area) > LEAST_SHARE * width * height)
        & inside.all(axis=1)
        & (opposite.min(axis=1) > 0.5)
        & (opposite.max(axis=1) < 2.0)
    )
    sane: Floats = quads[good]
    return sane
