"""Where a flat paper lands in a photograph: pose and pin-hole projection. Knows no light and no paper."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision.shapes import Box, Quad

Matrix = NDArray[np.float64]
_FOCAL = 1.25
"""In picture widths: a phone's main camera, some 26 mm on 35 mm film."""
_WIDEST = 0.97
"""Of the picture: a paper that is not meant to be cut lies wholly inside."""


@dataclass(frozen=True)
class Pose:
    """`turn_deg` clockwise in the picture; the tilts bend the paper away from the camera; `coverage` is the paper's
    share of the picture; shifts are shares of what room is left (-1 to 1). `beyond` is the share of the paper's extent
    that lies outside on one `side` (0 left, 1 top, 2 right, 3 bottom).
    """

    turn_deg: float = 0.0
    tilt_x_deg: float = 0.0
    tilt_y_deg: float = 0.0
    coverage: float = 0.6
    shift_x: float = 0.0
    shift_y: float = 0.0
    beyond: float = 0.0
    side: int = 0


def projection(width: float, height: float, pose: Pose, *, frame: tuple[int, int]) -> Matrix:
    """From the paper's pixels to the photograph's (width, height = `frame`), as a 3 × 3 matrix."""
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    scale = np.sqrt(pose.coverage * frame[0] * frame[1] / (width * height))
    for _ in range(12):
        seen = _seen(corners * scale, pose, frame)
        scale *= np.sqrt(pose.coverage * frame[0] * frame[1] / outline(seen).area_px)
    while np.any(np.ptp(seen, axis=0) > _WIDEST * np.array(frame)):
        scale *= 0.97
        seen = _seen(corners * scale, pose, frame)
    lowest, highest = seen.min(axis=0), seen.max(axis=0)
    room = np.maximum(np.array(frame) - (highest - lowest), 0) / 2
    middle = np.array(frame) / 2 - (lowest + highest) / 2
    placed = seen + middle + room * np.array([pose.shift_x, pose.shift_y])
    if pose.beyond:
        axis, far = pose.side % 2, pose.side >= 2
        out = pose.beyond * (highest - lowest)[axis]
        placed[:, axis] += frame[axis] + out - placed[:, axis].max() if far else -out - placed[:, axis].min()
    plane = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    return cv2.getPerspectiveTransform(plane, placed.astype(np.float32))


def coverage(width: float, height: float, pose: Pose, *, frame: tuple[int, int]) -> float:
    """The share that the paper really takes: less than the pose asks for where it would not fit."""
    matrix = projection(width, height, replace(pose, beyond=0.0), frame=frame)
    return quad_of(matrix, Box(0, 0, int(width), int(height))).area_px / (frame[0] * frame[1])


def _seen(points: Matrix, pose: Pose, frame: tuple[int, int]) -> Matrix:
    turn, tilt_x, tilt_y = np.radians([pose.turn_deg, pose.tilt_x_deg, pose.tilt_y_deg])
    flat = np.column_stack([points, np.zeros(len(points))])
    around_z = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    around_x = np.array([[1, 0, 0], [0, np.cos(tilt_x), -np.sin(tilt_x)], [0, np.sin(tilt_x), np.cos(tilt_x)]])
    around_y = np.array([[np.cos(tilt_y), 0, np.sin(tilt_y)], [0, 1, 0], [-np.sin(tilt_y), 0, np.cos(tilt_y)]])
    turned = flat @ around_z.T @ around_x.T @ around_y.T
    distance = _FOCAL * max(frame)
    return turned[:, :2] * (distance / (distance + turned[:, 2:]))


def moved(matrix: Matrix, points: Matrix) -> Matrix:
    """Points (n × 2) through the projection."""
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), matrix).reshape(-1, 2)


def outline(points: Matrix) -> Quad:
    """Four points as a quad, to a tenth of a pixel."""
    first, second, third, fourth = ((round(x, 1), round(y, 1)) for x, y in points.tolist())
    return Quad((first, second, third, fourth))


def quad_of(matrix: Matrix, box: Box) -> Quad:
    corners = np.array([[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]])
    return outline(moved(matrix, corners))
