"""A paper whose fields a person has confirmed or corrected, as one more example of its form. Knows no queue and no
table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from giong.documents.document import Document
from giong.documents.forms.learning import Example, Mark
from giong.vision.page import Page
from giong.vision.shapes import Box, around


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of a field: its value, and where it stands if that was not where it was read."""

    value: str
    box: Box | None = None


def example_of(document: Document, corrections: Mapping[str, Correction]) -> Example | None:
    """The paper as an example with the fields that the person spoke of; None where nobody can say where these stand.
    The page is the one on which most of them are.
    """
    placed = {name: box for name, said in corrections.items() if (box := said.box or _read_at(document, name))}
    numbers = [document.fields[name].page if name in document.fields else 1 for name in placed]
    page = _page(document, max(set(numbers), key=numbers.count)) if numbers else None
    if page is None:
        return None
    marks = tuple(
        Mark(name, box, corrections[name].value)
        for (name, box), number in zip(placed.items(), numbers, strict=True)
        if number == page.number
    )
    return Example(page, marks)


def _read_at(document: Document, name: str) -> Box | None:
    field = document.fields.get(name)
    return around(field.boxes) if field is not None and field.boxes else None


def _page(document: Document, number: int) -> Page | None:
    return next((page for page in document.pages if page.number == number and page.blocks), None)
