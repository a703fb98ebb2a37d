"""Codes such as customer numbers: letters and digits that match a pattern, also when they are spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found, Wrong
from giong.text import dictation
from giong.text.dictation import Sign

MAX_SIGNS = 60
_LONGEST, _MOST_CHARS = 36, 40
"""Signs of one code, pauses among them, and what they write."""
_LEAST, _LEAST_DIGITS = 4, 3
"""So many characters, so many of them digits, were meant as a code."""
_MOST_MISSING = 12
_LONGEST_DASHED = 24
_MARKS = frozenset("-_/.@")


class Code:
    """The value is the code as the pattern has it: capital letters, no spaces."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        said = dictation.last_version(text)
        found = self.find(said, slot, today)
        if found is not None:
            behind = len(text) - len(said)
            return Found(found.value, found.start + behind, found.end + behind)
        return self.find(text, slot, today) or _without_marks(said, slot) or _fault(said, slot)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        if not slot.pattern:
            return None
        pattern = re.compile(slot.pattern)
        signs = dictation.signs(text)[:MAX_SIGNS]
        for start, first in enumerate(signs):
            if not first.text:
                continue
            best = None
            for end, written in _growing(signs, start):
                if value := _matching(pattern, written):
                    best = Found(value, first.start, signs[end].end)
            if best is not None:
                return best
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


def _growing(signs: Sequence[Sign], start: int) -> Iterator[tuple[int, str]]:
    """What the signs from `start` write, one more each time."""
    written = ""
    for end in range(start, min(len(signs), start + _LONGEST)):
        written += signs[end].text
        if len(written) > _MOST_CHARS:
            return
        if signs[end].text:
            yield end, written


def _matching(pattern: re.Pattern[str], written: str) -> str:
    """What was written, with its marks or without, if it is such a code."""
    if pattern.fullmatch(written):
        return written
    bare = _bare(written)
    return bare if len(bare) < len(written) and pattern.fullmatch(bare) else ""


def _candidate(text: str) -> str:
    """The longest thing that looks like a code, without its marks."""
    parts = dictation.parts(_unglued(dictation.signs(text)))
    return max((_bare("".join(sign.text for sign in part)) for part in parts), key=len, default="")


def _without_marks(text: str, slot: Slot) -> Found | None:
    """A code whose dashes were not said: "HD 2024 01" for "HD-2024-01"."""
    code = _candidate(text)
    if "-" not in slot.pattern or not _LEAST <= len(code) <= _LONGEST_DASHED:
        return None
    pattern = re.compile(slot.pattern)
    for first in range(1, len(code)):
        for second in range(first, len(code)):
            dashed = f"{code[:first]}-{code[first:second]}{'-' if second > first else ''}{code[second:]}"
            if pattern.fullmatch(dashed):
                return Found(dashed, 0, len(text))
    return None


def _fault(text: str, slot: Slot) -> Wrong | None:
    """What is wrong with the longest thing that looks like a code."""
    code = _candidate(text)
    if len(code) < _LEAST or sum(sign.isdigit() for sign in code) < _LEAST_DIGITS or not slot.pattern:
        return None
    pattern = re.compile(slot.pattern)
    for count in range(1, _MOST_MISSING + 1):
        if any(pattern.fullmatch(code + filler * count) for filler in ("0", "A")):
            return Wrong("wrong_code_short", {"value": code, "missing": str(count)})
        if count < len(code) and pattern.fullmatch(code[:-count]):
            return Wrong("wrong_code_long", {"value": code, "extra": str(count)})
    return Wrong("wrong_code_form", {"value": code})


def _bare(written: str) -> str:
    return "".join(sign for sign in written if sign not in _MARKS)


def _unglued(signs: Sequence[Sign]) -> list[Sign]:
    """A short group of capitals beside digits belongs to the code: "HS 2601"."""
    found = []
    for at, sign in enumerate(signs):
        following = signs[at + 1].text if at + 1 < len(signs) else ""
        glued = sign.plain and len(sign.text) <= 3 and following[:1].isdigit()
        found.append(Sign(sign.text, sign.start, sign.end) if glued else sign)
    return found
