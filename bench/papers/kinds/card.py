"""A plastic card to print on (ISO/IEC 7810 ID-1), with its security pattern. Knows no kind of card."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from bench.papers import ornament
from bench.papers.form import Form
from bench.papers.sheet import Colour, Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split

WIDE, TALL = 85.6, 53.98
PX_PER_MM = 22.0
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTOS = ("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc")
_WAVES: dict[Split, tuple[tuple[Colour, ...], ...]] = {
    Split.TUNE: (((70, 150, 160), (190, 140, 90), (110, 170, 120)), ((90, 130, 190), (180, 160, 90))),
    Split.REPORT: (((150, 110, 170), (100, 160, 140)), ((60, 140, 190), (200, 120, 110), (140, 170, 90))),
}


def blank(split: Split, chance: Random, grounds: Sequence[tuple[Colour, Colour]]) -> Sheet:
    """A card with its pattern; `grounds` are pairs of colours that run into each other."""
    sheet = Sheet(WIDE, TALL, px_per_mm=PX_PER_MM)
    first, last = chance.choice(grounds)
    ornament.gradient(sheet, first, last, down=chance.random() < 0.5)
    ornament.guilloche(sheet, chance, colours=chance.choice(_WAVES[split]), strength=chance.uniform(0.08, 0.34))
    return sheet


def specimen(kind: str, sheet: Sheet, form: Form, layout: str) -> Specimen:
    boxes = {name: tuple(found) for name, found in sheet.boxes.items()}
    return Specimen(
        kind, sheet.picture, sheet.fields, boxes, sheet.px_per_mm, form.size_mm * 0.5, corner_mm=3.2, layout=layout
    )
