"""Finding the skeleton of a statute in plain paragraphs: Phần, Chương, Mục, Điều become headings, Điểm become list
entries.

Knows how Vietnamese legal texts are laid out (Nghị định 30/2020/NĐ-CP, phụ lục I; Luật Ban hành văn bản quy phạm pháp
luật), not where the text came from.
"""

from __future__ import annotations

import re
from dataclasses import replace

from giong.retrieval.document import Block, Document, Kind

LEAST_ARTICLES = 2
"""A text with fewer Điều at the beginning of a paragraph only mentions statutes."""
LONGEST_TITLE = 200
"""Characters. What follows "Điều 5." beyond this is the article itself, printed without a title."""

_ARTICLE = re.compile(r"Điều\s+\d+[a-zđ]?\s*[.:]?(?=\s|$)", re.IGNORECASE)
_DIVISIONS = (
    re.compile(r"Phần\s+(?:thứ\s+\w+|[IVXLC]+|\d+)\b", re.IGNORECASE),
    re.compile(r"Chương\s+(?:thứ\s+\w+|[IVXLC]+|\d+)\b", re.IGNORECASE),
    re.compile(r"Mục\s+(?:[IVXLC]+|\d+)\b", re.IGNORECASE),
    re.compile(r"Tiểu\s+mục\s+(?:[IVXLC]+|\d+)\b", re.IGNORECASE),
)
_POINT = re.compile(r"[a-zđ]\d?\)\s", re.IGNORECASE)
_ARTICLE_LEVEL = len(_DIVISIONS) + 1


def structured(document: Document) -> Document:
    """The same text with its legal structure marked, or the document itself where it is no statute."""
    articles = sum(_opens_article(document, block) for block in document.blocks)
    if articles < LEAST_ARTICLES:
        return document
    base = _levels_above(document)
    blocks: list[Block] = []
    untitled = False
    for block in [line for whole in document.blocks for line in _lines(document, whole)]:
        text = document.of(block)
        if untitled and _is_title(text):
            blocks[-1] = replace(blocks[-1], end=block.end)
            untitled = False
            continue
        untitled = False
        level = _division_level(text)
        if _opens_article(document, block):
            blocks.extend(_article(document, block, base + _ARTICLE_LEVEL))
        elif level and block.kind is not Kind.ITEM:
            blocks.append(replace(block, kind=Kind.HEADING, level=base + level))
            untitled = not _has_title(text)
        elif block.kind is Kind.PARAGRAPH and _POINT.match(text):
            blocks.append(replace(block, kind=Kind.ITEM))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _levels_above(document: Document) -> int:
    """Levels of the headings that the file itself marked before the first article: the statute hangs below them."""
    above = 0
    for block in document.blocks:
        text = document.of(block)
        if _opens_article(document, block) or _division_level(text):
            break
        if block.kind is Kind.HEADING:
            above = max(above, block.level)
    return above


def _lines(document: Document, block: Block) -> list[Block]:
    """Text files often have no empty line between clauses: paragraphs are taken line by line."""
    if block.kind is not Kind.PARAGRAPH:
        return [block]
    lines: list[Block] = []
    start = block.start
    for line in document.of(block).split("\n"):
        lines.append(replace(block, start=start, end=start + len(line)))
        start += len(line) + 1
    return lines


def _opens_article(document: Document, block: Block) -> bool:
    if block.kind not in (Kind.PARAGRAPH, Kind.HEADING):
        return False
    return any(_ARTICLE.match(line) is not None for line in document.of(block).split("\n"))


def _division_level(text: str) -> int:
    if len(text) > LONGEST_TITLE or text.endswith((";", ",")):
        return 0
    return next((level for level, form in enumerate(_DIVISIONS, 1) if form.match(text)), 0)


def _has_title(text: str) -> bool:
    rest = next(text[found.end() :] for form in _DIVISIONS if (found := form.match(text)))
    return any(letter.isalpha() for letter in rest)


def _is_title(text: str) -> bool:
    """A division's title stands on the next line in capitals."""
    return len(text) <= LONGEST_TITLE and text.isupper()


def _article(document: Document, block: Block, level: int) -> list[Block]:
    text = document.of(block)
    found = _ARTICLE.match(text)
    assert found is not None
    if len(text) <= LONGEST_TITLE:
        return [replace(block, kind=Kind.HEADING, level=level)]
    body = block.start + found.end() + (len(text[found.end() :]) - len(text[found.end() :].lstrip()))
    return [
        replace(block, kind=Kind.HEADING, level=level, end=block.start + found.end()),
        replace(block, kind=Kind.PARAGRAPH, start=body),
    ]
