"""PDF: digital pages as words with places, scanned ones as pictures at their own resolution. Recognises nothing.

PDFium is not safe for threads: every call into it holds one lock. A text layer is believed only where it accounts for
the page: scans carry the note of an e-signature, a few words over a picture of the whole page.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from giong.vision import refusals
from giong.vision.files import packed
from giong.vision.leaf import Leaf, Limits
from giong.vision.page import Block, Line, Page, Word
from giong.vision.shapes import Box, Picture, around

DRAWN_DPI = 200.0
"""Digital pages: their letters are known already, the picture is for stamps, codes and people."""
MOST_DPI = 300.0
LEAST_DPI = 150.0
LEAST_LETTERS = 20
"""A digital page with fewer is drawn and read like a scan: it may hold its text as curves."""
SCAN_SHARE = 0.6
"""Of the page under one picture: then it is a scan, unless `LETTERS_ON_SCAN` lie on it."""
LETTERS_ON_SCAN = 400
"""Letters over a full picture that make a text layer: an e-signature's note has about 150, a page of text 1,000."""
BROKEN = "page.broken"
POINTS_AN_INCH = 72.0
IMAGE_OBJECT = 3
"""PDFium's number for pictures (`FPDF_PAGEOBJ_IMAGE`)."""

_PDFIUM = threading.RLock()


def leaves(data: bytes, password: str, limits: Limits) -> Iterator[Leaf]:
    """One page after the other; a page that PDFium cannot load is named by its problem and the rest go on."""
    packed.refuse_bombs(data, limits)
    document = _opened(data, password)
    with _PDFIUM:
        pages = len(document)
    if pages == 0:
        raise refusals.damaged()
    if pages > limits.pages:
        raise refusals.too_many_pages(pages, limits.pages)
    damage = Damage(data)
    for index in range(pages):
        yield replace(_leaf(document, index, limits, damage), of_all=pages)


def _opened(data: bytes, password: str) -> Any:
    import pypdfium2

    try:
        with _PDFIUM:
            return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        if "password" not in str(error).lower():
            raise refusals.damaged() from error
        raise (refusals.wrong_password() if password else refusals.encrypted()) from error


def _leaf(document: Any, index: int, limits: Limits, damage: Damage) -> Leaf:
    import pypdfium2

    try:
        with _PDFIUM:
            page = document[index]
            if damage.spoils(page):
                return Leaf(index + 1, problem=BROKEN)
            width_pt, height_pt = page.get_size()
            scan_dpi = _scan_dpi(page, width_pt, height_pt)
            dpi = _drawable_dpi(scan_dpi or DRAWN_DPI, width_pt, height_pt, limits)
            layer = _layer(page, index + 1, dpi, LETTERS_ON_SCAN if scan_dpi else LEAST_LETTERS)
            # A scan is drawn at once: whether its picture can be decoded is a part of whether the page is whole.
            drawn = None if layer is not None else _drawn(page, dpi)
    except (pypdfium2.PdfiumError, ValueError, IndexError, MemoryError):
        return Leaf(index + 1, problem=BROKEN)
    return Leaf(index + 1, drawn if drawn is not None else partial(_drawn, page, dpi), dpi=dpi, layer=layer)


class Damage:
    """What of a file is broken so that PDFium, which forgives much, shows an empty page and says nothing."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def _has_broken_stream(self) -> bool:
        return packed.has_broken_stream(self._data)

    def spoils(self, page: Any) -> bool:
        """Whether the page is empty, or its picture incomplete, because the file is damaged."""
        if page.get_mediabox(fallback_ok=False) is None:
            return True
        objects = list(page.get_objects(max_depth=3))
        if not objects:
            return self._has_broken_stream
        return any(_is_cut_off(item) for item in objects if item.type == IMAGE_OBJECT)


def _is_cut_off(picture: Any) -> bool:
    """Whether a JPEG lacks its end. Some writers leave out the last mark only: then decoding it has the last word."""
    if picture.get_filters()[-1:] != ["DCTDecode"]:
        return False
    data = bytes(picture.get_data())
    if b"\xff\xd9" in data[-1024:]:
        return False
    from PIL import Image

    try:
        Image.open(io.BytesIO(data), formats=("JPEG",)).load()
    except (OSError, ValueError, SyntaxError):
        return True
    return False


def _drawn(page: Any, dpi: float) -> Picture:
    with _PDFIUM:
        return _rgb(page.render(scale=dpi / POINTS_AN_INCH, rev_byteorder=True).to_numpy())


def _rgb(drawn: Picture) -> Picture:
    if drawn.ndim == 2 or drawn.shape[2] == 1:
        return np.repeat(drawn.reshape(*drawn.shape[:2], 1), 3, axis=2)
    return np.ascontiguousarray(drawn[:, :, :3])


def _drawable_dpi(dpi: float, width_pt: float, height_pt: float, limits: Limits) -> float:
    """`dpi`, or less for a page so large that its picture would be refused."""
    pixels = width_pt * height_pt * (dpi / POINTS_AN_INCH) ** 2
    return dpi if pixels <= limits.pixels else dpi * float(np.sqrt(limits.pixels / pixels))


def _scan_dpi(page: Any, width_pt: float, height_pt: float) -> float:
    """The resolution of the picture that covers the page, between sane bounds; 0 when none does."""
    covered, dpi = 0.0, 0.0
    for picture in page.get_objects(filter=[IMAGE_OBJECT], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        share = max(0.0, right - left) * max(0.0, top - bottom) / max(1.0, width_pt * height_pt)
        covered += share
        if right > left and share > 0.02:
            # A turned page has its picture's sides swapped: the larger side belongs to the larger.
            dpi = max(dpi, max(picture.get_px_size()) / max(right - left, top - bottom) * POINTS_AN_INCH)
    return float(np.clip(dpi, LEAST_DPI, MOST_DPI)) if covered >= SCAN_SHARE and dpi else 0.0


def _layer(page: Any, number: int, dpi: float, least_letters: int) -> Page | None:
    """The page's own words; nothing when they are too few, or no letters (fonts without a table of characters)."""
    text_page = page.get_textpage()
    try:
        words = list(_words(text_page, page, dpi))
    finally:
        text_page.close()
    letters = sum(char.isalnum() for word in words for char in word.text)
    unreadable = sum(not char.isprintable() or "\ue000" <= char <= "\uf8ff" for word in words for char in word.text)
    if letters < least_letters or unreadable > 0.1 * letters:
        return None
    width_pt, height_pt = page.get_size()
    blocks = tuple(_blocks(_lines(words)))
    return Page(number, round(width_pt * dpi / POINTS_AN_INCH), round(height_pt * dpi / POINTS_AN_INCH), blocks)


def _words(text_page: Any, page: Any, dpi: float) -> Iterator[Word]:
    """Characters between white space, in the order of the file, with the box around them."""
    scale = dpi / POINTS_AN_INCH
    height_pt = page.get_size()[1]
    text = ""
    boxes: list[Box] = []
    for index in range(text_page.count_chars()):
        char = text_page.get_text_range(index, 1)
        if not char.strip():
            if text:
                yield Word(text, around(boxes))
            text, boxes = "", []
            continue
        left, bottom, right, top = text_page.get_charbox(index, loose=True)
        text += char
        boxes.append(
            Box(
                int(left * scale),
                int((height_pt - top) * scale),
                round(right * scale),
                round((height_pt - bottom) * scale),
            )
        )
    if text:
        yield Word(text, around(boxes))


def _lines(words: list[Word]) -> list[Line]:
    """Words that follow each other at one height are a line."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and _follows(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple(line), around(word.box for word in line), engine="text layer") for line in lines]


def _follows(before: Word, word: Word) -> bool:
    height_px = max(1, min(before.box.height_px, word.box.height_px))
    shared = min(before.box.bottom, word.box.bottom) - max(before.box.top, word.box.top)
    gap_px = word.box.left - before.box.right
    return shared > 0.5 * height_px and -height_px < gap_px < 3 * height_px


def _blocks(lines: list[Line]) -> Iterator[Block]:
    """Lines close below each other are a block."""
    block: list[Line] = []
    for line in lines:
        if block and not _continues(block[-1], line):
            yield Block(tuple(block))
            block = []
        block.append(line)
    if block:
        yield Block(tuple(block))


def _continues(before: Line, line: Line) -> bool:
    gap_px = line.box.top - before.box.bottom
    overlaps = min(before.box.right, line.box.right) > max(before.box.left, line.box.left)
    return overlaps and -0.5 * line.box.height_px < gap_px < 0.9 * line.box.height_px
