"""A sheet to draw on, measured in millimetres, that remembers where each field was written. Knows no paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.papers.fonts import font
from giong.vision.shapes import Box, Picture

Colour = tuple[int, int, int]
INK: Colour = (28, 28, 32)


class Sheet:
    """Places and sizes are millimetres from the top left; a text stands on the base line at `y`."""

    def __init__(
        self, width_mm: float, height_mm: float, *, px_per_mm: float, colour: Colour = (255, 255, 255)
    ) -> None:
        self.width_mm, self.height_mm, self.px_per_mm = width_mm, height_mm, px_per_mm
        self.image = Image.new("RGB", (self.px(width_mm), self.px(height_mm)), colour)
        self.boxes: dict[str, list[Box]] = {}
        self.fields: dict[str, str] = {}
        self._draw = ImageDraw.Draw(self.image)

    def px(self, mm: float) -> int:
        return round(mm * self.px_per_mm)

    def width_of(self, text: str, file: str, size_mm: float) -> float:
        return font(file, self.px(size_mm)).getlength(text) / self.px_per_mm

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        file: str,
        size_mm: float,
        colour: Colour = INK,
        field: str = "",
        anchor: str = "l",
    ) -> float:
        """Writes, remembers the field's box, and says how wide it was. `anchor` is l, m or r."""
        face = font(file, self.px(size_mm))
        at = (self.px(x), self.px(y))
        self._draw.text(at, text, font=face, fill=colour, anchor=f"{anchor}s")
        if field:
            left, top, right, bottom = self._draw.textbbox(at, text, font=face, anchor=f"{anchor}s")
            self.boxes.setdefault(field, []).append(Box(int(left), int(top), int(right) + 1, int(bottom) + 1))
        return face.getlength(text) / self.px_per_mm

    def rule(
        self,
        points: Sequence[tuple[float, float]],
        *,
        width_mm: float = 0.15,
        colour: Colour = INK,
        dashed: bool = False,
    ) -> None:
        width = max(1, self.px(width_mm))
        placed = [(self.px(x), self.px(y)) for x, y in points]
        if not dashed:
            self._draw.line(placed, fill=colour, width=width)
            return
        (x1, y), (x2, _) = placed[0], placed[-1]
        for x in range(x1, x2, 6 * width):
            self._draw.line([(x, y), (min(x + 3 * width, x2), y)], fill=colour, width=width)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        outline: Colour | None = INK,
        fill: Colour | None = None,
        width_mm: float = 0.15,
        radius_mm: float = 0.0,
    ) -> None:
        corners = (self.px(x), self.px(y), self.px(x + width), self.px(y + height))
        self._draw.rounded_rectangle(
            corners, self.px(radius_mm), outline=outline, fill=fill, width=max(1, self.px(width_mm))
        )

    def paste(self, picture: Image.Image, x: float, y: float, *, mask: Image.Image | None = None) -> None:
        self.image.paste(picture, (self.px(x), self.px(y)), mask)

    def wrapped(self, text: str, file: str, size_mm: float, *, first_mm: float, width_mm: float) -> list[str]:
        """Broken at spaces: the first line has `first_mm` of room, the others `width_mm`. A first line without room for
        one word is empty.
        """
        lines: list[str] = [""]
        for word in text.split():
            tried = f"{lines[-1]} {word}".strip()
            room = first_mm if len(lines) == 1 else width_mm
            if self.width_of(tried, file, size_mm) <= room or (len(lines) > 1 and not lines[-1]):
                lines[-1] = tried
            else:
                lines.append(word)
        return lines

    @property
    def picture(self) -> Picture:
        return np.asarray(self.image)
