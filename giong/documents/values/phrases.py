"""Set phrases in names of shops, companies and agencies, spelt as they are where recognition misread their marks. Knows
no phrase itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from giong.text.spelling import like
from giong.text.tones import to_old
from giong.text.unicode import fold


class Phrases:
    """Phrases in small letters; those of `first` are too short to be told from other words but at the beginning."""

    def __init__(self, phrases: Collection[str], *, first: Collection[str] = ()) -> None:
        self._first = frozenset(map(fold, first))
        self._by_letters = {fold(phrase): phrase for phrase in (*phrases, *first)}
        longest_first = sorted(self._by_letters, key=len, reverse=True)
        self._pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")

    def spelt(self, name: str) -> str:
        """ "NHÀ THUÔC TÂM AN" → "NHÀ THUỐC TÂM AN"; what is no such phrase stays."""
        plain = fold(name)
        if len(plain) != len(name):
            return name
        pieces, at = [], 0
        for match in self._pattern.finditer(plain):
            pieces += [name[at : match.start()], self._right(match, name[match.start() : match.end()])]
            at = match.end()
        return "".join([*pieces, name[at:]])

    def _right(self, match: re.Match[str], printed: str) -> str:
        if match.group() in self._first and match.start() > 0:
            return printed
        pairs = zip(printed.split(" "), self._by_letters[match.group()].split(" "), strict=True)
        return " ".join(old if to_old(old.lower()) == to_old(new) else like(old, new) for old, new in pairs)
