"""Sounds of listening ("dạ", "vâng", "ừ"), which are no turn while the assistant speaks. Knows no audio."""

from __future__ import annotations

BACKCHANNELS = frozenset(("dạ", "vâng", "ừ", "ừm", "ờ", "ờm", "à", "ạ", "ơi", "ô", "ồ", "hả", "rồi", "phải", "thế"))


def is_backchannel(text: str) -> bool:
    """Whether `text` (spoken form) says no more than "I am listening". False for an empty text."""
    words = text.split()
    return bool(words) and all(word in BACKCHANNELS for word in words)
