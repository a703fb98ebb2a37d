"""Papers that tests draw: a card with text, lying on a table in perspective, and PDFs written by hand."""

from __future__ import annotations

import zlib

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from giong.vision.shapes import Picture

LINES = (
    "CONG HOA XA HOI CHU NGHIA VIET NAM",
    "So / No.: 001099012345",
    "Ho va ten / Full name: NGUYEN THI MINH KHAI",
    "Ngay sinh / Date of birth: 01/02/1999",
    "Noi thuong tru: 12 Tran Hung Dao, Hoan Kiem",
)


def card(width_px: int = 1012, height_px: int = 638) -> Picture:
    """A pale card with a dark portrait and five lines of text."""
    image = Image.new("RGB", (width_px, height_px), (214, 232, 224))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 200, 270, 500), fill=(96, 84, 120))
    for row, text in enumerate(LINES):
        draw.text((300, 90 + 95 * row), text, fill=(24, 24, 40), font=ImageFont.load_default(30))
    return np.asarray(image)


def table(width_px: int, height_px: int, *, seed: int = 7) -> NDArray[np.float32]:
    """A brown table with grain."""
    noise = np.random.default_rng(seed).normal(0, 1, (height_px // 4 + 1, 8)).astype(np.float32)
    grain = cv2.resize(noise, (width_px, height_px), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.array([120, 84, 60], np.float32) + 10 * grain[..., None], np.float32)


def photographed(
    paper: Picture, corners: NDArray[np.float32], *, width_px: int = 1600, height_px: int = 1200
) -> Picture:
    """The paper on a table with its corners at the given places."""
    height, width = paper.shape[:2]
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    homography = cv2.getPerspectiveTransform(own, np.asarray(corners, np.float32))
    laid = cv2.warpPerspective(paper.astype(np.float32), homography, (width_px, height_px))
    covered = cv2.warpPerspective(np.ones((height, width), np.float32), homography, (width_px, height_px))[..., None]
    scene = cv2.GaussianBlur(table(width_px, height_px) * (1 - covered) + laid * covered, (0, 0), 1.0)
    noise = np.random.default_rng(1).normal(0, 2.0, scene.shape)
    return np.asarray(np.clip(scene + noise, 0, 255), np.uint8)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(out),
    )


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(data), data)


def pages(contents: list[bytes], *, resources: bytes = b"", extra: tuple[bytes, ...] = ()) -> bytes:
    """A PDF with one page for each stream of contents; `extra` objects are numbered from 3 + 2 × pages."""
    count = len(contents)
    kids = b" ".join(b"%d 0 R" % (3 + 2 * index) for index in range(count))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)]
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    for index, content in enumerate(contents):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s%s>>>>"
        objects += [page % (4 + 2 * index, font, resources), content]
    return pdf(*objects, *extra)


def text_content(text: bytes) -> bytes:
    return stream(zlib.compress(b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % text), b"/Filter/FlateDecode")
