"""Laying a page over a form: printed words that both share say how the one lies on the other. Knows no field.

Words are paired by their letters without marks; a word that stands there several times is paired with each, and RANSAC
(Fischler and Bolles 1981) finds the affine map, and where there are enough words the perspective, that most pairs agree
with. What was filled in agrees with nothing and falls out by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.documents.forms.form import Anchor, Form
from giong.text.unicode import fold
from giong.vision.page import Page, Word
from giong.vision.shapes import Box

LEAST = 5
"""Fewer words that agree than this say nothing."""
FOR_PERSPECTIVE = 12
LEAST_LETTERS = 2
_MOST_OF_ONE = 6
"""A word that stands there more often than this ("……") says nothing of where it is."""
_TOLERANCE = 0.012
"""By how much of the page's height a word may stand elsewhere than the map says."""
_LARGEST_TURN = 0.35
"""Tangent: pages come upright, so a map that turns further is an accident of few words."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a page lies on a form: `matrix` leads from the page's pixels to the form's; `share` of the form's anchors
    were found where they must be; `anchors` are the page's words that are such.
    """

    matrix: NDArray[np.float64]
    share: float
    anchors: frozenset[Word]

    def on_form(self, box: Box) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a box of the page, in the form's pixels."""
        corners = [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]]
        points = cv2.perspectiveTransform(np.array([corners], np.float64), self.matrix)[0]
        return (
            float(points[:, 0].min()),
            float(points[:, 1].min()),
            float(points[:, 0].max()),
            float(points[:, 1].max()),
        )


def key(text: str) -> str:
    """The letters and digits of a word, without marks and case."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def aligned(form: Form, page: Page) -> Alignment | None:
    """How the page lies on the form; None where it does not look like one of them."""
    pairs = _pairs(form.anchors, [word for line in page.lines for word in line.words])
    if len(pairs) < LEAST:
        return None
    source = np.array([_start(word.box) for word, _ in pairs], np.float64)
    target = np.array([_start(anchor.box) for _, anchor in pairs], np.float64)
    tolerance = _TOLERANCE * form.height_px
    matrix = _map(source, target, tolerance)
    if matrix is None:
        return None
    landed = cv2.perspectiveTransform(source[None], matrix)[0]
    good = [pair for pair, near in zip(pairs, np.linalg.norm(landed - target, axis=1) < tolerance, strict=True) if near]
    found = {id(anchor): anchor for _, anchor in good}
    if len(found) < LEAST:
        return None
    weight = sum(anchor.seen for anchor in form.anchors)
    share = sum(anchor.seen for anchor in found.values()) / weight
    return Alignment(matrix, share, frozenset(word for word, _ in good))


def _pairs(anchors: Sequence[Anchor], words: Sequence[Word]) -> list[tuple[Word, Anchor]]:
    by_text: defaultdict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        by_text[anchor.text].append(anchor)
    on_page: defaultdict[str, list[Word]] = defaultdict(list)
    for word in words:
        on_page[key(word.text)].append(word)
    return [
        (word, anchor)
        for text, several in on_page.items()
        if len(text) >= LEAST_LETTERS and len(several) * len(by_text.get(text, ())) <= _MOST_OF_ONE**2
        for word in several
        for anchor in by_text.get(text, ())
    ]


def _map(source: NDArray[np.float64], target: NDArray[np.float64], tolerance: float) -> NDArray[np.float64] | None:
    """The map that most pairs agree with; a perspective only where many do, since few bend it at will."""
    cv2.setRNGSeed(20)  # the same page is read the same way each time
    rough, near = cv2.estimateAffine2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=2.5 * tolerance)
    if rough is None or not _is_upright(rough):
        return None
    matrix = np.vstack([rough, [0.0, 0.0, 1.0]])
    agreeing = near.ravel().astype(bool)
    if agreeing.sum() >= FOR_PERSPECTIVE:
        bent, _ = cv2.findHomography(source[agreeing], target[agreeing], cv2.RANSAC, tolerance)
        if bent is not None and _is_upright(bent[:2]):
            matrix = bent / bent[2, 2]
    return np.asarray(matrix, np.float64)


def _is_upright(matrix: NDArray[Any]) -> bool:
    across, down = matrix[0, 0], matrix[1, 1]
    turned = max(abs(matrix[1, 0]), abs(matrix[0, 1])) > _LARGEST_TURN * min(across, down)
    return across > 0 and down > 0 and not turned and 0.5 < across / down < 2


def _start(box: Box) -> tuple[float, float]:
    """Where a word begins, at half its height: its end depends on the letters that were recognised."""
    return float(box.left), (box.top + box.bottom) / 2
