"""What stands in the margins of a sheet rather than in its text: the number of the page. Reads nothing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.vision.page import BlockKind, Line

SHEET = 1.2
"""How much higher than wide a sheet with page numbers is."""
TOP_SHARE = 0.13
"""How near the top or the bottom of a sheet a page number stands, in the sheet's height: where margins begin."""

_PAGE_NUMBER = re.compile(r"[-–—|. ]*(?:Trang )?\d{1,4}(?:/\d{1,4})?[-–—|. ]*")


def page_numbers(lines: Sequence[Line], width_px: int, height_px: int) -> dict[int, BlockKind]:
    """Which of the lines of a page are its number, and whether as a header or a footer: a figure alone in the margin,
    beyond which nothing is written.
    """
    if not lines or height_px < SHEET * width_px:
        return {}
    middles = [line.box.middle[1] for line in lines]
    outermost = (min(middles), max(middles))
    kinds = {place: _kind(line, height_px) for place, line in enumerate(lines) if middles[place] in outermost}
    return {place: kind for place, kind in kinds.items() if kind is not None}


def _kind(line: Line, height_px: int) -> BlockKind | None:
    if not _PAGE_NUMBER.fullmatch(line.text):
        return None
    if line.box.bottom < TOP_SHARE * height_px:
        return BlockKind.PAGE_HEADER
    return BlockKind.PAGE_FOOTER if line.box.top > (1 - TOP_SHARE) * height_px else None
