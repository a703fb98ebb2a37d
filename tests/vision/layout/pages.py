"""Pages that tests draw: tables with and without lines, titles, lists, seals; with the words where they were drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from giong.vision.page import Block, Line, Page, Word
from giong.vision.shapes import Box, Picture, around

WIDTH_PX, HEIGHT_PX = 1240, 1754
SYLLABLES = ("may", "bom", "nuoc", "vong", "cao", "su", "tru", "cuon", "voi", "lang", "dau", "noi", "xe", "no", "giay")


def font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size_px)


@dataclass
class Sheet:
    """A white sheet on which words are written one line after the other."""

    width_px: int = WIDTH_PX
    height_px: int = HEIGHT_PX
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width_px, self.height_px), (250, 250, 246))
        self.draw = ImageDraw.Draw(self.image)

    def write(self, text: str, left: int, top: int, *, size: int = 24, bold: bool = False) -> Line:
        """The line; its box is as high as letters with ascenders and hooks are."""
        words = []
        at = float(left)
        for word in text.split():
            width = self.draw.textlength(word, font=font(size))
            self.draw.text((at, top), word, font=font(size), fill=(20, 20, 20), stroke_width=int(bold))
            words.append(Word(word, Box(int(at), top, int(at + width) + 1, top + round(1.25 * size)), 0.95))
            at += width + self.draw.textlength(" ", font=font(size))
        line = Line(tuple(words), around(word.box for word in words), 0.95, "drawn")
        self.lines.append(line)
        return line

    def centred(self, text: str, top: int, *, size: int = 24, bold: bool = False) -> Line:
        width = self.draw.textlength(text, font=font(size))
        return self.write(text, round((self.width_px - width) / 2), top, size=size, bold=bold)

    @property
    def picture(self) -> Picture:
        return np.asarray(self.image)

    @property
    def page(self) -> Page:
        return Page(1, self.width_px, self.height_px, (Block(tuple(self.lines)),))


@dataclass(frozen=True)
class Drawn:
    """A table as it was drawn: its rows as texts, and the spans (row, column, height, width) of its cells."""

    rows: list[list[str]]
    spans: set[tuple[int, int, int, int]]


def ruled(sheet: Sheet, seed: int, *, top: int = 300) -> Drawn:
    """A table with lines: some cells joined, some empty, some of two lines, with or without an outer frame."""
    dice = Random(seed)
    rows, columns = dice.randint(2, 9), dice.randint(2, 6)
    widths = [dice.randint(120, 220) for _ in range(columns)]
    scale = min(1.0, 1040 / sum(widths))
    xs = [100]
    for width in widths:
        xs.append(xs[-1] + max(100, round(width * scale)))
    ys = [top]
    for _ in range(rows):
        ys.append(ys[-1] + dice.choice((44, 52, 84)))
    spans = _spans(dice, rows, columns)
    framed, thick = dice.random() < 0.7, dice.choice((1, 2, 3))
    grid = [[""] * columns for _ in range(rows)]
    for row, column, height, width in spans:
        box = Box(xs[column], ys[row], xs[column + width], ys[row + height])
        _frame(sheet, box, Box(xs[0], ys[0], xs[-1], ys[-1]), framed, thick)
        grid[row][column] = "" if dice.random() < 0.12 and row else _fill(sheet, dice, box)
    return Drawn(grid, spans)


def _spans(dice: Random, rows: int, columns: int) -> set[tuple[int, int, int, int]]:
    taken: set[tuple[int, int]] = set()
    spans = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            height = 2 if dice.random() < 0.08 and row + 1 < rows and column > 0 else 1
            width = 2 if dice.random() < 0.1 and column > 0 and column + 2 < columns else 1
            own = {(row + y, column + x) for y in range(height) for x in range(width)}
            if own & taken:
                own, height, width = {(row, column)}, 1, 1
            taken |= own
            spans.add((row, column, height, width))
    return spans


def _frame(sheet: Sheet, box: Box, whole: Box, framed: bool, thick: int) -> None:
    sides = {
        "left": (box.left, box.top, box.left, box.bottom),
        "right": (box.right, box.top, box.right, box.bottom),
        "top": (box.left, box.top, box.right, box.top),
        "bottom": (box.left, box.bottom, box.right, box.bottom),
    }
    for side, ends in sides.items():
        if framed or side in ("top", "bottom") or getattr(box, side) != getattr(whole, side):
            sheet.draw.line(ends, fill=(40, 40, 40), width=thick)


def _fill(sheet: Sheet, dice: Random, box: Box) -> str:
    lines = 2 if box.height_px > 80 and dice.random() < 0.6 else 1
    written = []
    for number in range(lines):
        text = f"{dice.randint(1, 999)}.000" if dice.random() < 0.3 else _words(sheet, dice, box.width_px - 24)
        written.append(text)
        sheet.write(text, box.left + 10, box.top + 8 + 32 * number, size=20)
    return " ".join(written)


def _words(sheet: Sheet, dice: Random, width_px: int) -> str:
    text = dice.choice(SYLLABLES)
    while True:
        longer = f"{text} {dice.choice(SYLLABLES)}"
        if len(longer.split()) > 4 or sheet.draw.textlength(longer, font=font(20)) > width_px:
            return text
        text = longer


def unruled(sheet: Sheet, seed: int, *, top: int = 300) -> list[list[str]]:
    """Goods and amounts in columns without a line between them."""
    dice = Random(seed)
    columns = dice.randint(2, 4)
    rights = [round(760 + at * 400 / max(1, columns - 1)) for at in range(columns)][1:]
    heads = ["Ten hang", "SL", "Don gia", "Tien"]
    rows = [[heads[0], *heads[-len(rights) :]]] if dice.random() < 0.7 else []
    for _ in range(dice.randint(4, 9)):
        amounts = [f"{dice.randint(1, 99)}" if at == 0 and columns > 2 else _amount(dice) for at in range(len(rights))]
        rows.append([_words(sheet, dice, 420), *amounts])
    for number, row in enumerate(rows):
        y = top + 40 * number
        sheet.write(row[0], 120, y)
        for text, right in zip(row[1:], rights, strict=True):
            sheet.write(text, round(right - sheet.draw.textlength(text, font=font(24))), y)
    return rows


def _amount(dice: Random) -> str:
    return f"{dice.randint(1, 999)}.{dice.choice(('000', '500'))}"


def seal(picture: Picture, x: int, y: int, radius: int, ink: tuple[int, int, int] = (206, 40, 52)) -> Picture:
    """The picture with a round seal on it."""
    drawn = np.ascontiguousarray(picture.copy())
    for share, thick in ((1.0, 4), (0.93, 2), (0.62, 2)):
        cv2.circle(drawn, (x, y), round(radius * share), ink, thick, cv2.LINE_AA)
    for turn in range(0, 360, 24):
        at = np.deg2rad(turn)
        place = (round(x + 0.76 * radius * np.cos(at)) - 7, round(y + 0.76 * radius * np.sin(at)) + 7)
        cv2.putText(drawn, "A", place, cv2.FONT_HERSHEY_SIMPLEX, 0.6, ink, 2, cv2.LINE_AA)
    cv2.drawMarker(drawn, (x, y), ink, cv2.MARKER_STAR, round(0.6 * radius), 3)
    return drawn


def signed(picture: Picture, x: int, y: int, ink: tuple[int, int, int] = (36, 56, 160)) -> Picture:
    """The picture with a few pen strokes on it."""
    drawn = np.ascontiguousarray(picture.copy())
    t = np.linspace(0, 5 * np.pi, 160)
    strokes = np.stack([x + 12 * t + 18 * np.sin(1.7 * t), y + 34 * np.sin(t) * np.cos(0.6 * t)], axis=1)
    cv2.polylines(drawn, [strokes.round().astype(np.int32)], False, ink, 3, cv2.LINE_AA)
    return drawn


def turned(picture: Picture, degrees: float) -> Picture:
    """The picture turned about its middle, white where nothing was."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    ground = (250, 250, 246)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderValue=ground), np.uint8)
