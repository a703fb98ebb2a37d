"""A typed message as a row of words and signs, with those that must not be touched: addresses, codes, parts of
compounds. Knows no spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from giong.text.links import EMAIL, URL

_KEPT = re.compile(rf"{EMAIL.pattern}|{URL.pattern}|[@#]\w+", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_GLUE = frozenset("-_&@+#/\\'’")


@dataclass(frozen=True)
class Word:
    """A word or a sign of the text; not `free` to be rewritten where it is part of a code, an address or a compound."""

    text: str
    lower: str
    start: int
    end: int
    free: bool


def tokens(text: str) -> list[Word]:
    """Words and signs in order; spaces are left out."""
    kept = [match.span() for match in _KEPT.finditer(text)] if "@" in text or "." in text or "#" in text else []
    found: list[Word] = []
    at = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while at < len(kept) and kept[at][1] <= start:
            at += 1
        inside = at < len(kept) and kept[at][0] < end
        word = match.group()
        free = not inside and word[0].isalnum() and not _glued(text, start, end)
        found.append(Word(word, word.lower(), start, end, free))
    return found


def _glued(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if end - start == 1 and after == ")":
        return True
    return _joins(before, text[start - 2 : start - 1], end - start) or _joins(
        after, text[end + 1 : end + 2], end - start
    )


def _joins(sign: str, beyond: str, length: int) -> bool:
    if sign == "/" and length > 1:
        return False
    return (sign in _GLUE or sign == ".") and beyond.isalnum()
