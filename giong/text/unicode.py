"""Vietnamese letters as Unicode: one composed form, and the form without diacritics; knows no words."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")
_DIACRITIC = re.compile("[\u0300-\u036fđĐ]")
_STROKED = str.maketrans("đĐ", "dD")

VOWELS = frozenset("aăâeêioôơuưy")
"""Lower case and without a tone."""

# Letters as character classes for patterns. Ranges do not work: in Unicode, Vietnamese capitals and small letters
# alternate.
LOWER = "a-zđ" + "".join(
    unicodedata.normalize("NFC", vowel + mark)
    for vowel in sorted(VOWELS)
    for mark in ("", *"\u0300\u0301\u0303\u0309\u0323")
    if vowel + mark not in "aeiouy"
)
UPPER = "A-ZĐ" + LOWER.removeprefix("a-zđ").upper()


def nfc(text: str) -> str:
    """The text with every letter composed: files from macOS and some keyboards arrive decomposed."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def unaccented(text: str) -> str:
    """The text without tone marks, hats, horns and the stroke of đ; case is kept."""
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_STROKED)


def fold(text: str) -> str:
    """The text as someone types it in a hurry: lower case, no diacritics ("Đường Láng" → "duong lang")."""
    return unaccented(text).lower()


def has_diacritics(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark; a question without one was typed without diacritics."""
    return not text.isascii() and _DIACRITIC.search(unicodedata.normalize("NFD", text)) is not None
