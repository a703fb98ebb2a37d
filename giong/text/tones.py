"""The six tones of a syllable, and the two customs of where their mark stands; knows nothing of meaning.

Two spellings are in use for the open rhymes *oa, oe, uy*: the traditional one marks the first letter (hòa, khỏe, thúy),
the newer one the main vowel (hoà, khoẻ, thuý). Comparisons must bring both to one custom first.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from giong.text.unicode import nfc


class Tone(StrEnum):
    """The six tones; the value is the combining mark that writes the tone."""

    NGANG = ""
    HUYEN = "\u0300"
    SAC = "\u0301"
    NGA = "\u0303"
    HOI = "\u0309"
    NANG = "\u0323"


_MARK = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# "q" keeps its u: in "quý" the rhyme is y alone and the mark has one place only.
_OLD = re.compile("(?<![qQ])([oO])([\u0300\u0301\u0303\u0309\u0323])([aAeE])(?![\\w\u0300-\u036f])")
_OLD_UY = re.compile("(?<![qQ])([uU])([\u0300\u0301\u0303\u0309\u0323])([yY])(?![\\w\u0300-\u036f])")
_NEW = re.compile("(?<![qQ])([oO])([aAeE])([\u0300\u0301\u0303\u0309\u0323])(?![\\w\u0300-\u036f])")
_NEW_UY = re.compile("(?<![qQ])([uU])([yY])([\u0300\u0301\u0303\u0309\u0323])(?![\\w\u0300-\u036f])")


def tone(syllable: str) -> Tone:
    """The tone of one syllable."""
    mark = _MARK.search(unicodedata.normalize("NFD", syllable))
    return Tone(mark.group()) if mark else Tone.NGANG


def without_tone(text: str) -> str:
    """The text without tone marks; the letters ă â ê ô ơ ư đ stay what they are."""
    return nfc(_MARK.sub("", unicodedata.normalize("NFD", text)))


def to_new(text: str) -> str:
    """Tone on the main vowel: hòa → hoà, thúy → thuý."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return nfc(_OLD_UY.sub(r"\1\3\2", _OLD.sub(r"\1\3\2", apart)))


def to_old(text: str) -> str:
    """Tone on the first letter: hoà → hòa, thuý → thúy."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return nfc(_NEW_UY.sub(r"\1\3\2", _NEW.sub(r"\1\3\2", apart)))
