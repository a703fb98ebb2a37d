"""A form: labels in one or two languages with their values, laid out in one of many styles. Knows no kind of paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from bench.papers.fonts import Face
from bench.papers.sheet import INK, Colour, Sheet
from bench.papers.split import Split


@dataclass(frozen=True)
class Item:
    """One label and its value. Several items of one row stand beside each other. `english` may be empty."""

    label: str
    english: str
    value: str
    field: str = ""
    large: float = 1.0
    above: bool | None = None
    """Whether the value stands under its label; None leaves it to the style."""
    truth: str = ""
    """What the field says where more is printed than that."""


@dataclass(frozen=True)
class Style:
    above: bool
    """Values on the line under their label."""
    english: str
    """"no", "slash" in the label's line, "small" in smaller italics, "under" on a line of its own."""
    mark: str
    """What ends the label: ":" or nothing."""
    bold: bool
    capitals: bool
    """Names in capitals."""
    tight: float
    """Row gap, in text heights."""
    label_size: float
    """Labels against values."""
    label_colour: Colour = INK
    value_colour: Colour = INK
    loud: bool = False
    """Labels in capitals."""

    @property
    def name(self) -> str:
        place = "above" if self.above else "inline"
        return f"{place}-{self.english}{self.mark}-{'bold' if self.bold else 'plain'}-{self.tight}"


_STYLES = tuple(
    product((False, True), ("no", "slash", "small", "under"), (":", ""), (False, True), (0.35, 0.55), (0.8, 1.0))
)
"""Even ones are for tuning, odd ones for reports, after a fixed shuffle: each feature is in both, no mixture is."""


def a_style(split: Split, chance: Random, *, english: bool = True, label_colour: Colour = INK) -> Style:
    mixed = list(range(len(_STYLES)))
    Random("styles").shuffle(mixed)
    half = mixed[0 if split is Split.TUNE else 1 :: 2]
    while True:
        above, second, mark, bold, tight, label_size = _STYLES[chance.choice(half)]
        if second == "under" and not above and not mark and label_size == 1.0:
            continue
        if english == (second != "no"):
            ink = chance.choice((INK, INK, INK, (30, 34, 90), (70, 24, 24)))
            return Style(
                above=above,
                english=second,
                mark=mark,
                bold=bold,
                capitals=chance.random() < 0.7,
                tight=tight,
                label_size=label_size,
                label_colour=label_colour,
                value_colour=ink,
                loud=chance.random() < 0.07,
            )


class Form:
    """Lays rows of items into a rectangle of the sheet, in smaller and smaller type until they fit."""

    def __init__(self, sheet: Sheet, face: Face, style: Style) -> None:
        self.sheet, self.face, self.style = sheet, face, style
        self.size_mm = 2.6

    def lay(
        self, rows: list[tuple[Item, ...]], x: float, y: float, *, width: float, height: float, size_mm: float = 2.6
    ) -> float:
        """Says at which height the last row ended."""
        self.size_mm = self.fitting(rows, width=width, height=height, size_mm=size_mm)
        return self._lay(rows, x, y, width=width, drawing=True)

    def fitting(self, rows: list[tuple[Item, ...]], *, width: float, height: float, size_mm: float = 2.6) -> float:
        """The largest type up to `size_mm` in which they fit."""
        self.size_mm = size_mm
        while self.size_mm > 1.2 and self._lay(rows, 0, 0, width=width, drawing=False) > height:
            self.size_mm *= 0.96
        return self.size_mm

    def _lay(self, rows: list[tuple[Item, ...]], x: float, y: float, *, width: float, drawing: bool) -> float:
        for row in rows:
            if not drawing and self._too_wide(row, width):
                return float("inf")
            columns = self._columns(row, width)
            bottoms = []
            left = x
            for item, column in zip(row, columns, strict=True):
                bottoms.append(self._item(item, left, y, width=column, drawing=drawing))
                left += column
            y = max(bottoms) + self.size_mm * self.style.tight
        return y

    def _too_wide(self, row: tuple[Item, ...], width: float) -> bool:
        return (
            len(row) > 1
            and sum(self._label_width(item) + self._value_width(item) + self.size_mm for item in row) > width
        )

    def _columns(self, row: tuple[Item, ...], width: float) -> list[float]:
        if len(row) == 1:
            return [width]
        needs = [self._label_width(item) + self._value_width(item) + self.size_mm for item in row]
        spare = max(0.0, width - sum(needs)) / len(row)
        return [need + spare for need in needs]

    def _label(self, item: Item) -> list[tuple[str, str, float]]:
        """Pieces of the label: text, font file, size."""
        style, size = self.style, self.size_mm * self.style.label_size
        plain, italic = self.face.file(), self.face.file(italic=True)
        if not item.label:
            return []
        if style.loud:
            item = replace(item, label=item.label.upper())
        if not item.english or style.english in ("no", "under"):
            return [(item.label + style.mark, plain, size)]
        if style.english == "slash":
            return [(f"{item.label} / {item.english}{style.mark}", plain, size)]
        return [(f"{item.label} / ", plain, size), (item.english + style.mark, italic, size * 0.85)]

    def _label_width(self, item: Item) -> float:
        return sum(self.sheet.width_of(text, file, size) for text, file, size in self._label(item))

    def _value_width(self, item: Item) -> float:
        return self.sheet.width_of(self._shown(item), self._value_file, self.size_mm * item.large)

    @property
    def _value_file(self) -> str:
        return self.face.file(bold=self.style.bold)

    def _shown(self, item: Item) -> str:
        return item.value.upper() if item.field == "name" and self.style.capitals else item.value

    def _item(self, item: Item, x: float, y: float, *, width: float, drawing: bool) -> float:
        """Draws one item with its top at `y`, says where it ends."""
        style, size = self.style, self.size_mm * item.large
        above = style.above if item.above is None else item.above
        base = y + max(size, self.size_mm) * 0.95
        at = x
        for text, file, label_size in self._label(item):
            if drawing:
                self.sheet.text(text, at, base, file=file, size_mm=label_size, colour=style.label_colour)
            at += self.sheet.width_of(text, file, label_size)
        second = style.english == "under" and bool(item.english) and bool(item.label)
        if second:
            below = base + self.size_mm * 0.8
            if drawing:
                small = self.size_mm * 0.72
                label = item.english + style.mark
                self.sheet.text(
                    label, x, below, file=self.face.file(italic=True), size_mm=small, colour=style.label_colour
                )
        gap = size * 0.45 if item.label else 0.0
        first = width - (at - x) - gap
        if above and item.label:
            base += size * (1.25 if not second else 2.0)
            first, at, gap = width, x, 0.0
        lines = self.sheet.wrapped(self._shown(item), self._value_file, size, first_mm=first, width_mm=width)
        for number, line in enumerate(lines):
            left = at + gap if number == 0 else x
            if drawing and line:
                self.sheet.text(
                    line, left, base, file=self._value_file, size_mm=size, colour=style.value_colour, field=item.field
                )
            if number + 1 < len(lines):
                base += size * (1.2 if not (second and number == 0 and not above) else 1.75)
        if drawing and item.field:
            self.sheet.fields[item.field] = item.truth or self._shown(item)
        if second and not above and len(lines) == 1:
            return base + self.size_mm * 0.8
        return base + size * 0.2


def legible(
    sheet: Sheet,
    face: Face,
    rows: list[tuple[Item, ...]],
    width: float,
    height: float,
    *,
    style: Callable[[], Style],
    smallest_mm: float = 2.0,
) -> Form:
    """A form in a style that leaves room for legible type, if one is drawn within a few tries."""
    forms = [Form(sheet, face, style()) for _ in range(6)]
    sizes = [form.fitting(rows, width=width, height=height) for form in forms]
    return next(
        (form for form, size in zip(forms, sizes, strict=True) if size >= smallest_mm), forms[sizes.index(max(sizes))]
    )
