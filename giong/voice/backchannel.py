"""Sounds of listening ("dạ", "thế à"), which are no turn while the assistant speaks or thinks. Knows no audio."""

from __future__ import annotations

import re


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SOUNDS = _all(
    """
    dạ vâng ừ ừm ừa ờ ờm à ạ ơi ô ồ ơ a á hừm chà ôi rồi phải thế vậy đúng ok uh nhỉ
    """
)
_PHRASES = (
    "thế hả",
    "vậy hả",
    "thế cơ à",
    "thật à",
    "thật hả",
    "ô kê",
    "ồ kê",
    "ô kê em",
    "em hiểu",
    "hiểu rồi",
    "anh hiểu",
    "chị hiểu",
    "tôi hiểu",
    "mình hiểu",
    "tôi nghe",
    "em nghe",
    "anh nghe",
    "chị nghe",
    "nghe đây",
    "uh huh",
    "ừ hử",
    "rồi em",
    "vâng em",
    "ừ em",
    "dạ em",
    "đúng rồi em",
)  # fmt: skip
_PHRASE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_PHRASES, key=len, reverse=True))})(?!\w)")
MOST_WORDS = 6
"""Whoever says more than this says something."""


def is_backchannel(text: str) -> bool:
    """Whether `text` (spoken form) says no more than "I am listening". False for an empty text."""
    words = text.split()
    return 0 < len(words) <= MOST_WORDS and _SOUNDS.issuperset(_PHRASE.sub(" ", text).split())
