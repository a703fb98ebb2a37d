"""Which fields of a paper a person should look at, and which of them first. Pure functions; knows no queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from giong.documents.document import Document, Field

SURE = 0.9
"""From this confidence up, with no check failed, nobody is asked."""
FAILED = 0.95
"""How uncertain a field is at least that a check speaks against, however clearly it was read."""


@dataclass(frozen=True)
class Doubt:
    """A field to look at. `uncertainty` is from 0 to 1; `checks` are the codes of those that failed."""

    field: Field
    uncertainty: float
    checks: tuple[str, ...]


def doubts(document: Document) -> Iterator[Doubt]:
    """The uncertain fields, in the order of the paper's fields."""
    for field in document.fields.values():
        failed = tuple(check.code for check in document.failed if field.name in check.fields)
        if field.value and (failed or field.confidence < SURE):
            yield Doubt(field, _uncertainty(field.confidence, failed), failed)


def _uncertainty(confidence: float, failed: tuple[str, ...]) -> float:
    doubt = min(1.0, max(0.0, 1.0 - confidence))
    return max(doubt, FAILED + (1 - FAILED) * doubt) if failed else doubt


def engines(document: Document, field: Field) -> tuple[str, ...]:
    """By what the lines were read that the field's boxes touch."""
    page = next((one for one in document.pages if one.number == field.page), None)
    lines = page.lines if page else ()
    touched = (line for line in lines if any(line.box.overlap(box).area_px for box in field.boxes))
    return tuple(dict.fromkeys(line.engine for line in touched if line.engine))
