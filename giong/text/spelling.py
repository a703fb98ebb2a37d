"""How a syllable is spelt: whether it can be Vietnamese, and where its tone mark belongs; knows no meaning."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from giong.text.lexicon import bag
from giong.text.tones import Tone, tone, without_tone
from giong.text.unicode import VOWELS, nfc, unaccented
from giong.text.words import is_unmarked_syllable, is_vietnamese_syllable

LONGEST = 7
"""Letters of the longest syllable, "nghiêng"."""

# Long o before a final occurs in a few loans; elsewhere "oo" is ô as Telex types it.
_LONG_O = bag("xoong boong coong goong loong toong moong cooc sooc mooc rooc booc vooc")
_MARKED = frozenset("ăâêôơư")


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether the word, lower case and composed, can be one Vietnamese syllable; wherever its tone mark stands."""
    if len(word) > LONGEST or not is_vietnamese_syllable(word):
        return False
    if len(word) > 1 and without_tone(word)[-1] in "ăâ":
        return False
    plain = unaccented(word)
    return ("oong" not in plain and "ooc" not in plain) or plain in _LONG_O


@lru_cache(maxsize=1 << 16)
def is_typed_syllable(word: str) -> bool:
    """Whether the word, lower case and composed, can be a syllable, or one without its diacritics ("mat", "duoc")."""
    return is_syllable(word) or (
        len(word) <= LONGEST and is_unmarked_syllable(word) and ("oong" not in word and "ooc" not in word)
    )


@lru_cache(maxsize=1 << 14)
def spelt(word: str) -> str:
    """The syllable with its tone mark in the traditional place ("hòan" → "hoàn", "qủa" → "quả", "thuỷ" → "thủy") and
    its horns complete ("đưọc" → "được"); any other word unchanged.
    """
    mark = tone(word)
    plain = without_tone(word)
    lower = plain.lower()
    whole = _horned(lower)
    if not is_syllable(with_tone(whole, mark)):
        return word
    return like(word, with_tone(whole, mark)) if mark or whole != lower else word


def with_tone(plain: str, mark: Tone) -> str:
    """A lower-case syllable without a tone, with one in the traditional place."""
    if mark is Tone.NGANG:
        return plain
    at = _place(plain)
    return nfc(plain[: at + 1] + mark + plain[at + 1 :]) if at >= 0 else plain


def like(model: str, word: str) -> str:
    """The word with the capitals of another."""
    if model.islower():
        return word
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _horned(plain: str) -> str:
    """u and o carry their horns together, except in "thuở"."""
    whole = plain.replace("ưo", "ươ")
    at = whole.find("uơ")
    return f"{whole[:at]}ươ{whole[at + 2 :]}" if 0 <= at < len(whole) - 2 and whole[:1] != "q" else whole


def _place(plain: str) -> int:
    """The index of the letter that carries the tone, -1 without a vowel."""
    start = 2 if plain[:2] in ("qu", "gi") and plain[2:3] in VOWELS else 0
    vowels = [at for at in range(start, len(plain)) if plain[at] in VOWELS]
    if not vowels:
        return next((at for at, letter in enumerate(plain) if letter in VOWELS), -1)
    marked = [at for at in vowels if plain[at] in _MARKED]
    if marked:
        return marked[-1]
    if len(vowels) == 1:
        return vowels[0]
    if len(vowels) == 3 or vowels[-1] < len(plain) - 1:
        return vowels[1]
    return vowels[0]


def decomposed(word: str) -> tuple[str, Tone]:
    """The lower-case letters without the tone, and the tone."""
    lower = unicodedata.normalize("NFC", word).lower()
    return without_tone(lower), tone(lower)
