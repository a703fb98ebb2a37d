"""Vietnamese vehicle plates: which are possible, and how they are written; looks no owner up.

Series and areas follow Circular 79/2024/TT-BCA (before it 24/2023), without those of the army, of diplomats and of
foreign offices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from giong.text.provinces import BY_PLATE, Province
from giong.text.unicode import nfc

_SERIES = re.compile(r"(\d{2})([A-ZĐ]{1,2}\d?)")
_NUMBER = re.compile(r"\d{3}\.?\d{2}|\d{4}")
_CAR = re.compile(r"(\d{2})([A-ZĐ])(\d{5})")
_BARE = re.compile(rf"{_SERIES.pattern}(\d{{5}}|\d{{4}})")
_MARKS = re.compile(r"[\s.-]")
_CENTRAL = "80"
"""Ministries and other central offices."""


@dataclass(frozen=True)
class Plate:
    """A possible plate: "51F-123.45", "29B1-123.45"."""

    area: str
    series: str
    number: str

    @property
    def written(self) -> str:
        number = f"{self.number[:3]}.{self.number[3:]}" if len(self.number) == 5 else self.number
        return f"{self.area}{self.series}-{number}"

    @property
    def province(self) -> Province | None:
        """Where it was registered; None for central offices."""
        return BY_PLATE.get(self.area)

    @property
    def is_issued(self) -> bool:
        """Whether such an area is in use."""
        return self.area == _CENTRAL or self.province is not None


def parse(text: str) -> Plate | None:
    """The plate that the whole text writes, with or without marks, or None where none is written so.

    A dash decides what is series and what is number; without one a car's five figures come before a motorbike's four.
    """
    text = nfc(text).upper().strip()
    head, dash, tail = text.rpartition("-")
    # "29-B1 123.45" has its dash elsewhere.
    if dash and _NUMBER.fullmatch(tail.strip()):
        series = _SERIES.fullmatch(_MARKS.sub("", head))
        return Plate(series[1], series[2], _MARKS.sub("", tail)) if series else None
    bare = _MARKS.sub("", text)
    match = _CAR.fullmatch(bare) or _BARE.fullmatch(bare)
    return Plate(match[1], match[2], match[3]) if match else None
