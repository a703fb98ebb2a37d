"""Spots fixed words and phrases in a sentence, also as they are typed without diacritics. Knows no grammar."""

from __future__ import annotations

import re

from giong.text.unicode import fold


def any_of(*phrases: str, plain: bool = True, before: str = "", after: str = "") -> re.Pattern[str]:
    """A pattern for any of the phrases (each argument may hold several, divided by `|`) as whole words.

    `plain`: also without diacritics, if the whole phrase is written so. `before` and `after` are patterns that must
    stand around it.
    """
    listed = [phrase for some in phrases for phrase in some.split("|")]
    forms = dict.fromkeys([*listed, *map(fold, listed)] if plain else listed)
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<!\w){before}(?:{'|'.join(map(re.escape, longest_first))})(?!\w){after}", re.IGNORECASE)
