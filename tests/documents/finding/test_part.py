from __future__ import annotations

from giong.documents.finding.part import kept
from giong.vision.page import Block, BlockKind, Page
from tests.documents.printing import line


def test_blocks_keep_what_they_are() -> None:
    lines = (line(100, 100, "Điều 1"), line(100, 150, "Phạm vi"))
    whole = Page(1, 800, 600, (Block(lines, BlockKind.HEADING, level=2), Block((line(100, 300, "Hết"),))))
    (block,) = kept(whole, lambda each: each.text == "Phạm vi").blocks
    assert (block.kind, block.level, block.lines) == (BlockKind.HEADING, 2, (lines[1],))
