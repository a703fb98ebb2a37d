"""Lines drawn and worn: the ground, the light, the lens, the camera's compression. Knows no network.

A line is given as the recogniser takes it, the ink of a strip 96 pixels high with the line in its middle third.
"""

from __future__ import annotations

import math
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.recogniser.texts import Text, Writer

Ink = NDArray[np.float32]
"""96 × width, 0 ground to 1 ink."""
Shade = NDArray[np.float32]
"""Height × width, 0 black to 255 white."""
KEPT_FOR_REPORTS = (
    *("OpenSans", "Lato", "NotoSans-", "NotoSansDisplay", "NotoSerifDisplay", "FreeSans", "FreeSerif", "FreeMono"),
    *("Liberation", "Cousine"),
)
"""The report's specimens (`bench/papers/fonts.py`) are set in these, or in the same shapes under another name."""
UNREADABLE = ("Thin", "Hairline", "ExtraLight", "Black")
MACHINE_FONT = "OCRB.otf"
FLAT = 8


def fonts() -> list[str]:
    """Files of the installed typefaces that have Vietnamese letters, without those kept for reports."""
    listed = subprocess.run(["fc-list", ":lang=vi", "file"], capture_output=True, text=True, check=True).stdout
    files = sorted(row.split(":")[0].strip() for row in listed.splitlines())
    return [file for file in files if not any(part in file for part in (*KEPT_FOR_REPORTS, *UNREADABLE))]


@dataclass(frozen=True)
class Drawn:
    """Ink on a ground of 0, and the box of the line: left, top, right, bottom."""

    ink: Shade
    box: tuple[float, float, float, float]

    @property
    def height_px(self) -> float:
        return self.box[3] - self.box[1]


class Press:
    """Draws texts and wears them. `chance` decides everything, so that a seed gives the same lines again."""

    def __init__(self, writer: Writer, files: Sequence[str], chance: Random) -> None:
        self._writer = writer
        self._files = files
        self._chance = chance
        self._noise = np.random.default_rng(chance.getrandbits(32))

    def line(self, wear: float | None = None) -> tuple[Ink, str]:
        """A worn line and what is to be read. `wear` goes from 0 (printed) to 1 (a bad photo); None: any."""
        wear = self._chance.random() ** 0.7 if wear is None else wear
        text = self._writer.text()
        drawn = self._drawn(text)
        shade = self._seen(self._lit(self._inked(drawn, wear), wear), drawn.height_px, wear)
        return self._strip(shade, drawn), text.read

    def _drawn(self, text: Text) -> Drawn:
        size_px = int(math.exp(self._chance.uniform(math.log(12), math.log(52))))
        file = self._chance.choice(self._files)
        if "<" in text.read and self._chance.random() < 0.6:
            file = MACHINE_FONT
        face = _font(file, size_px)
        _, top, _, bottom = face.getbbox("ẨẾỘgy|")
        margin = int(1.3 * (bottom - top))
        width_px = max(size_px, int(face.getlength(text.shown))) + 2 * margin
        picture = Image.new("L", (width_px, int(bottom - top) + 2 * margin), 0)
        pen = ImageDraw.Draw(picture)
        pen.text((margin, margin - top), text.shown, fill=255, font=face)
        rows = np.flatnonzero(np.asarray(picture).max(1) > 60)
        capital = face.getbbox("H")
        first = min([*rows[:1], margin - top + capital[1]])
        last = max([*rows[-1:], margin - top + capital[3]])
        for below in (-1, 1):  # other lines lie above and below
            if self._chance.random() < 0.5:
                away = self._chance.uniform(1.15, 2.0) * (last - first)
                neighbour = Image.new("L", picture.size, 0)
                beside = self._writer.text().shown
                ImageDraw.Draw(neighbour).text((margin, margin - top + below * away), beside, fill=255, font=face)
                cut = (0, int(last) + 2, width_px, picture.height) if below > 0 else (0, 0, width_px, int(first) - 1)
                if cut[3] > cut[1]:
                    picture.paste(neighbour.crop(cut), cut)
        ink = np.asarray(picture, np.float32) / 255
        return Drawn(ink, (margin, float(first), width_px - margin, float(last)))

    def _inked(self, drawn: Drawn, wear: float) -> Shade:
        height, width = drawn.ink.shape
        ground = np.full((height, width), self._chance.uniform(165, 255), np.float32)
        if self._chance.random() < 0.3 + 0.4 * wear:
            ground += self._clouds(height, width) * self._chance.uniform(2, 14)
        if self._chance.random() < 0.25 + 0.4 * wear:
            self._guilloche(ground, drawn.height_px, wear)
        ink = drawn.ink
        if self._chance.random() < 0.15:  # too little ink here and there
            ink = ink * np.clip(0.8 + 0.35 * self._clouds(height, width), 0.3, 1)
        if self._chance.random() < 0.1:
            ink = cv2.dilate(ink, np.ones((2, 2)))
        darkest = min(self._chance.uniform(0, 70) + 70 * wear * self._chance.random(), float(ground.min()) - 35)
        shade = ground * (1 - ink) + darkest * ink
        return np.asarray(255 - shade if self._chance.random() < 0.1 else shade, np.float32)

    def _clouds(self, height: int, width: int) -> Shade:
        cells = self._noise.standard_normal((4, max(2, 4 * width // max(1, height)))).astype(np.float32)
        return np.asarray(cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)

    def _guilloche(self, ground: Shade, line_px: float, wear: float) -> None:
        height, width = ground.shape
        across = np.arange(width)
        for _ in range(self._chance.randint(4, 22)):
            wave = np.sin(across * 2 * np.pi / (self._chance.uniform(1.5, 9) * line_px) + self._chance.uniform(0, 6))
            slope = self._chance.uniform(-0.4, 0.4) * across + self._chance.uniform(-0.5, 1.5) * height
            points = np.stack([across, self._chance.uniform(0.1, 1.2) * line_px * wave + slope], 1).astype(np.int32)
            tone = float(ground.mean()) - self._chance.uniform(8, 60) * (0.4 + wear)
            cv2.polylines(ground, [points], False, tone, 1, cv2.LINE_AA)

    def _lit(self, shade: Shade, wear: float) -> Shade:
        height, width = shade.shape
        down, across = np.mgrid[0:height, 0:width].astype(np.float32)
        if self._chance.random() < 0.1 + 0.3 * wear:  # the edge of a shadow
            turn = self._chance.uniform(0, 2 * np.pi)
            along = across * math.cos(turn) + down * math.sin(turn)
            along = (along - along.min()) / (np.ptp(along) + 1)
            edge = 1 / (1 + np.exp((self._chance.uniform(0.2, 0.8) - along) * self._chance.uniform(4, 40)))
            shade = shade * (1 - self._chance.uniform(0.15, 0.65) * edge)
        if self._chance.random() < 0.18 * wear:  # a soft reflection
            radius = self._chance.uniform(0.3, 1.5) * height
            away = (across - self._chance.uniform(0, width)) ** 2 + (down - self._chance.uniform(0, height)) ** 2
            shade = shade + self._chance.uniform(30, 150) * np.exp(-away / (2 * radius**2))
        if self._chance.random() < 0.5:
            shade = (shade - 128) * self._chance.uniform(0.45, 1.1) + self._chance.uniform(70, 170)
        return np.asarray(shade, np.float32)

    def _seen(self, shade: Shade, line_px: float, wear: float) -> NDArray[np.uint8]:
        height, width = shade.shape
        if self._chance.random() < 0.75:
            shade = self._tilted(shade, line_px * (0.05 + 0.22 * wear))
        if self._chance.random() < 0.25 + 0.5 * wear:
            shade = cv2.GaussianBlur(shade, (0, 0), max(0.3, self._chance.uniform(0.015, 0.02 + 0.07 * wear) * line_px))
        if self._chance.random() < 0.35 * wear:
            shade = cv2.filter2D(shade, -1, self._shake(line_px, wear), borderType=cv2.BORDER_REPLICATE)
        if self._chance.random() < 0.15 + 0.3 * wear and line_px > 16:  # seen from afar, enlarged again
            share = max(9 / line_px, self._chance.uniform(0.35, 0.9))
            small = cv2.resize(shade, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
            shade = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
        if self._chance.random() < 0.3 + 0.4 * wear:
            shade = shade + self._noise.standard_normal(shade.shape) * self._chance.uniform(1, 4 + 16 * wear)
        seen = np.clip(shade, 0, 255).astype(np.uint8)
        if self._chance.random() < 0.3 + 0.5 * wear:
            quality = [cv2.IMWRITE_JPEG_QUALITY, self._chance.randint(int(90 - 58 * wear), 95)]
            seen = np.asarray(cv2.imdecode(cv2.imencode(".jpg", seen, quality)[1], cv2.IMREAD_GRAYSCALE), np.uint8)
        if self._chance.random() < 0.07 and wear < 0.6:  # a scan in black and white
            seen = np.asarray((seen > seen.mean() - self._chance.randint(5, 40)) * 255, np.uint8)
        return seen

    def _tilted(self, shade: Shade, by_px: float) -> Shade:
        height, width = shade.shape
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        moved = corners + np.array(
            [[self._chance.uniform(-by_px, by_px), self._chance.uniform(-by_px, by_px) / 2] for _ in corners],
            np.float32,
        )
        turned = cv2.getPerspectiveTransform(corners, moved)
        return np.asarray(
            cv2.warpPerspective(shade, turned, (width, height), borderMode=cv2.BORDER_REPLICATE), np.float32
        )

    def _shake(self, line_px: float, wear: float) -> Shade:
        length = max(2, int(self._chance.uniform(0.06, 0.05 + 0.22 * wear) * line_px))
        turn, middle = self._chance.uniform(0, np.pi), (length - 1) / 2
        reach = (middle * math.cos(turn), middle * math.sin(turn))
        kernel = np.zeros((length, length), np.float32)
        start = (round(middle - reach[0]), round(middle - reach[1]))
        cv2.line(kernel, start, (round(middle + reach[0]), round(middle + reach[1])), 1.0, 1)
        return np.asarray(kernel / kernel.sum(), np.float32)

    def _strip(self, seen: NDArray[np.uint8], drawn: Drawn) -> Ink:
        """The crop as a detector of lines would make it, with the page around it or with white."""
        from trueocr.preprocess import crop_line

        slack = drawn.height_px
        left, top, right, bottom = drawn.box
        box = [
            max(0.0, left - self._chance.uniform(-0.08, 0.25) * slack),
            max(0.0, top - self._chance.uniform(-0.06, 0.16) * slack),
            min(seen.shape[1], right + self._chance.uniform(-0.08, 0.25) * slack),
            min(seen.shape[0], bottom + self._chance.uniform(-0.06, 0.16) * slack),
        ]
        inside = seen[int(box[1]) : int(box[3]) + 1, int(box[0]) : int(box[2]) + 1]
        low, high = np.percentile(inside, (1, 99))
        if high - low >= FLAT:
            seen = np.clip((seen.astype(np.float32) - low) * (255 / (high - low)), 0, 255).astype(np.uint8)
        if self._chance.random() < 0.5:
            seen = np.ascontiguousarray(seen[int(box[1]) : int(box[3]) + 1, int(box[0]) : int(box[2]) + 1])
            box = [0, 0, seen.shape[1], seen.shape[0]]
        return np.asarray(crop_line(seen, box, window=3, max_width=768), np.float32)


@lru_cache(maxsize=600)
def _font(file: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size_px)
