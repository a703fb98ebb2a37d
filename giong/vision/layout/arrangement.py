"""A page that was read gets its structure: tables, headings, lists, paragraphs, marks. Recognises no letter.

The words, lines and their texts stay as they were read; only what belongs together is put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from giong.vision.layout import unruled
from giong.vision.layout.grid import grids
from giong.vision.layout.marks import marks
from giong.vision.layout.outline import outlined
from giong.vision.layout.ruled import inside, table
from giong.vision.layout.rules import rules, without_letters
from giong.vision.layout.weight import bold
from giong.vision.page import Block, BlockKind, Line, Page, Table
from giong.vision.shapes import Picture

CARD_PX = 1600
"""Pictures wider than high and no larger than this are of cards: they hold labels and values, and no table."""


def arranged(page: Page, picture: Picture | None) -> Page:
    """The page with its structure. `picture` is in the pixels of its boxes; without one only text and places speak."""
    if picture is None or not picture.size or not page.lines:
        return page
    found = marks(page.lines, picture)
    if _is_card(page):
        return replace(page, marks=found)
    blocks = _with_unruled_tables(_with_ruled_tables(page.blocks, picture))
    return replace(page, blocks=_outlined(blocks, picture), marks=found)


def _is_card(page: Page) -> bool:
    return page.height_px < page.width_px <= CARD_PX


def _with_ruled_tables(blocks: Sequence[Block], picture: Picture) -> tuple[Block, ...]:
    lines = [line for block in blocks for line in block.lines]
    found: list[tuple[Table, set[Line]]] = []
    words = [word.box for line in lines for word in line.words]
    for grid in grids(without_letters(rules(picture), words)):
        own = [line for line in lines if inside(grid, line)]
        made = table(grid, own)
        if made is not None:
            found.append((made, set(own)))
    return with_tables(blocks, found)


def _with_unruled_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    lines = [line for block in blocks if block.kind is BlockKind.PARAGRAPH for line in block.lines]
    return with_tables(blocks, [(made, set(own)) for made, own in unruled.tables(lines)])


def _outlined(blocks: Sequence[Block], picture: Picture) -> tuple[Block, ...]:
    """Paragraphs as headings, list items and paragraphs; the other blocks stay between them."""
    lines = [line for block in blocks if block.kind is BlockKind.PARAGRAPH for line in block.lines]
    heavy = dict(zip(map(id, lines), bold(lines, picture), strict=True))
    result: list[Block] = []
    waiting: list[Line] = []
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            waiting += block.lines
            continue
        result += outlined(waiting, [heavy[id(line)] for line in waiting])
        waiting = []
        result.append(block)
    return (*result, *outlined(waiting, [heavy[id(line)] for line in waiting]))


def with_tables(blocks: Sequence[Block], tables: Sequence[tuple[Table, set[Line]]]) -> tuple[Block, ...]:
    """The blocks with each table in the place of its first line, and without its lines elsewhere."""
    result: list[Block] = []
    given: set[int] = set()
    for block in blocks:
        rest: list[Line] = []
        for line in block.lines:
            at = next((at for at, (_, own) in enumerate(tables) if line in own), None)
            if at is None:
                rest.append(line)
            elif at not in given:
                given.add(at)
                if rest:
                    result.append(replace(block, lines=tuple(rest)))
                    rest = []
                own = tables[at][1]
                held = tuple(line for block in blocks for line in block.lines if line in own)
                result.append(Block(held, BlockKind.TABLE, table=tables[at][0]))
        if rest or not block.lines:
            result.append(replace(block, lines=tuple(rest)) if len(rest) != len(block.lines) else block)
    return tuple(result)
