"""A read file: its plain text, and the blocks that the text is made of. Knows no file format and no passages.

Readers write a document through `Draft`, so that every block's character span is right by construction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from giong.text.unicode import nfc

_BLANKS = re.compile(r"[^\S\n]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")


class Kind(StrEnum):
    """What a block is. Rows and answers are passages by themselves; items belong to the paragraph before them."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    ANSWER = "answer"


@dataclass(frozen=True)
class Block:
    """`text[start:end]` of a document. `level` counts headings from 1 (the highest), `page` and `row` (of a table's
    file, its header included) from 1. `keywords`: further words to be found by. `since` and `until` (the last day), ISO
    dates, bound when it holds, "" = no bound of its own.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    page: int | None = None
    question: str | None = None
    row: int | None = None
    keywords: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Document:
    """The plain text (NFC, lines end in a bare newline) and its blocks in order, without overlap. `head` is what the
    file says about itself beside its text, as it names it; `passed_over` are the rows of question–answer lists that
    lack a question or an answer.
    """

    title: str
    text: str
    blocks: tuple[Block, ...]
    head: Mapping[str, str] = field(default_factory=dict)
    passed_over: tuple[int, ...] = ()

    def of(self, block: Block) -> str:
        """The block's text."""
        return self.text[block.start : block.end]


class Draft:
    """A document in the making: blocks are added from top to bottom."""

    def __init__(self) -> None:
        self.title = ""
        self.page: int | None = None
        self.head: dict[str, str] = {}
        self.passed_over: list[int] = []
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    @property
    def characters(self) -> int:
        """Length of the text so far."""
        return self._length

    def heading(self, text: str, level: int) -> None:
        """A heading; all that follows belongs to it until one of the same or a higher level."""
        self._add(Kind.HEADING, text, level=level)

    def paragraph(self, text: str) -> None:
        """A paragraph; line breaks inside are kept."""
        self._add(Kind.PARAGRAPH, text)

    def item(self, text: str) -> None:
        """One entry of a list, with its mark ("a)", "2.") where it has one."""
        self._add(Kind.ITEM, text)

    def row(self, text: str, number: int | None = None) -> None:
        """One row of a table, rendered as text, and which row of the file it is."""
        self._add(Kind.ROW, text, row=number)

    def answer(
        self,
        question: str,
        answer: str,
        *,
        row: int | None = None,
        keywords: str = "",
        since: str = "",
        until: str = "",
    ) -> None:
        """One entry of a question–answer list. The question is written before the answer but is not part of it."""
        question = clean(question)
        if question and clean(answer):
            self._write(question)
            known = {"row": row, "keywords": clean(keywords), "since": since, "until": until}
            self._add(Kind.ANSWER, answer, question=question, **known)

    def document(self, title: str) -> Document:
        """The finished document; `title` holds where the file did not name one itself."""
        title = clean(self.title) or title
        return Document(
            title=title,
            text="".join(self._parts),
            blocks=tuple(self._blocks),
            head=self.head,
            passed_over=tuple(self.passed_over),
        )

    def _add(self, kind: Kind, text: str, **known: Any) -> None:
        text = clean(text)
        if text:
            start, end = self._write(text)
            self._blocks.append(Block(kind, start, end, page=self.page, **known))

    def _write(self, text: str) -> tuple[int, int]:
        if self._parts:
            self._parts.append("\n")
            self._length += 1
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length


def clean(text: str) -> str:
    """NFC, without control characters, runs of blanks made one, lines trimmed, empty lines dropped."""
    text = _UNPRINTABLE.sub("", nfc(text).replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
