"""Sentences with their places in the text; knows abbreviations and numbering, no grammar."""

from __future__ import annotations

import re

from giong.text.abbreviations import TITLES
from giong.text.lexicon import bag
from giong.text.words import Span

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n+")
_LAST_TOKEN = re.compile(r"[^\s(\[“\"']+$")
_NUMBERED = re.compile(
    r"(?:^|\n|[.;:!?]\s)\s*(?:(?:điều|khoản|mục|chương|phần|bước|câu|bài|bảng|hình|phụ lục)\s+)?"
    r"(?:\d{1,3}|[IVXLC]+|[a-zđ])$",
    re.IGNORECASE,
)
_UNFINISHED = bag("tp tx tt q p h đ kp vd tr st no mr mrs ms dr ô b đc đt sđt cty") | {
    title.lower() for title in TITLES
}
_MONEY = re.compile(r"\d\s?đ$")
_AFTER_ABBREVIATION = re.compile(r"(?<!\w)(?:tp|tx|tt|q|p|kp|số)\.?\s?\d+$", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:[A-ZĐ]\.)*[A-ZĐ]$")


def sentences(text: str) -> list[Span]:
    """Sentences in order, without surrounding spaces. A line break always ends one."""
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith("\n") or _ends(text, start, match):
            _add(found, text, start, match.end())
            start = match.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    body = piece.strip()
    if body:
        offset = start + len(piece) - len(piece.lstrip())
        found.append(Span(body, offset, offset + len(body)))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip(" \t")[:1]
    if not following or following == "\n":
        return True
    mark = match.group()
    if "!" in mark or "?" in mark:
        return True
    if following.islower():
        return False
    if mark.rstrip("\"'”’»)]") != ".":
        return True
    before = text[start : match.start()]
    token = _LAST_TOKEN.search(before)
    last = token.group() if token else ""
    if _MONEY.search(before):
        return True
    if last.lower() in _UNFINISHED or _INITIALS.match(last):
        return False
    return _AFTER_ABBREVIATION.search(before) is not None or not _NUMBERED.search(before)
