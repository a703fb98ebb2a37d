"""Sums of money in words as papers print them ("Một triệu hai trăm nghìn đồng chẵn"), read despite misread letters.
Knows no numbers in digits.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from giong.text.numbers import from_words
from giong.text.unicode import fold, nfc

_PLAIN = {
    "khong": "không",
    "mot": "một",
    "hai": "hai",
    "ba": "ba",
    "bon": "bốn",
    "tu": "tư",
    "nam": "năm",
    "lam": "lăm",
    "nham": "nhăm",
    "sau": "sáu",
    "bay": "bảy",
    "tam": "tám",
    "chin": "chín",
    "tram": "trăm",
    "nghin": "nghìn",
    "ngan": "ngàn",
    "trieu": "triệu",
    "ty": "tỷ",
    "ti": "tỷ",
    "linh": "linh",
    "le": "lẻ",
    "ruoi": "rưỡi",
}
_TENS = frozenset(["hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"])
_END = frozenset({"dong", "vnd", "viet", "chan", "d"})
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 2
"""Words; a lone number word in a text is no sum."""


def value(text: str) -> int | None:
    """The sum that the words say, up to "đồng"; None where they say none."""
    words: list[str] = []
    for letters in _WORD.findall(nfc(text)):
        plain = fold(letters)
        if plain in _END and words:
            break
        word = _snapped(plain)
        if word is None:
            if words:
                return None
            continue  # "Bằng chữ", "(Viết bằng chữ"
        words.append(_ten(letters, words) if word == "mười" else word)
    if len(words) < _FEWEST:
        return None
    return from_words(" ".join(words))


@lru_cache(maxsize=512)
def _snapped(plain: str) -> str | None:
    """The number word that these letters are, or are but for one letter."""
    if plain in ("muoi", "mudi", "muol"):
        return "mười"
    if plain in _PLAIN:
        return _PLAIN[plain]
    if len(plain) < 4:
        return None
    best = process.extractOne(plain, [*_PLAIN, "muoi"], scorer=Levenshtein.distance, score_cutoff=1)
    if best is None or len(best[0]) < 4:
        return None
    return "mười" if best[0] == "muoi" else _PLAIN[best[0]]


def _ten(letters: str, before: list[str]) -> str:
    """Mười is ten, mươi a multiple of it: told apart by what stands before, since the marks are misread."""
    return "mươi" if before and before[-1] in _TENS else "mười"
