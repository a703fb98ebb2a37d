"""Letters that young people put in the place of others: "fải", "khôg", "thík", "mìh"; knows no words, only what can be
a syllable. Whole words of shorthand are in `lists/shorthand.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterator

from giong.text.spelling import is_syllable, spelt

_ONSETS = (("dz", "v"), ("f", "ph"), ("w", "qu"), ("j", "gi"), ("z", "v"), ("z", "d"), ("k", "c"), ("c", "k"))
_FINALS = (("k", "ch"), ("k", "c"), ("g", "ng"), ("h", "nh"), ("q", "ng"))


def read(word: str) -> str:
    """The syllable that was meant by one with diacritics that cannot be any, or "". Names (Đắk Lắk) have capitals."""
    if word.isascii() or not word.islower():
        return ""
    found = next((meant for form in _ends(word) for meant in _begins(form) if is_syllable(meant)), "")
    return spelt(found) if found else ""


def _begins(word: str) -> Iterator[str]:
    yield word
    for short, whole in _ONSETS:
        if word.startswith(short):
            yield whole + word[len(short) :].removeprefix("i" if whole == "gi" else "")


def _ends(word: str) -> Iterator[str]:
    yield word
    for short, whole in _FINALS:
        if word.endswith(short):
            yield word.removesuffix(short) + whole
