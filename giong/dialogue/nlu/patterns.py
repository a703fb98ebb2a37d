"""Marked examples as patterns: finds what stands where an example's slot is marked. Knows no kind of slot."""

from __future__ import annotations

import re
from collections.abc import Mapping

from giong.text.unicode import fold, nfc
from giong.text.words import syllables

MAX_MARKED_SYLLABLES = 10
MAX_MARKED_CHARS = 300
"""Marked parts are looked for in the beginning of a message only."""

_DIGITS = r"\d+(?:[.,]\d+)*"
_MEASURE = re.compile(rf"{_DIGITS}\s?([^\W\d_][\w\s]*)")


class Pattern:
    """A marked example as a pattern: the words around the marks, and the marks."""

    def __init__(self, intent: str, text: str, slots: Mapping[str, str]) -> None:
        self.intent = intent
        self._names = sorted(slots, key=lambda name: text.find(slots[name]))
        self._numeric = [any(map(str.isdigit, slots[name])) for name in self._names]
        unit = _MEASURE.fullmatch(slots[self._names[0]]) if len(slots) == 1 else None
        self._measure = (
            re.compile(rf"(?<![\w.,])({_DIGITS}\s?{re.escape(fold(unit.group(1)))})(?!\w)") if unit else None
        )
        source = re.escape(fold(text))
        for name in self._names:
            source = source.replace(re.escape(fold(slots[name])), "(.+?)", 1)
        # A mark at an end reaches to the end of what is said: nothing else would say where it stops.
        before = r"^\W*" if source.startswith("(") else r"(?<!\w)"
        after = r"\W*$" if source.endswith("?)") else r"(?!\w)"
        self._pattern = re.compile(before + source + after)

    def match(self, text: str) -> dict[str, str]:
        """The marked words in `text`, with their diacritics."""
        text = nfc(text)[:MAX_MARKED_CHARS]
        return {name: text[start:end] for name, (start, end) in zip(self._names, self._spans(text), strict=False)}

    def measure(self, text: str) -> dict[str, str]:
        """A number with the unit that it is marked with in the example: "250 số", wherever it stands."""
        text = nfc(text)[:MAX_MARKED_CHARS]
        spans = _search(self._measure, text) if self._measure else []
        return dict(zip(self._names, (text[start:end] for start, end in spans), strict=False))

    def rest(self, text: str) -> str:
        """`text` without the marked words, or "" where they are hardly what is marked in the example."""
        text = nfc(text)[:MAX_MARKED_CHARS]
        rest = text
        spans = self._spans(text)
        for (start, end), numeric in zip(reversed(spans), reversed(self._numeric), strict=False):
            words = text[start:end]
            if len(syllables(words)) > MAX_MARKED_SYLLABLES or numeric != any(map(str.isdigit, words)):
                return ""
            rest = f"{rest[:start]} {rest[end:]}"
        return rest if spans else ""

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the marked words stand."""
        return _search(self._pattern, text)


def _search(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The spans of the pattern's groups in `text`. Folding keeps every letter's place in composed text."""
    folded = fold(text)
    found = pattern.search(folded) if len(folded) == len(text) else None
    return [found.span(number) for number in range(1, pattern.groups + 1)] if found else []
