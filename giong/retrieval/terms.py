"""What an index and a question are compared by: syllables and numbers in one spelling. Knows no index.

Compounds are left apart: joining syllables to words was measured to lower recall.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from giong.text.tones import to_old
from giong.text.unicode import fold, nfc
from giong.text.words import syllables

ASKING_WEIGHT = 0.4
"""Of a word that asks or greets, beside 1 for the others: it says little about where the answer stands, and
knowledge, which asks nothing, often lacks it.
"""
_ASKING = "là thì ở bao nhiêu gì nào ai đâu sao mấy thế vậy ạ hả nhé nhỉ cho tôi em anh chị mình hỏi xin muốn biết"
_ASKING_TERMS = frozenset(_ASKING.split()) | frozenset(fold(word) for word in _ASKING.split())
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def terms(text: str) -> list[str]:
    """Lower-case syllables in order, tone marks in the traditional place, thousands without their points."""
    return [_number(span.text) for span in syllables(to_old(nfc(text).lower()))]


def weights(words: Sequence[str]) -> list[float]:
    """How much each term of a question counts. "Mất" asks too in "mất bao lâu", where nothing is lost."""
    asks = [word in _ASKING_TERMS for word in words]
    for index, (word, following) in enumerate(pairwise(words)):
        asks[index] |= word in ("mất", "mat") and following in ("bao", "mấy", "may")
    return [ASKING_WEIGHT if asking else 1.0 for asking in asks]


def _number(text: str) -> str:
    if text[0].isdigit() and _THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", "")
    return text
