"""The tone in which a quoted sentence is said: "Dạ, … ạ." of those who call themselves em, con or cháu. Changes no word
of the sentence.
"""

from __future__ import annotations

import re

from giong.text.diacritics import common_words
from giong.text.lexicon import bag
from giong.text.tones import to_old
from giong.text.unicode import nfc

_HUMBLE = bag("em con cháu")
_POLITE_ALREADY = re.compile(r"(?:dạ|vâng|thưa|xin)\b", re.IGNORECASE)
_OPENING = re.compile(r"(\w+)(?:\s(\w+))?")
_END = re.compile(r"(?<![\s.])\.$")


def softened(text: str, own: str) -> str:
    """The sentence as somebody says it who calls themselves `own`."""
    if own.lower() not in _HUMBLE or not text:
        return text
    if not _POLITE_ALREADY.match(text):
        text = _begun(text)
    if "\n" in text or text.rstrip(".!").endswith("ạ"):
        return text
    return _END.sub(" ạ.", text)


def _begun(text: str) -> str:
    """ "Thời hạn là …" → "Dạ, thời hạn là …"; a name keeps its capital, and what may be one stands by itself."""
    found = _OPENING.match(text)
    if found is None:
        return f"Dạ, {text}"
    word, after = found[1], found[2] or ""
    if word.isdigit() or not word[:1].isupper():
        return f"Dạ, {text}"
    plain = to_old(nfc(word).lower())
    known = plain in common_words() or f"{plain} {to_old(nfc(after).lower())}" in common_words()
    if known and word[1:] == word[1:].lower() and not after[:1].isupper():
        return f"Dạ, {text[0].lower()}{text[1:]}"
    return text
