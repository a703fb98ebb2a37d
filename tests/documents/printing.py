"""Pages as recognition would give them, set from plain lines of text: for tests of structure, not of pixels."""

from __future__ import annotations

from collections.abc import Sequence

from giong.documents.document import Field
from giong.documents.kind import Kind, Paper
from giong.vision.page import Block, Line, Page, Word
from giong.vision.shapes import Box, around

LETTER = 0.5
"""Width of a letter, in heights of a line."""


def line(left: int, top: int, text: str, *, height: int = 30, confidence: float = 0.96) -> Line:
    """Words from left to right; two spaces and more make a gap that parts columns."""
    words = []
    x = float(left)
    for token in text.split(" "):
        if not token:
            x += 1.5 * height
            continue
        width = max(1.0, LETTER * height * len(token))
        words.append(Word(token, Box(round(x), top, round(x + width), top + height), confidence))
        x += width + 0.3 * height
    return Line(tuple(words), around(word.box for word in words), confidence, "tesseract")


def page(lines: Sequence[Line], *, width: int = 1654, height: int = 2339, number: int = 1) -> Page:
    """A page with each line a block of its own."""
    return Page(number, width, height, tuple(Block((each,)) for each in lines))


def column(texts: Sequence[str], *, left: int = 100, top: int = 100, height: int = 30, width: int = 0) -> list[Line]:
    """Lines one under the other; centred on a column of this width if one is given."""
    found = []
    for text in texts:
        if text:
            drawn = line(0, top, text, height=height)
            at = left + max(0, (width - drawn.box.right) // 2) if width else left
            found.append(line(at, top, text, height=height))
        top += round(1.5 * height)
    return found


def paper(*pages: Page) -> Paper:
    return Paper(tuple(pages))


def values(kind: Kind, of: Paper) -> dict[str, str]:
    """The likeliest value of each field."""
    return {
        name: max(several, key=lambda each: each.likelihood).value
        for name, several in kind.extract(of).items()
        if several
    }


def verdicts(kind: Kind, of: Paper) -> dict[str, str]:
    """What each check says of the likeliest values."""
    found = {name: Field(name, value, value, 0.9) for name, value in values(kind, of).items()}
    return {check.code: check.verdict.value for check in kind.check(found, of)}
