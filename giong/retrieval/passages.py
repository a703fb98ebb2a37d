"""Cutting a document into passages: pieces small enough to be an answer's ground, under one heading each.

Knows neither file formats nor search. A passage is always a slice of its document's text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from giong.retrieval.document import Block, Document, Kind
from giong.text.sentences import sentences

TARGET_SYLLABLES = 120
"""A passage that has reached this length takes no further paragraph."""
MOST_SYLLABLES = 200
LEAST_SYLLABLES = 30
"""A rest shorter than this joins the passage before it."""


@dataclass(frozen=True)
class Passage:
    """`source_text[start:end]`, with the headings above it, outermost first.

    `page` counts from 1 where the source has pages, `row` where it is a table. `kind` is PARAGRAPH, ROW or ANSWER.
    `question` is set for an entry of a question–answer list, whose text is the answer; such an entry may have
    `keywords` and days of its own from and until which it holds. The `id` follows from the content, so a passage that
    a new version of the file leaves alone keeps it.
    """

    id: str
    source_id: str
    source_title: str
    text: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    question: str | None = None
    kind: Kind = Kind.PARAGRAPH
    row: int | None = None
    keywords: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def context(self) -> str:
        """What must be known to understand the text by itself: title, headings, question and keywords, a line each."""
        lines = [self.source_title, *self.heading, self.question or "", self.keywords]
        return "\n".join(dict.fromkeys(line for line in lines if line))


@dataclass(frozen=True)
class _Piece:
    """A span that is not cut further. `joined`: it leans on the piece before it, as a list's entry does."""

    start: int
    end: int
    page: int | None
    syllables: int
    joined: bool


def cut(document: Document, *, source_id: str) -> list[Passage]:
    """The document's passages in order. Headings alone make none, except in a document that has nothing else."""
    seen: dict[str, int] = {}
    passages: list[Passage] = []
    for heading, blocks in _sections(document):
        for start, end, page, block in _spans(document, blocks):
            question = block.question if block else None
            text = document.text[start:end]
            keywords = block.keywords if block else ""
            key = "\0".join([source_id, *heading, question or "", text, *([keywords] if keywords else [])])
            seen[key] = seen.get(key, 0) + 1
            passages.append(
                Passage(
                    id=hashlib.blake2s(f"{key}\0{seen[key]}".encode(), digest_size=12).hexdigest(),
                    source_id=source_id,
                    source_title=document.title,
                    text=text,
                    heading=heading,
                    page=page,
                    start=start,
                    end=end,
                    question=question,
                    kind=block.kind if block else Kind.PARAGRAPH,
                    row=block.row if block else None,
                    keywords=keywords,
                    since=date.fromisoformat(block.since) if block and block.since else None,
                    until=date.fromisoformat(block.until) if block and block.until else None,
                )
            )
    return passages


def _sections(document: Document) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Runs of blocks that stand under the same headings."""
    if all(block.kind is Kind.HEADING for block in document.blocks):
        yield (), list(document.blocks)
        return
    path: list[tuple[int, str]] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if block.kind is not Kind.HEADING:
            blocks.append(block)
            continue
        if blocks:
            yield tuple(text for _, text in path), blocks
            blocks = []
        path = [(level, text) for level, text in path if level < block.level]
        path.append((block.level, " ".join(document.of(block).split())))
    if blocks:
        yield tuple(text for _, text in path), blocks


def _spans(document: Document, blocks: list[Block]) -> Iterator[tuple[int, int, int | None, Block | None]]:
    run: list[_Piece] = []
    for block in blocks:
        if block.kind in (Kind.ROW, Kind.ANSWER):
            yield from _packed(run)
            run = []
            for start, end, page, _ in _packed(list(_pieces(document, block))):
                yield start, end, page, block
        else:
            run.extend(_pieces(document, block))
    yield from _packed(run)


def _pieces(document: Document, block: Block) -> Iterator[_Piece]:
    """The block, or its sentences where it is too long, or its words where a sentence is."""
    joined = block.kind is Kind.ITEM
    text = document.of(block)
    if len(text.split()) <= MOST_SYLLABLES:
        yield _Piece(block.start, block.end, block.page, len(text.split()), joined)
        return
    for sentence in sentences(text):
        start = block.start + sentence.start
        for first, last in _word_runs(sentence.text):
            words = len(sentence.text[first:last].split())
            yield _Piece(start + first, start + last, block.page, words, joined)
            joined = True


def _word_runs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of at most MOST_SYLLABLES blank-separated words."""
    first, count, position = 0, 0, 0
    for word in text.split():
        at = text.index(word, position)
        if count == MOST_SYLLABLES:
            yield first, position
            first, count = at, 0
        position = at + len(word)
        count += 1
    yield first, len(text)


def _packed(pieces: list[_Piece]) -> Iterator[tuple[int, int, int | None, None]]:
    """Neighbouring pieces put together up to a sensible length."""
    groups: list[list[_Piece]] = []
    length = 0
    for piece in pieces:
        wanted = length < TARGET_SYLLABLES or piece.joined or piece.syllables < LEAST_SYLLABLES
        if groups and wanted and length + piece.syllables <= MOST_SYLLABLES:
            groups[-1].append(piece)
            length += piece.syllables
        else:
            groups.append([piece])
            length = piece.syllables
    for group in groups:
        yield group[0].start, group[-1].end, group[0].page, None
