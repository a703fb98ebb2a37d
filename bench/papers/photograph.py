"""Takes the picture of a specimen: a scan, a good photograph or a bad one, with where everything came to lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.papers import camera, light, scene, screen, sensor, wear
from bench.papers.conditions import Conditions, bad_photo, good_photo
from bench.papers.scene import Film
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.vision.shapes import Box, Picture, Quad

_WASHED_OUT = 110
"""Added light that leaves ink no darker than paper should be."""
_SPARED, _SPOILT = 0.02, 0.34
"""Shares of a field's box that may, or must, be washed out."""
_FINGER_MM = 15.0


@dataclass(frozen=True)
class Photograph:
    data: bytes
    quad: Quad
    boxes: Mapping[str, tuple[Quad, ...]]
    expect_reject: str | None
    conditions: Conditions | None = None


def take(specimen: Specimen, level: int, split: Split, chance: Random) -> Photograph:
    if level == 1:
        return scan(specimen, chance)
    conditions = good_photo(specimen, chance) if level == 2 else bad_photo(specimen, chance)
    return photograph(specimen, conditions, split, chance)


def scan(specimen: Specimen, chance: Random) -> Photograph:
    """On a flat-bed at 200 to 300 dots per inch."""
    dots_per_mm = chance.uniform(200, 300) / 25.4
    scale = dots_per_mm / specimen.px_per_mm
    height, width = specimen.picture.shape[:2]
    edge = chance.uniform(2, 14) if specimen.corner_mm else chance.choice((0.0, 0.0, 3.0))
    quarter = chance.choice((90, 180, 270)) if chance.random() < 0.06 else 0
    skew = chance.uniform(-1.8, 1.8)
    across, down = (width, height) if quarter % 180 == 0 else (height, width)
    frame = (int((across * scale) + 2 * edge * dots_per_mm), int((down * scale) + 2 * edge * dots_per_mm))
    middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    turn = np.radians(quarter + skew)
    turned = np.array(
        [
            [np.cos(turn) * scale, -np.sin(turn) * scale, frame[0] / 2],
            [np.sin(turn) * scale, np.cos(turn) * scale, frame[1] / 2],
            [0, 0, 1],
        ]
    )
    matrix = turned @ middle
    lid = chance.choice((252, 246, 238, 225))
    film = np.full((frame[1], frame[0], 3), lid, np.float32)
    film *= (1 + 0.02 * scene.noise_of(frame, chance, cells=(4, 4)))[..., None]
    _lay(film, _worn(specimen, chance, worn=chance.uniform(0, 0.15)), specimen, matrix, depth=0.25)
    film = sensor.out_of_focus(film, chance.uniform(0.3, 0.7))
    film = sensor.noisy(film, chance, sigma=chance.uniform(0.5, 3), denoised=False)
    data = sensor.jpeg(sensor.developed(film), chance.randrange(85, 96))
    return _photograph(specimen, data, matrix, None)


def photograph(specimen: Specimen, conditions: Conditions, split: Split, chance: Random) -> Photograph:
    paper = _worn(specimen, chance, worn=conditions.worn)
    offset = (0, 0)
    size = (paper.shape[1], paper.shape[0])
    if conditions.screen:
        paper, offset = screen.shown(paper, chance)
    matrix = camera.projection(*size, conditions.pose, frame=conditions.frame)
    film = scene.table(split, chance, conditions.frame)
    if conditions.screen:
        placed = matrix @ np.array([[1, 0, -offset[0]], [0, 1, -offset[1]], [0, 0, 1]], dtype=np.float64)
        _lay(film, paper, None, placed, depth=0.0)
    else:
        _lay(film, paper, specimen, matrix, depth=chance.uniform(0.3, 0.6))
    if conditions.hand:
        _held(film, specimen, matrix, chance)
    _lit(film, specimen, matrix, conditions, chance)
    film = sensor.out_of_focus(film, conditions.focus_px)
    film = sensor.shaken(film, conditions.shake_px, conditions.shake_deg)
    film *= conditions.exposure
    film = sensor.noisy(film, chance, sigma=conditions.noise, denoised=conditions.denoised)
    film = sensor.sharpened(film, conditions.sharpening)
    return _photograph(specimen, sensor.jpeg(sensor.developed(film), conditions.jpeg), matrix, conditions)


def _photograph(
    specimen: Specimen, data: bytes, matrix: NDArray[np.float64], conditions: Conditions | None
) -> Photograph:
    height, width = specimen.picture.shape[:2]
    boxes = {name: tuple(camera.quad_of(matrix, box) for box in found) for name, found in specimen.boxes.items()}
    whole = camera.quad_of(matrix, Box(0, 0, width, height))
    return Photograph(data, whole, boxes, conditions.expect_reject if conditions else None, conditions)


def _worn(specimen: Specimen, chance: Random, *, worn: float) -> Picture:
    paper = wear.grained(specimen.picture, chance, strength=0.01 + 0.03 * worn)
    if specimen.corner_mm:
        return wear.scratched(paper, chance, count=int(14 * worn * chance.random()))
    if "thermal" in specimen.tags:
        paper = wear.faded(paper, chance, strength=0.6 * worn * chance.random())
        return wear.crumpled(paper, chance, depth=0.28 * worn * chance.random())
    if chance.random() < worn:
        paper = wear.folded(paper, chance, folds=chance.randrange(1, 4), depth=0.12 + 0.1 * worn)
    return wear.stained(paper, chance) if chance.random() < 0.25 * worn else paper


def _lay(film: Film, paper: Picture, specimen: Specimen | None, matrix: NDArray[np.float64], *, depth: float) -> None:
    """The paper with its rounded corners onto the scene, and a shadow beside it."""
    height, width = paper.shape[:2]
    mask = np.full((height, width), 255, np.uint8)
    if specimen and specimen.corner_mm:
        mask = _rounded(mask, round(specimen.corner_mm * specimen.px_per_mm))
    corners = camera.moved(matrix, np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64))
    scale = np.sqrt(camera.outline(corners).area_px / (width * height))
    if scale < 0.7:
        paper = cv2.resize(paper, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(mask, (paper.shape[1], paper.shape[0]), interpolation=cv2.INTER_AREA)
        matrix = matrix @ np.diag([width / paper.shape[1], height / paper.shape[0], 1])
    size = (film.shape[1], film.shape[0])
    laid = cv2.warpPerspective(paper, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpPerspective(mask, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)[..., None] / 255
    if depth:
        thick = max(2.0, 0.008 * float(np.hypot(*(corners[1] - corners[0]))))
        cast = cv2.GaussianBlur(np.roll(share[..., 0], (int(thick), int(thick / 2)), axis=(0, 1)), (0, 0), thick)
        film *= 1 - depth * cast[..., None]
    film *= 1 - share
    film += laid.astype(np.float32) * share


def _rounded(mask: NDArray[np.uint8], radius: int) -> NDArray[np.uint8]:
    rounded = np.zeros_like(mask)
    height, width = mask.shape
    cv2.rectangle(rounded, (radius, 0), (width - radius, height), 255, -1)
    cv2.rectangle(rounded, (0, radius), (width, height - radius), 255, -1)
    for x in (radius, width - radius):
        for y in (radius, height - radius):
            cv2.circle(rounded, (x, y), radius, 255, -1, cv2.LINE_AA)
    return rounded


def _held(film: Film, specimen: Specimen, matrix: NDArray[np.float64], chance: Random) -> None:
    """Fingers over an edge, where they cover no field."""
    height, width = specimen.picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    finger = _FINGER_MM * specimen.px_per_mm
    fields = [box for found in specimen.boxes.values() for box in found]
    for _ in range(12):
        side = chance.randrange(4)
        start, end = corners[side], corners[(side + 1) % 4]
        length = float(np.hypot(*(end - start)))
        along = (end - start) / length
        inward = np.array([-along[1], along[0]])
        edge = start + along * length * chance.uniform(0.1, 0.8)
        covered = np.array([edge - along * 4 * finger, edge + (along * 4 + inward) * finger])
        (left, top), (right, bottom) = covered.min(axis=0).astype(int), covered.max(axis=0).astype(int)
        if any(Box(left, top, right, bottom).overlap(box).area_px for box in fields):
            continue
        point, inside = camera.moved(matrix, np.array([edge, edge + inward * finger]))
        size = float(np.hypot(*(inside - point)))
        scene.hand(film, chance, edge=point, inward=(inside - point) / size, finger_px=size)
        return


def _lit(film: Film, specimen: Specimen, matrix: NDArray[np.float64], conditions: Conditions, chance: Random) -> None:
    light.lamp(film, chance, unevenness=conditions.unevenness, warmth=conditions.warmth)
    if conditions.shadow:
        light.shadow(film, chance, depth=conditions.shadow)
    spoiling = conditions.expect_reject == "glare"
    for _ in range(conditions.glare):
        _glare(film, specimen, matrix, chance, over_field=spoiling)


def _glare(film: Film, specimen: Specimen, matrix: NDArray[np.float64], chance: Random, *, over_field: bool) -> None:
    """A burnt spot that hides a third of some field at least, or one that leaves them all alone."""
    height, width = specimen.picture.shape[:2]
    middle, top = camera.moved(matrix, np.array([[width / 2, height / 2], [width / 2, 0]]))
    half = float(np.hypot(*(middle - top)))
    fields = [camera.quad_of(matrix, box).box for found in specimen.boxes.values() for box in found]
    worst, spot = -1.0, np.zeros_like(film)
    for _ in range(20):
        anywhere = camera.moved(matrix, np.array([[chance.random() * width, chance.random() * height]]))[0]
        tried = np.zeros_like(film)
        light.glare(
            tried,
            at=chance.choice(fields).middle if over_field else (float(anywhere[0]), float(anywhere[1])),
            size_px=half * (chance.uniform(0.35, 0.6) if over_field else chance.uniform(0.1, 0.3)),
            stretch=chance.uniform(1, 2.2),
            angle_deg=chance.uniform(0, 180),
            strength=chance.uniform(260, 420) if over_field else chance.uniform(120, 260),
        )
        hidden = _hidden(tried, fields)
        if hidden < _SPARED and not over_field:
            film += tried
            return
        if hidden > worst:
            worst, spot = hidden, tried
        if worst > _SPOILT:
            break
    if over_field:
        film += spot


def _hidden(added: Film, fields: list[Box]) -> float:
    """The largest share of a field's box that the spot washes out."""
    shares = [float((box.cut(added)[..., 0] > _WASHED_OUT).mean()) for box in fields if box.cut(added).size]
    return max(shares, default=0.0)
