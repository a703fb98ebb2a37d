"""Vietnamese abbreviations and what they are read as, and how letters are called; knows nothing of where one stands.

The abbreviations are in `lists/abbreviations.tsv`. `addresses` reads Q., P. and TP. before a name, `references` the
symbols of laws.
"""

from __future__ import annotations

import re

from giong.text.foreign import SAID
from giong.text.lexicon import one_of, rows, table
from giong.text.words import is_unmarked_syllable, is_vietnamese_syllable

_ROWS = rows("abbreviations.tsv")
TITLES = {short: said for kind, short, said in _ROWS if kind == "title"}
OFFICES = {short: said for kind, short, said in _ROWS if kind == "office"}
ACTS = {short: said for kind, short, said in _ROWS if kind == "act"}
TABLE = {
    **{short: said for kind, short, said in _ROWS if kind == "common"},
    **OFFICES,
    **TITLES,
    **{f"{short}.": said for short, said in TITLES.items()},
}

# As letters are called in acronyms: short names, so that "VTV" is "vê tê vê".
LETTERS = table(
    "A:a; B:bê; C:xê; D:dê; Đ:đê; E:e; G:gờ; H:hát; I:i; K:ca; L:lờ; M:em; N:en; O:o; P:pê; Q:quy; R:rờ; S:ét;"
    "T:tê; U:u; V:vê; X:ích; Y:y; F:ép; J:gi; W:vê kép; Z:dét; Ă:á; Â:ớ; Ê:ê; Ô:ô; Ơ:ơ; Ư:ư"
)

_KNOWN = re.compile(rf"(?<![\w@&]){one_of(TABLE)}(?![\w&@])")
_ACRONYM = re.compile(r"(?<![\w-])[A-ZĐ]{2,6}(?!\w)")
_LONG_ACRONYM = 4  # letters; a longer word in capitals that may be a syllable is one ("NGUYEN", "TRUONG")
_VOWEL = re.compile(r"[AEIOUY]")


def speak(text: str) -> str:
    """Known abbreviations in full, others letter by letter; capitals that are Vietnamese words stay."""
    return _ACRONYM.sub(_acronym, _KNOWN.sub(_expanded, text))


def _expanded(match: re.Match[str]) -> str:
    short = match.group()
    ends = short.endswith(".") and match.end() == len(match.string)
    return TABLE[short] + ("." if ends else "")


def _acronym(match: re.Match[str]) -> str:
    word = match.group()
    if _VOWEL.search(word) and is_vietnamese_syllable(word):
        return word
    if word.lower() in SAID:
        return word
    if len(word) > _LONG_ACRONYM and is_unmarked_syllable(word):
        return word
    return spell(word)


def spell(letters: str) -> str:
    """Letters by the names that Vietnamese gives them."""
    return " ".join(LETTERS.get(letter.upper(), letter) for letter in letters)
