"""Pictures: JPEG, PNG, TIFF (all pages), WebP, GIF, BMP, HEIC, as RGB and upright by their EXIF. Knows no paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from giong.vision import refusals
from giong.vision.leaf import Leaf, Limits
from giong.vision.shapes import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP", "AVIF")
"""Of Pillow's many readers, those that papers come in; JPEG takes in MPO, a phone's file with a second picture."""
USEFUL_PIXELS = 40_000_000
"""A larger JPEG is reduced while it is decoded: 108-million-pixel phones see no more detail than at half their size."""
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, ZeroDivisionError, OverflowError)


def leaves(data: bytes, limits: Limits) -> Iterator[Leaf]:
    """The pictures of a TIFF, the one (of an animation: the first) of the others."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise refusals.damaged() from error
    except Image.DecompressionBombError as error:
        raise refusals.too_many_pixels(limits.pixels) from error
    except _BROKEN as error:
        raise refusals.damaged() from error
    pages = _pages(image)
    if pages > limits.pages:
        raise refusals.too_many_pages(pages, limits.pages)
    with image:
        for index in range(pages):
            yield replace(_leaf(image, index, pages, limits), of_all=pages)


def heic(data: bytes, limits: Limits) -> Iterator[Leaf]:
    """The main picture of a HEIC or AVIF file. libheif turns it upright itself."""
    import pi_heif

    try:
        opened = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    except (ValueError, RuntimeError, OSError, SyntaxError, EOFError) as error:
        raise refusals.damaged() from error
    width_px, height_px = opened.size
    if width_px * height_px > limits.pixels:
        raise refusals.too_many_pixels(limits.pixels)
    try:
        picture = _rgb(opened.to_pillow())
    except (ValueError, RuntimeError, OSError, SyntaxError, EOFError) as error:
        raise refusals.damaged() from error
    yield Leaf(1, picture, of_all=1)


def _pages(image: Image) -> int:
    """Pages of a TIFF; an animation and a phone's second picture are not pages."""
    if image.format != "TIFF":
        return 1
    try:
        return int(getattr(image, "n_frames", 1))
    except _BROKEN as error:
        raise refusals.damaged() from error


def _leaf(image: Image, index: int, pages: int, limits: Limits) -> Leaf:
    try:
        image.seek(index)
        _reduce(image)
        width_px, height_px = image.size
        if width_px * height_px > limits.pixels:
            raise refusals.too_many_pixels(limits.pixels)
        return Leaf(index + 1, _rgb(image), dpi=_dpi(image))
    except (*_BROKEN, MemoryError) as error:
        if pages == 1:
            raise refusals.damaged() from error
        return Leaf(index + 1, problem="page.broken")


def _reduce(image: Image) -> None:
    """Ask the JPEG decoder for half the size, or a quarter, of a picture beyond what is useful; others have none."""
    width_px, height_px = image.size
    halvings = 0
    while (width_px >> halvings) * (height_px >> halvings) > USEFUL_PIXELS:
        halvings += 1
    if halvings:
        image.draft("RGB", (width_px >> halvings, height_px >> halvings))


def _dpi(image: Image) -> float:
    """What the file says, where that is believable: phones write 72 and mean nothing by it."""
    given = image.info.get("dpi", (0.0, 0.0))
    try:
        dpi = float(min(given))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0
    return dpi if 100 <= dpi <= 1200 else 0.0


def _rgb(image: Image) -> Picture:
    """The picture as it is meant to be seen: turned by its EXIF, 16 bits as 8, on white where it is transparent."""
    from PIL import Image, ImageOps

    if image.mode.startswith("I") or image.mode == "F":
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        ground = Image.new("RGB", clear.size, (255, 255, 255))
        ground.paste(clear, mask=clear.getchannel("A"))
        turned = ground
    return np.asarray(turned.convert("RGB"), dtype=np.uint8)


def _eight_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    if values.dtype == np.uint16 or values.max(initial=0) > 255:
        top = 65535.0 if values.dtype.kind in "iu" else float(values.max())
        values = values.astype(np.float32) * (255.0 / top)
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)
