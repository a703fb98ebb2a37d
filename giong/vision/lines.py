"""Where the lines of a page are and in which order they are read. Knows nothing of what they say."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from giong.vision.shapes import Box, Grey
from giong.vision.trueocr import folder

_lock = threading.Lock()
_engines: list[Any] = []


def find_lines(grey: Grey) -> list[Box]:
    """The lines of an upright page, roughly from top to bottom; none on a blank one."""
    height, width = grey.shape[:2]
    boxes = []
    for left, top, right, bottom, _ in _engine().detect(grey):
        box = Box(int(left), int(top), int(np.ceil(right)), int(np.ceil(bottom))).within(width, height)
        if min(box.width_px, box.height_px) >= 4:
            boxes.append(box)
    return sorted(boxes, key=lambda box: (box.top, box.left))


def reading_order(boxes: Sequence[Box], texts: Sequence[str], *, width_px: int, height_px: int) -> list[int]:
    """Indices of `boxes` in the order in which a person reads them: columns one after the other, tables row by row."""
    corners = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float32).reshape(-1, 4)
    order: list[int] = _engine().reading_order(corners, list(texts), (width_px, height_px))
    return order


def _engine() -> Any:
    with _lock:
        if not _engines:
            from trueocr.page import PageEngine

            _engines.append(PageEngine(folder(), threads=2))
        return _engines[0]
