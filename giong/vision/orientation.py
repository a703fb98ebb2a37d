"""Which way up a page or card is, and how far from straight: found by its text. Reads no text out.

Two opinions: `orient.onnx` of the trueocr wheel, which was trained on pages, and the line recogniser, which is surer of
text that stands upright than of the same text on its head or side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.vision import lighting
from giong.vision.shapes import Grey, Picture

SURE = 0.98
"""Of the page model; below it the lines are asked. It is seldom wrong above it on pages, more often on cards."""
CARD_PX = 1200
"""Pictures are looked at no larger than this."""
LEAST_SKEW_DEG = 0.2
MOST_SKEW_DEG = 15.0
"""Beyond this a sparse card's frame has been taken for its text."""
BENT_DEG, MOST_BENT_DEG = 1.2, 2.0
"""From which skew on it is asked whether a sheet is bent, and by how much its halves may be."""
NO_ROWS_DEG = 0.05
"""What is estimated of a blank half."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a picture is turned: `quarter_turns` of 90° clockwise make it upright, then `skew_deg` clockwise straight."""

    quarter_turns: int = 0
    skew_deg: float = 0.0
    confidence: float = 1.0


@dataclass(frozen=True)
class _Engines:
    orient: Any
    detector: Any
    recogniser: Any
    shape: Any


@lru_cache(maxsize=1)
def _engines() -> _Engines:
    import trueocr
    from trueocr import page
    from trueocr.recognizer import Recognizer

    folder = Path(trueocr.__file__).parent / "models"
    engine = page.PageEngine(folder, threads=1)
    return _Engines(engine.orient, engine.det, Recognizer(folder, threads=1), page.orient_input)


def turn_of(picture: Picture) -> Turn:
    """How the picture must be turned to be read. Of one without text: not at all, with confidence 0."""
    grey = _flat(picture)
    turns, confidence = _quarter_turns(grey)
    return Turn(turns, _skew_deg(np.ascontiguousarray(np.rot90(grey, -turns))), confidence)


def upright(picture: Picture, turn: Turn) -> Picture:
    """The picture turned so; straightening keeps its size and repeats its border."""
    turned = np.ascontiguousarray(np.rot90(picture, -turn.quarter_turns))
    if abs(turn.skew_deg) < LEAST_SKEW_DEG:
        return turned
    height_px, width_px = turned.shape[:2]
    # OpenCV counts counter-clockwise.
    matrix = cv2.getRotationMatrix2D((width_px / 2, height_px / 2), -turn.skew_deg, 1.0)
    straight = cv2.warpAffine(
        turned, matrix, (width_px, height_px), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(straight, dtype=np.uint8)


def _flat(picture: Picture) -> Grey:
    scale = CARD_PX / max(picture.shape[:2])
    if scale < 1:
        picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return lighting.evened(lighting.grey(picture))


def _quarter_turns(grey: Grey) -> tuple[int, float]:
    page = _page_opinion(grey)
    first = int(page.argmax())
    lines = _line_opinion(grey, first)
    if lines is None:
        return (first, float(page[first])) if page[first] > SURE else (0, 0.0)
    # Opinions multiply; the page model's is held back from certainty, which it is not entitled to on cards.
    joint = np.sqrt(np.clip(page, 0.02, None)) * lines
    joint /= joint.sum()
    best = int(joint.argmax())
    return best, float(joint[best])


def _page_opinion(grey: Grey) -> NDArray[np.float64]:
    """Probabilities of 0 to 3 clockwise quarter turns being needed."""
    engines = _engines()
    out = engines.orient.run(None, {"x": engines.shape(grey)[None, None]})[0][0]
    # The model says how often the content was turned counter-clockwise; its fifth class is text in columns.
    return np.asarray(out[:4], np.float64)


LINES_ASKED = 4
PLAIN_SCORE = 40.0
"""Of at most 25 a line: two lines read with certainty, or more with less. The wrong way up four lines of cards and
sheets come to 3 at most; on their side, where rows of signs and codes pass for lines, to 56.
"""
DETECTED_PX = 672
"""The length at which lines are looked for: the widest ones are found in a smaller picture than all."""


def _line_opinion(grey: Grey, likeliest: int) -> NDArray[np.float64] | None:
    """The same by how sure the recogniser is of the widest lines; nothing without lines.

    The likeliest way is looked at first, then the other way up, then the two on the side, until one is plainly right.
    """
    scores = np.zeros(4)
    for axis, steps in ((likeliest % 2, (0, 2)), (1 - likeliest % 2, (1, 3))):
        crops = _widest(np.ascontiguousarray(np.rot90(grey, -axis)))
        for way in ((likeliest + step) % 4 for step in steps):
            scores[way] = _read_score(crops, upside_down=way >= 2)
            if scores[way] > PLAIN_SCORE:
                return _shares(scores)
    return _shares(scores) if scores.max() > 0 else None


def _shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as probabilities; low ones say little."""
    weights = np.exp(4.0 * (scores / scores.max() - 1)) ** min(2.0, scores.max() / 4)
    result: NDArray[np.float64] = weights / weights.sum()
    return result


def _widest(grey: Grey) -> list[Grey]:
    """The widest of the lines that are wider than high."""
    from trueocr.page import decode_lines, det_input

    ink, scale = det_input(grey, DETECTED_PX)
    boxes = decode_lines(_engines().detector.run(None, {"x": ink[None, None]})[0][0])[:, :4] / scale
    held = [box for box in boxes if box[2] - box[0] > 2.5 * (box[3] - box[1]) and box[3] - box[1] >= 8]
    held.sort(key=lambda box: float(box[0] - box[2]))
    return [
        np.ascontiguousarray(grey[max(0, int(top)) : int(np.ceil(bottom)), max(0, int(left)) : int(np.ceil(right))])
        for left, top, right, bottom in held[:LINES_ASKED]
    ]


def _read_score(crops: list[Grey], *, upside_down: bool) -> float:
    """How much reading these lines this way up speaks for it."""
    if not crops:
        return 0.0
    turned = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops] if upside_down else crops
    return float(sum(map(_believable, _engines().recogniser.predict(turned))))


def _believable(reading: Any) -> float:
    """How much a reading speaks for this way up: long, and sure of it."""
    sure = max(0.0, (float(reading.confidence) - 0.5) * 2) ** 2
    return sure * min(len(reading.text), 25)


def _skew_deg(grey: Grey) -> float:
    """How far clockwise the picture must be turned for its lines to be level; of a bent sheet, for them to be so on the
    whole, which is not where most of them agree.
    """
    whole = _estimated_deg(grey)
    if grey.shape[0] < grey.shape[1] or not BENT_DEG <= abs(whole) <= MOST_SKEW_DEG:
        return whole if abs(whole) <= MOST_SKEW_DEG else 0.0
    halves = [_estimated_deg(np.ascontiguousarray(half)) for half in np.array_split(grey, 2)]
    if any(abs(half) < NO_ROWS_DEG or abs(half - whole) > MOST_BENT_DEG for half in halves):
        return whole  # a half without lines says nothing
    return float(np.mean(halves))


def _estimated_deg(grey: Grey) -> float:
    from trueocr.page import estimate_skew

    return -float(estimate_skew(grey))
