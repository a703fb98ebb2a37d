"""A list as it is shown and as it is read out: "1. …", "thứ nhất, …". Knows no question and no document."""

from __future__ import annotations

import re

from giong.text.numbers import to_words

_DASH = re.compile(r"[-*+•–]\s+")
_MARK = re.compile(r"(?:[-*+•–]|\(?\d{1,2}[.)]|\(?[a-zđ]\d?\))\s+", re.IGNORECASE)
_ENDS = ".;,:!?…"
_ORDINALS = {1: "nhất", 4: "tư"}
LEAST_ENTRIES = 2


def numbered(text: str) -> str:
    """The list with numbers for dashes; marks that its author gave are kept."""
    lines = text.split("\n")
    if sum(_DASH.match(line) is not None for line in lines) < LEAST_ENTRIES:
        return text
    count = 0
    for at, line in enumerate(lines):
        if _DASH.match(line):
            count += 1
            lines[at] = _DASH.sub(f"{count}. ", line, count=1)
    return "\n".join(lines)


def led_in(text: str) -> str:
    """A list that begins at once, with a line that says what comes."""
    entries = sum(_DASH.match(line) is not None for line in text.split("\n"))
    return f"Có {entries} trường hợp:\n{text}" if entries >= LEAST_ENTRIES and _DASH.match(text) else text


def read_out(text: str, *, ordinals: bool) -> str:
    """The list as sentences for the ear, counted where `ordinals`; "" where there is no list."""
    lines = text.split("\n")
    if sum(_MARK.match(line) is not None for line in lines) < LEAST_ENTRIES:
        return ""
    count = 0
    said: list[str] = []
    for line in lines:
        entry = _MARK.match(line)
        if entry is None:
            said.append(_ended(line))
            continue
        count += 1
        words = _ended(line[entry.end() :].rstrip(" ;,"))
        said.append(f"{_ordinal(count)}, {_lowered(words)}" if ordinals else words)
    return " ".join(said)


def _ordinal(number: int) -> str:
    return f"Thứ {_ORDINALS.get(number) or to_words(number)}"


def _ended(line: str) -> str:
    return line if line.endswith(tuple(_ENDS)) else f"{line}."


def _lowered(text: str) -> str:
    """Inside a sentence, but "CCCD …" stays, as does a name of several words."""
    second = text.split(" ")[1:2]
    keeps = text[1:2].isupper() or (second and second[0][:1].isupper())
    return text if keeps else text[:1].lower() + text[1:]
