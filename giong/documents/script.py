"""Whether a page is written in a script that the recognisers do not know: what they make of it are no syllables, and
they are not sure of it. Knows no kind of paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from giong.text.words import is_unmarked_syllable, is_vietnamese_syllable
from giong.vision.page import Page, Word

LEAST_WORDS = 20
MOST_SYLLABLES = 0.35
MOST_SURE = 0.55


def is_other_script(pages: Sequence[Page]) -> bool:
    """Whether these pages hold much text, of which little is Vietnamese or Latin and nothing is sure."""
    words = [word for page in pages for line in page.lines for word in line.words if len(word.text.strip(".,;:")) > 1]
    if len(words) < LEAST_WORDS:
        return False
    known = sum(map(_is_known, words)) / len(words)
    sure = sum(word.confidence for word in words) / len(words)
    return known < MOST_SYLLABLES and sure < MOST_SURE


def _is_known(word: Word) -> bool:
    text = word.text.strip(".,;:()\"'")
    if text.isdigit():
        return True
    return is_vietnamese_syllable(text) or is_unmarked_syllable(text) or (word.confidence > 0.9 and text.isascii())
