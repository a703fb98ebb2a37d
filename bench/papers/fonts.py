"""The typefaces of the specimens, by split. Fine-tuning and tuning must keep away from those of REPORT."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from PIL import ImageFont

from bench.papers.split import Split


@dataclass(frozen=True)
class Face:
    """File names, as fontconfig's folders have them (Debian: fonts-dejavu, -roboto, -noto-core, -open-sans, -lato,
    -freefont-ttf, -liberation).
    """

    regular: str
    bold: str
    italic: str

    def file(self, *, bold: bool = False, italic: bool = False) -> str:
        return self.bold if bold else self.italic if italic else self.regular


def _face(stem: str, *, regular: str = "-Regular", bold: str = "-Bold", italic: str = "-Italic") -> Face:
    return Face(f"{stem}{regular}.ttf", f"{stem}{bold}.ttf", f"{stem}{italic}.ttf")


SANS = {
    Split.TUNE: (
        _face("DejaVuSans", regular="", italic="-Oblique"),
        _face("DejaVuSansCondensed", regular="", italic="-Oblique"),
        _face("Roboto"),
        _face("RobotoCondensed"),
        _face("Roboto", regular="-Medium", bold="-Black", italic="-MediumItalic"),
    ),
    Split.REPORT: (
        _face("OpenSans"),
        _face("Lato"),
        _face("NotoSans"),
        _face("FreeSans", regular="", bold="Bold", italic="Oblique"),
        _face("OpenSans", regular="-Semibold", bold="-ExtraBold", italic="-SemiboldItalic"),
    ),
}
SERIF = {
    Split.TUNE: (_face("DejaVuSerif", regular=""), _face("NotoSerif")),
    Split.REPORT: (_face("FreeSerif", regular="", bold="Bold", italic="Italic"),),
}
MONO = {
    Split.TUNE: (_face("DejaVuSansMono", regular="", italic="-Oblique"),),
    Split.REPORT: (_face("FreeMono", regular="Bold", bold="Bold", italic="BoldOblique"),),
}
MACHINE = {
    Split.TUNE: (_face("LiberationMono"), _face("DejaVuSansMono", regular="", italic="-Oblique")),
    Split.REPORT: (
        _face("LiberationMono", regular="-Bold"),
        _face("FreeMono", regular="Bold", bold="Bold", italic="BoldOblique"),
    ),
}
"""For machine-readable zones, ASCII only: OCR-B is not among Debian's fonts, these are as even."""


def sans(split: Split, chance: Random) -> Face:
    return chance.choice(SANS[split])


def serif(split: Split, chance: Random) -> Face:
    return chance.choice(SERIF[split])


def mono(split: Split, chance: Random) -> Face:
    return chance.choice(MONO[split])


def machine(split: Split, chance: Random) -> Face:
    return chance.choice(MACHINE[split])


@lru_cache(maxsize=512)
def font(file: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size_px)
