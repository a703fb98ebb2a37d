"""The seam between reading and the kinds of papers: what a kind says of itself and does. Knows none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from giong.documents.document import Candidate, Check, Field
from giong.vision.page import Page
from giong.vision.recognition.reader import Reading
from giong.vision.shapes import Box, Picture


class Shape(StrEnum):
    """How the paper is laid out: decides how it is looked for in the picture."""

    CARD = "card"
    """85.6 × 54 mm (ISO/IEC 7810 ID-1), whole in the picture, edges visible."""
    BOOKLET = "booklet"
    """The data page of a passport, 125 × 88 mm."""
    SHEET = "sheet"
    """A4 or so: edges may be outside the picture."""
    STRIP = "strip"
    """A receipt: narrow, as long as it needs."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of a kind. `type` is "text", "name", "date", "sex", "nation", "money", "id", "place", "address", "mrz",
    "classes", "features" or "list"; personal fields are masked unless someone asks with a purpose.
    """

    name: str
    vi: str
    en: str
    type: str = "text"
    required: bool = True
    personal: bool = True


class SecondLook(Protocol):
    """Reads one line of a page again, knowing what it must hold (`giong/vision/recognition/reader.py:HINTS`)."""

    def __call__(self, picture: Picture, box: Box, *, hint: str = "") -> Reading: ...


@dataclass(frozen=True, slots=True)
class Paper:
    """What an extractor is given: the pages as read, and each page's picture in the very pixels of its boxes. `again`
    is there where a kind may look twice at one place (`PageReader.reread`).
    """

    pages: tuple[Page, ...]
    pictures: tuple[Picture, ...] = ()
    again: SecondLook | None = None


class Kind(Protocol):
    """A kind of paper. Kinds are stateless and cheap to make; `giong/documents/kinds/table.py` lists them all."""

    @property
    def name(self) -> str: ...

    @property
    def vi(self) -> str: ...

    @property
    def en(self) -> str: ...

    @property
    def shape(self) -> Shape: ...

    @property
    def fields(self) -> tuple[FieldSpec, ...]: ...

    def likeness(self, paper: Paper) -> float:
        """How much it looks like this kind, from 0 to 1, by the words and codes on it."""
        ...

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        """What may stand in each field, by its name; best first; nothing where nothing was found. Raises nothing."""
        ...

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        """What can be proven or refuted of the chosen values, together and against codes on the paper."""
        ...


@runtime_checkable
class Tabular(Protocol):
    """A kind whose papers hold a table besides their fields: goods, postings, items of pay."""

    def rows(self, paper: Paper) -> Sequence[Mapping[str, str]]:
        """The rows in reading order, each from column to text: money as digits, dates dd/mm/yyyy. Raises nothing."""
        ...
