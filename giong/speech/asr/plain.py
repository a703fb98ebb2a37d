"""The form that every recogniser answers in: spoken form, lower case, no punctuation. Knows text only."""

from __future__ import annotations

import re
import unicodedata

from giong.text.spoken import spoken

_NOT_A_WORD = re.compile(r"[^\w\s]|_")


def plain(text: str) -> str:
    """ "Phòng 2, tầng 10." → "phòng hai tầng mười"."""
    said = unicodedata.normalize("NFC", spoken(text)).lower()
    return " ".join(_NOT_A_WORD.sub(" ", said).split())
