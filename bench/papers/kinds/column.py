"""Labels with their values, line below line down a sheet. Knows no kind of paper."""

from __future__ import annotations

from bench.papers.fonts import Face
from bench.papers.sheet import Sheet


class Column:
    """Writes from `y` on and remembers how far it has come."""

    def __init__(self, sheet: Sheet, face: Face, size: float, y: float, *, left: float, width: float) -> None:
        self.sheet, self.face, self.size, self.y = sheet, face, size, y
        self._left, self._width = left, width

    def say(self, label: str, value: str, field: str = "", *, bold: bool = False, truth: str = "") -> None:
        """A label and its value, over as many lines as it takes; `truth` is the value where more is printed."""
        file = self.face.file(bold=bold)
        wide = self.sheet.text(label, self._left, self.y, file=self.face.file(), size_mm=self.size)
        gap = self.size * 0.35 if label else 0.0
        lines = self.sheet.wrapped(value, file, self.size, first_mm=self._width - wide - gap, width_mm=self._width)
        for number, line in enumerate(lines):
            x = self._left + wide + gap if number == 0 else self._left
            self.sheet.text(line, x, self.y, file=file, size_mm=self.size, field=field)
            self.y += self.size * 1.42
        if field:
            self.sheet.fields[field] = truth or value

    def pair(self, *items: tuple[str, str, str]) -> None:
        """Labels, values and fields beside each other."""
        file = self.face.file()
        for number, (label, value, field) in enumerate(items):
            x = self._left + number * self._width / len(items)
            wide = self.sheet.text(label + " ", x, self.y, file=file, size_mm=self.size)
            self.sheet.text(value, x + wide, self.y, file=file, size_mm=self.size, field=field)
            if field:
                self.sheet.fields[field] = value
        self.y += self.size * 1.42

    def head(self, text: str) -> None:
        self.sheet.text(text, self._left, self.y, file=self.face.file(bold=True), size_mm=self.size)
        self.y += self.size * 1.45
