"""Parts of a page by height: what stands from one line to another. Knows no label and no kind of paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from giong.documents.kind import Paper
from giong.vision.page import Line, Page


def between(page: Page, *, top: float = 0.0, bottom: float = float("inf")) -> Page:
    """The page with only the lines whose middle lies between these heights."""

    def inside(line: Line) -> bool:
        return top <= line.box.middle[1] < bottom

    return kept(page, inside)


def kept(page: Page, wanted: Callable[[Line], bool]) -> Page:
    """The page with only some of its lines."""
    blocks = (replace(block, lines=tuple(filter(wanted, block.lines))) for block in page.blocks)
    return replace(page, blocks=tuple(block for block in blocks if block.lines))


def with_pages(paper: Paper, pages: tuple[Page, ...]) -> Paper:
    """The paper with these pages instead of its own, and the pictures as they were."""
    return replace(paper, pages=pages)
