"""What an index and a question are compared by: syllables and numbers in one spelling. Knows no index.

Compounds are left apart: joining syllables to words was measured to lower recall.
"""

from __future__ import annotations

import re

from giong.text.tones import to_old
from giong.text.unicode import nfc
from giong.text.words import syllables

_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def terms(text: str) -> list[str]:
    """Lower-case syllables in order, tone marks in the traditional place, thousands without their points."""
    return [_number(span.text) for span in syllables(to_old(nfc(text).lower()))]


def _number(text: str) -> str:
    if text[0].isdigit() and _THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", "")
    return text
