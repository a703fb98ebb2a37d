"""Codes that machines read, on a paper or in a photo: QR, barcodes. Knows not what is written in them.

Most pictures hold none, and must cost little: what follows the first look is done only where something looks like a
code.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from giong.vision import lighting
from giong.vision.page import Barcode
from giong.vision.shapes import Box, Grey, Picture, around

BUDGET_S = 0.25
"""For second looks at places that resemble a code."""
FIRST_LOOK_PX = 2000
UNLIKELY = frozenset({"MicroQRCode", "RMQRCode"})
"""On no paper, but seen in blurred QR codes and in guilloche: what they say would end the search."""


def barcodes(picture: Picture, *, budget_s: float = BUDGET_S) -> tuple[Barcode, ...]:
    """The codes found, boxes in the pixels of the picture."""
    grey = lighting.grey(picture)
    scale = min(1.0, FIRST_LOOK_PX / max(grey.shape))
    found = _read(_grown(grey, scale), scale=scale)
    if found:
        return found
    until_s = time.monotonic() + budget_s
    for place in _places(grey):
        crop = place.cut(grey)
        for variant, grown in _variants(crop):
            if time.monotonic() > until_s:
                return ()
            found = _read(variant, scale=grown, left=place.left, top=place.top)
            if found:
                return found
    return ()


def _read(grey: Grey, *, scale: float, left: int = 0, top: int = 0) -> tuple[Barcode, ...]:
    import zxingcpp

    results = zxingcpp.read_barcodes(np.ascontiguousarray(grey))
    return tuple(
        Barcode(_format(result), text, _box(result.position, scale, left, top))
        for result in results
        if result.valid and _format(result) not in UNLIKELY and (text := _text(result))
    )


def _format(result: Any) -> str:
    return str(result.format).rsplit(".", 1)[-1].replace(" ", "").replace("-", "")


def _text(result: Any) -> str:
    """The bytes as UTF-8 where they are that: without a mark in the code the library guesses other encodings."""
    try:
        return bytes(result.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return str(result.text)


def _box(position: Any, scale: float, left: int, top: int) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    xs = [left + corner.x / scale for corner in corners]
    ys = [top + corner.y / scale for corner in corners]
    return around([Box(int(min(xs)), int(min(ys)), int(max(xs)) + 1, int(max(ys)) + 1)])


TEXTURE_PX = 512


def _places(grey: Grey) -> Iterator[Box]:
    """Square patches full of edges in both directions, as a QR code is, the fullest first."""
    scale = min(1.0, TEXTURE_PX / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    across, down = np.abs(cv2.Sobel(small, cv2.CV_32F, 1, 0)), np.abs(cv2.Sobel(small, cv2.CV_32F, 0, 1))
    both = np.minimum(cv2.blur(across, (15, 15)), cv2.blur(down, (15, 15)))
    _, mask = cv2.threshold(np.clip(both, 0, 255).astype(np.uint8), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.erode(mask, np.ones((5, 5), np.uint8)))
    boxes = []
    for index in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[index])
        if min(width, height) >= 14 and 0.5 < width / height < 2.0 and area > 0.5 * width * height:
            fullness = float(both[y : y + height, x : x + width].mean())
            boxes.append((fullness, Box(x, y, x + width, y + height).grown(max(8, width // 3))))
    for _, box in sorted(boxes, key=lambda scored: -scored[0])[:4]:
        yield Box(*(round(side / scale) for side in (box.left, box.top, box.right, box.bottom))).within(
            grey.shape[1], grey.shape[0]
        )


def _variants(crop: Grey) -> Iterator[tuple[Grey, float]]:
    """The crop enlarged, sharpened, binarised: each with how much it was enlarged."""
    for grown in (2.0, 3.0, 1.0):
        large = _grown(crop, grown)
        yield large, grown
        for radius_px, amount in ((1.5 * grown, 2.0), (2.5 * grown, 4.0)):
            yield lighting.sharpened(large, radius_px=radius_px, amount=amount), grown
        side = max(3, int(min(large.shape) / 8) | 1)
        binary = cv2.adaptiveThreshold(large, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, side, 4)
        yield np.asarray(binary, np.uint8), grown


def _grown(grey: Grey, scale: float) -> Grey:
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return grey if scale == 1 else np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way), np.uint8)
