"""What the two sides of a card prove of each other, and whether the card may be used. Pure functions; knows no face."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from giong.documents.document import Document
from giong.documents.mrz.zone import parse

FRONTS = ("cccd_front", "cmnd_front")
BACKS = ("cccd_back", "cmnd_back")
SURE = 0.9
REFUSED = frozenset({"paper.expired", "side.other_card"})
"""Reasons that no person need look at: the card itself settles it."""


def against(front: Document, back: Document, *, today: date, least_age: int) -> Iterator[str]:
    """Codes of what speaks against the papers."""
    if any(field.confidence < SURE for field in front.fields.values() if field.name in ("id", "name", "dob")):
        yield "front.unsure"
    yield from (f"front.{check.code}" for check in front.failed)
    yield from (f"back.{check.code}" for check in back.failed)
    yield from _one_card(front, back, today)
    until = _day(front, "doe") or _day(back, "doe")
    if until is not None and until < today:
        yield "paper.expired"
    born = _day(front, "dob")
    if born is not None and _age(born, today) < least_age:
        yield "person.too_young"


def _one_card(front: Document, back: Document, today: date) -> Iterator[str]:
    """By the number and the day of birth in the machine-readable lines of the back."""
    number, lines = _value(front, "id"), _value(back, "mrz")
    zone = parse(lines.split("\n")) if lines else None
    if not number or zone is None or not zone.holds:
        yield "side.not_proven"
        return
    born = _day(front, "dob")
    if zone.number != number or (born is not None and zone.birth(today) != born):
        yield "side.other_card"


def _value(document: Document, name: str) -> str:
    field = document.fields.get(name)
    return field.value if field else ""


def _day(document: Document, name: str) -> date | None:
    try:
        return datetime.strptime(_value(document, name), "%d/%m/%Y").date()
    except ValueError:
        return None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
