"""The word lists beside this room's code (`lists/`), and patterns made of words; knows no word itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files


def rows(name: str) -> list[tuple[str, ...]]:
    """The lines of a list, cut at tabs. A line that begins with "# " is a comment."""
    text = files("giong.text").joinpath("lists", name).read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("# ")]


def entries(name: str) -> frozenset[str]:
    """The entries of a list of one column."""
    return frozenset(row[0] for row in rows(name))


def bag(words: str) -> frozenset[str]:
    """Words between spaces, as a set."""
    return frozenset(words.split())


def table(pairs: str) -> dict[str, str]:
    """A dictionary written as "q: quận; p: phường"."""
    cut = (pair.partition(":") for pair in pairs.split(";"))
    return {key.strip(): value.strip() for key, _, value in cut}


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, so that "km²" is not read as "km"."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
