"""The marks on a face as identity cards describe them ("Nốt ruồi C: 1,5cm trên sau khóe mắt phải"). Knows no label and
no paper.

The police write them with few words, so one that is none of these, and differs from some of them in its marks alone,
was misread.
"""

from __future__ import annotations

import re
from functools import cache

from giong.documents.values.given_names import likest
from giong.text.spelling import like
from giong.text.tones import to_new
from giong.text.unicode import fold

_WORDS = """
nốt ruồi sẹo chấm thẳng cong lõm lồi mổ bỏng dài ngang dọc tàn nhang bớt vết chàm đỏ đen cách trên dưới trước sau giữa
trong ngoài gần bên hai cánh sống mũi mép khóe mắt mày lông đuôi đầu miệng mặt tai dái cằm trán má gò thái dương cổ
gáy môi hàm cung chân tóc phải trái không có
"""
_DISTANCE = re.compile(r"(?<!\w)[CcGŒ][€e]?(?=\s?:\s?\d)")
"""How far from the next part of the face: "C: 2cm", from "cách"."""
_WORD = re.compile(r"[^\W\d_]+")
_EYE = re.compile(r"(?i)\bmặt(?= (?:phải|trái)\b)")
"""Nobody has a right face."""


@cache
def _by_fold() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in _WORDS.split():
        found[fold(word)] = (*found.get(fold(word), ()), word)
    return found


def spelt(text: str) -> str:
    """A description with its words spelt as they are: "nôt ruổi C€: 2cm" → "nốt ruồi C: 2cm"."""
    words = _WORD.sub(lambda match: _spelt(match[0]), _DISTANCE.sub("C", text))
    return _EYE.sub(lambda match: like(match[0], "mắt"), words)


def _spelt(word: str) -> str:
    known = _by_fold().get(fold(word), ())
    lower = to_new(word.lower())
    return word if not known or lower in map(to_new, known) else like(word, likest(lower, known))
