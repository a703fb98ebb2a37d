"""Markdown (CommonMark with tables). Knows headings, lists, tables and code; links and emphasis become their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from giong.retrieval.document import Draft
from giong.retrieval.readers.table import write_table
from giong.retrieval.readers.text import decoded
from giong.retrieval.sources import Limits

if TYPE_CHECKING:
    from markdown_it.token import Token


def read(data: bytes, draft: Draft, limits: Limits) -> None:
    """Write the blocks of a Markdown file; front matter between lines of dashes is its head, not part of the text."""
    from markdown_it import MarkdownIt

    head, text = _parted(decoded(data))
    draft.head.update(head)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    _Writer(draft, limits).write(tokens)


def _parted(text: str) -> tuple[dict[str, str], str]:
    """The front matter's plain entries (lists on their lines joined by commas), and the text after it."""
    if text.startswith("---\n"):
        front, fence, rest = text[4:].partition("\n---\n")
        if fence and ":" in front:
            return _entries(front), rest
    return {}, text


def _entries(front: str) -> dict[str, str]:
    entries: dict[str, str] = {}
    key = ""
    for line in front.split("\n"):
        if line.lstrip().startswith("- ") and key:
            entries[key] = f"{entries[key]}, {line.strip()[2:]}".strip(", ")
        elif ":" in line and not line.startswith((" ", "#")):
            key, _, value = line.partition(":")
            entries[key] = value.strip().strip("\"'")
    return entries


class _Writer:
    """Turns the token stream into blocks. Remembers in which lists and table it is."""

    def __init__(self, draft: Draft, limits: Limits) -> None:
        self._draft = draft
        self._limits = limits
        self._counters: list[int | None] = []
        """One for each open list: the next entry's number, None in a bulleted list."""
        self._marked = False
        self._rows: list[list[str]] | None = None
        self._level = 0

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            match token.type:
                case "heading_open":
                    self._level = int(token.tag[1])
                case "heading_close":
                    self._level = 0
                case "ordered_list_open":
                    self._counters.append(int(token.attrGet("start") or 1))
                case "bullet_list_open":
                    self._counters.append(None)
                case "ordered_list_close" | "bullet_list_close":
                    self._counters.pop()
                case "list_item_open":
                    self._marked = False
                case "table_open":
                    self._rows = []
                case "tr_open" if self._rows is not None:
                    self._rows.append([])
                case "table_close":
                    write_table(self._rows or [], self._draft, self._limits)
                    self._rows = None
                case "inline":
                    self._text(_words(token))
                case "fence" | "code_block":
                    self._draft.paragraph(token.content)

    def _text(self, text: str) -> None:
        if self._rows:
            self._rows[-1].append(text)
        elif self._level:
            if self._level == 1 and not self._draft.title:
                self._draft.title = text
            self._draft.heading(text, self._level)
        elif self._counters:
            self._draft.item(self._mark() + text)
        else:
            self._draft.paragraph(text)

    def _mark(self) -> str:
        """The list entry's own mark, before its first paragraph only."""
        if self._marked:
            return ""
        self._marked = True
        number = self._counters[-1]
        if number is None:
            return "- "
        self._counters[-1] = number + 1
        return f"{number}. "


def _words(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" " if child.type == "softbreak" else "\n")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)
