"""Letters held down for feeling: "khônggggg", "điii", "quáaaa"; knows no dictionary, only what can be a syllable."""

from __future__ import annotations

import re

from giong.text.spelling import is_syllable
from giong.text.unicode import unaccented

_RUN = 3
_HELD = re.compile(r"(\w)\1")
_ROMAN = re.compile(r"[IVXLCDM]+|[ivx]+")


def shortened(word: str) -> str:
    """The word with letters held down let go. Two alike at the end of no possible syllable count as held too."""
    if not _HELD.search(word):
        return word
    plain = unaccented(word).lower()
    if len(plain) != len(word) or _ROMAN.fullmatch(word):
        return word
    kept: list[str] = []
    at = 0
    while at < len(word):
        end = at + 1
        while end < len(word) and plain[end] == plain[at]:
            end += 1
        kept.append(word[at] if end - at >= _RUN else word[at:end])
        at = end
    return "".join(kept)


def doubled_end(word: str) -> str:
    """A syllable whose last letter was typed twice ("vângg", "nhaa"), or "" if it is none."""
    plain = unaccented(word[-2:]).lower()
    once = word[:-1]
    held = len(word) > 2 and not _ROMAN.fullmatch(word)
    return once if held and plain[:1] == plain[1:] and is_syllable(once.lower()) else ""
