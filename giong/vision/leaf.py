"""One page of a file as it was opened: its picture, and what the file says stands on it. Knows no file format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from giong.vision.page import Page
from giong.vision.shapes import Picture


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken. Beyond any of these it is refused with a sentence that names the limit."""

    file_bytes: int = 50_000_000
    pixels: int = 64_000_000
    """Of one picture, as its header declares: A4 at 600 dpi has 35 million, 64 million take 192 MB as RGB."""
    pages: int = 2_000
    inflated_bytes: int = 250_000_000
    """What the packed parts of one file (but for the pictures of a PDF, whose sizes are declared) may unpack to."""


@dataclass(frozen=True)
class Leaf:
    """A page. `dpi` is 0 where nobody knows it (photos). `layer` is what a digital page says of itself, with boxes in
    the pixels of `picture`; office files have a layer and no picture. `problem` is "page.broken" for a page that could
    not be opened: it holds nothing else.
    """

    number: int
    source: Picture | Callable[[], Picture] | None = None
    dpi: float = 0.0
    layer: Page | None = None
    problem: str = ""
    of_all: int = 0
    """How many pages the file has; 0 where nobody counted."""

    @cached_property
    def picture(self) -> Picture | None:
        """The page as RGB, drawn when first asked for."""
        return self.source() if callable(self.source) else self.source
