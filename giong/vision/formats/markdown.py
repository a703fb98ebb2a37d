"""Pages as Markdown: headings, lists, tables with pipes (GitHub's dialect). Knows no file and no HTML.

Running heads and page numbers are left out. What a reader of Markdown would take for markup is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.vision.formats.text import joined
from giong.vision.page import Block, BlockKind, Page, Table

_MARKUP = re.compile(r"[\\`*_<\[\]|~]")
_OPENING = re.compile(r"(?=#{1,6}(?:\s|$)|[-+=>](?:\s|$)|[-=]{3,})")
"""What opens another kind of block at the beginning of a paragraph."""
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_BULLET = re.compile(r"[-–—•+*·]\s+")


def markdown(pages: Sequence[Page]) -> str:
    """All pages that could be read, one after the other."""
    blocks = [block for page in pages for block in page.blocks]
    written: list[str] = []
    before: BlockKind | None = None
    for block in blocks:
        shown = _shown(block)
        if not shown:
            continue
        tight = before is block.kind is BlockKind.LIST_ITEM
        written += ["\n" if tight else "\n\n"] * bool(written) + [shown]
        before = block.kind
    return "".join(written) + "\n" * bool(written)


def _shown(block: Block) -> str:
    match block.kind:
        case BlockKind.PAGE_HEADER | BlockKind.PAGE_FOOTER:
            return ""
        case BlockKind.TABLE if block.table is not None:
            return _table(block.table)
        case BlockKind.HEADING:
            return f"{'#' * min(6, max(1, block.level))} {_escaped(joined(block))}" if joined(block) else ""
        case BlockKind.LIST_ITEM:
            return _item(joined(block))
    return _paragraph(joined(block))


def _item(text: str) -> str:
    """Numbers and letters of Vietnamese lists are part of the text ("điểm a khoản 2"): they are kept as they are."""
    bullet = _BULLET.match(text)
    if bullet:
        return f"- {_paragraph(text[bullet.end() :])}"
    return f"- {_paragraph(text)}"


def _paragraph(text: str) -> str:
    safe = _NUMBER.sub(r"\1\\\2", _escaped(text), count=1) if _NUMBER.match(text) else _escaped(text)
    return _OPENING.sub(r"\\", safe, count=1) if _OPENING.match(safe) else safe


def _table(table: Table) -> str:
    """The first row is taken for the head, because a Markdown table must have one."""
    rows = table.rows
    if not rows:
        return ""
    lines = ["| " + " | ".join(_escaped(" ".join(cell.split())) for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)
