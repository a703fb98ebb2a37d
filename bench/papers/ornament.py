"""What is on papers besides words: guilloches, emblems, portraits, finger prints, chips, codes, stamps, signatures."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from bench.papers.sheet import Colour, Sheet


def guilloche(sheet: Sheet, chance: Random, *, colours: tuple[Colour, ...], strength: float) -> None:
    """Fine waves over the whole sheet, blended with `strength` of their colour."""
    base = np.asarray(sheet.image).copy()
    height, width = base.shape[:2]
    lines = base.copy()
    xs = np.linspace(0, width, 160)
    unit = sheet.px_per_mm
    for colour in colours:
        wave, swing = chance.uniform(8, 40) * unit, chance.uniform(1, 6) * unit
        step, tilt = chance.uniform(0.7, 1.8) * unit, chance.uniform(-0.4, 0.4)
        phase = chance.uniform(0, 6.3)
        second = chance.uniform(0.2, 0.6)
        for start in np.arange(-0.5 * height, 1.5 * height, step):
            ys = start + tilt * xs + swing * np.sin(xs / wave * 6.283 + phase + second * np.sin(start / wave))
            points = np.stack([xs, ys], axis=1).astype(np.int32)
            cv2.polylines(
                lines, [points], isClosed=False, color=colour, thickness=max(1, int(unit * 0.09)), lineType=cv2.LINE_AA
            )
    if chance.random() < 0.7:
        _rosette(lines, chance, colours[0], unit)
    sheet.image.paste(Image.fromarray(cv2.addWeighted(lines, strength, base, 1 - strength, 0)))


def _rosette(lines: NDArray[np.uint8], chance: Random, colour: Colour, unit: float) -> None:
    height, width = lines.shape[:2]
    middle = np.array([chance.uniform(0.3, 0.7) * width, chance.uniform(0.35, 0.65) * height])
    turns = np.linspace(0, 2 * np.pi, 720)
    petals, count = chance.choice((6, 8, 12, 16)), chance.randrange(10, 28)
    for ring in range(count):
        radius = height * (0.12 + 0.3 * ring / count) * (1 + 0.18 * np.cos(petals * turns + ring * 0.25))
        points = middle + np.stack([np.cos(turns), np.sin(turns)], axis=1) * radius[:, None]
        cv2.polylines(
            lines,
            [points.astype(np.int32)],
            isClosed=True,
            color=colour,
            thickness=max(1, int(unit * 0.08)),
            lineType=cv2.LINE_AA,
        )


def gradient(sheet: Sheet, first: Colour, last: Colour, *, down: bool) -> None:
    height, width = sheet.image.height, sheet.image.width
    ramp = np.linspace(0, 1, height if down else width)
    ramp = ramp[:, None] if down else ramp[None, :]
    share = np.broadcast_to(ramp, (height, width))[..., None]
    mixed = np.array(first) * (1 - share) + np.array(last) * share
    sheet.image.paste(Image.fromarray(mixed.astype(np.uint8)))


def emblem(sheet: Sheet, x: float, y: float, size_mm: float, *, colour: Colour, star: Colour) -> None:
    """A star in a wreathed circle, middle at (x, y): an emblem's place, not the emblem."""
    draw = ImageDraw.Draw(sheet.image)
    middle, radius = (sheet.px(x), sheet.px(y)), sheet.px(size_mm / 2)
    for share, fill in ((1.0, star), (0.9, colour)):
        reach = radius * share
        draw.ellipse((middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach), fill=fill)
    points = []
    for corner in range(10):
        reach = radius * (0.62 if corner % 2 == 0 else 0.25)
        angle = -np.pi / 2 + corner * np.pi / 5
        points.append((middle[0] + reach * np.cos(angle), middle[1] + reach * np.sin(angle)))
    draw.polygon(points, fill=star)
    draw.arc(
        (middle[0] - radius * 0.8, middle[1] - radius * 0.8, middle[0] + radius * 0.8, middle[1] + radius * 0.8),
        20,
        160,
        fill=star,
        width=max(2, radius // 10),
    )


def portrait(chance: Random, width_px: int, height_px: int, *, grey: bool = False) -> Image.Image:
    """Nobody: a head and shoulders in front of a plain ground."""
    ground = chance.choice(((222, 230, 240), (235, 236, 238), (150, 185, 225), (245, 245, 245)))
    picture = Image.new("RGB", (width_px, height_px), ground)
    draw = ImageDraw.Draw(picture)
    skin = chance.choice(((224, 182, 150), (205, 160, 128), (236, 200, 172)))
    hair = chance.choice(((25, 22, 20), (45, 32, 26), (90, 88, 86)))
    shirt = chance.choice(((240, 240, 245), (40, 50, 80), (120, 30, 40), (60, 90, 70)))
    wide, tall = width_px, height_px
    draw.ellipse((wide * 0.05, tall * 0.7, wide * 0.95, tall * 1.5), fill=shirt)
    draw.rectangle((wide * 0.4, tall * 0.55, wide * 0.6, tall * 0.76), fill=tuple(int(c * 0.9) for c in skin))
    if chance.random() < 0.5:
        draw.ellipse((wide * 0.2, tall * 0.1, wide * 0.8, tall * 0.85), fill=hair)
    draw.ellipse((wide * 0.25, tall * 0.1, wide * 0.75, tall * 0.48), fill=hair)
    draw.ellipse((wide * 0.28, tall * 0.17, wide * 0.72, tall * 0.66), fill=skin)
    for side in (0.4, 0.6):
        draw.ellipse((wide * (side - 0.04), tall * 0.36, wide * (side + 0.04), tall * 0.39), fill=(30, 25, 25))
        draw.line(
            (wide * (side - 0.06), tall * 0.33, wide * (side + 0.06), tall * 0.33), fill=hair, width=max(1, wide // 60)
        )
    draw.line(
        (wide * 0.5, tall * 0.4, wide * 0.48, tall * 0.48),
        fill=tuple(int(c * 0.8) for c in skin),
        width=max(1, wide // 60),
    )
    draw.line((wide * 0.43, tall * 0.55, wide * 0.57, tall * 0.55), fill=(160, 80, 80), width=max(1, wide // 50))
    picture = picture.filter(ImageFilter.GaussianBlur(wide / 120))
    return picture.convert("L").convert("RGB") if grey else picture


def finger_print(chance: Random, width_px: int, height_px: int) -> Image.Image:
    ys, xs = np.mgrid[0:height_px, 0:width_px].astype(np.float32)
    x, y = (xs / width_px - 0.5) * 2, (ys / height_px - 0.5 - chance.uniform(-0.1, 0.1)) * 2
    distance = np.sqrt(x**2 * chance.uniform(1.2, 2) + y**2) + 0.06 * np.sin(5 * x + chance.uniform(0, 6)) * y
    ridges = np.sin(distance * chance.uniform(45, 60))
    inside = (x**2 + y**2) < 0.9
    tone = np.where(inside & (ridges > 0.1), 90, 250).astype(np.uint8)
    return Image.fromarray(cv2.GaussianBlur(tone, (0, 0), max(0.6, width_px / 250))).convert("RGB")


def chip(sheet: Sheet, x: float, y: float) -> None:
    """Contacts of 12 × 10 mm."""
    sheet.box(x, y, 12, 10, fill=(212, 178, 96), outline=(140, 110, 50), radius_mm=1.6, width_mm=0.2)
    line = (130, 104, 52)
    for share in (0.33, 0.67):
        sheet.rule([(x, y + 10 * share), (x + 4, y + 10 * share)], colour=line)
        sheet.rule([(x + 8, y + 10 * share), (x + 12, y + 10 * share)], colour=line)
    sheet.box(x + 4, y + 2.2, 4, 5.6, outline=line, radius_mm=1)


def code(text: str, size_px: int, *, format: str = "QRCode", level: str = "M") -> Image.Image:
    """A QR code (square) or a bar code (three times as wide as high), with its quiet zone."""
    named = getattr(zxingcpp.BarcodeFormat, format)
    options = {"ec_level": level} if format == "QRCode" else {}
    drawn = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, named, **options), scale=4)
    tall = size_px if format == "QRCode" else size_px // 4
    return Image.fromarray(np.asarray(drawn)).convert("RGB").resize((size_px, tall), Image.Resampling.NEAREST)


def signature(
    sheet: Sheet, chance: Random, x: float, y: float, *, width_mm: float, colour: Colour = (30, 40, 120)
) -> None:
    """A swing of the pen from (x, y) to the right."""
    turns = np.linspace(0, 1, 200)
    swing = sum(
        chance.uniform(0.3, 1)
        / (n + 1)
        * np.sin(2 * np.pi * (n + 1) * chance.uniform(0.8, 1.6) * turns + chance.uniform(0, 6))
        for n in range(5)
    )
    xs = x + width_mm * (turns + 0.06 * np.sin(2 * np.pi * 5 * turns))
    ys = y + width_mm * 0.12 * swing
    sheet.rule(list(zip(xs.tolist(), ys.tolist(), strict=True)), width_mm=0.3, colour=colour)


def stamp(
    sheet: Sheet, x: float, y: float, size_mm: float, *, lines: tuple[str, ...], file: str, chance: Random
) -> None:
    """A round red stamp, partly taken up by the paper, middle at (x, y)."""
    side = sheet.px(size_mm)
    layer = Sheet(size_mm, size_mm, px_per_mm=sheet.px_per_mm)
    red = (205, 30, 40)
    draw = ImageDraw.Draw(layer.image)
    thick = max(2, side // 50)
    draw.ellipse((thick, thick, side - thick, side - thick), outline=red, width=thick * 2)
    draw.ellipse((side * 0.28, side * 0.28, side * 0.72, side * 0.72), outline=red, width=thick)
    _round_text(layer, lines[0], file, red)
    emblem(layer, size_mm / 2, size_mm / 2, size_mm * 0.3, colour=(255, 255, 255), star=red)
    turned = layer.image.rotate(chance.uniform(-25, 25), fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    left, top = sheet.px(x) - side // 2, sheet.px(y) - side // 2
    under = np.asarray(sheet.image.crop((left, top, left + side, top + side)), dtype=np.float32)
    worn = (
        np.random.default_rng(chance.randrange(2**32))
        .uniform(0.6, 1.0, (side // 8 + 1, side // 8 + 1))
        .astype(np.float32)
    )
    worn = cv2.resize(worn, (side, side))[..., None] * chance.uniform(0.75, 1.0)
    ink = 255 - (255 - np.asarray(turned, dtype=np.float32)) * worn
    sheet.image.paste(Image.fromarray((under * ink / 255).astype(np.uint8)), (left, top))


def _round_text(layer: Sheet, text: str, file: str, colour: Colour) -> None:
    """Letters along the inside of the rim."""
    side = layer.image.width
    radius, size = side * 0.4, layer.width_mm * 0.085
    span = min(5.6, len(text) * 0.19)
    for number, letter in enumerate(text):
        angle = -np.pi / 2 - span / 2 + span * (number + 0.5) / len(text)
        tile = Sheet(size * 1.8, size * 1.8, px_per_mm=layer.px_per_mm)
        tile.text(letter, size * 0.9, size * 1.25, file=file, size_mm=size, colour=colour, anchor="m")
        turned = tile.image.rotate(
            -np.degrees(angle) - 90, fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC
        )
        middle = (side / 2 + radius * np.cos(angle), side / 2 + radius * np.sin(angle))
        at = (int(middle[0] - turned.width / 2), int(middle[1] - turned.height / 2))
        area = layer.image.crop((*at, at[0] + turned.width, at[1] + turned.height))
        layer.image.paste(Image.fromarray(np.minimum(np.asarray(area), np.asarray(turned))), at)
