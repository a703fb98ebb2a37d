"""Pages as plain text: a paragraph is one line, a row of a table is one line with tabs. Knows no file."""

from __future__ import annotations

from collections.abc import Sequence

from giong.vision.page import Block, BlockKind, Page


def text(pages: Sequence[Page]) -> str:
    """All pages that could be read, an empty line between two blocks."""
    return "\n\n".join(written for page in pages for block in page.blocks if (written := _written(block)))


def joined(block: Block) -> str:
    """Its lines as one: Vietnamese is not hyphenated at the end of a line, so that a space is all that joins them."""
    return " ".join(line.text for line in block.lines if line.words)


def _written(block: Block) -> str:
    if block.kind is BlockKind.TABLE and block.table is not None:
        return "\n".join("\t".join(row) for row in block.table.rows)
    return joined(block)
