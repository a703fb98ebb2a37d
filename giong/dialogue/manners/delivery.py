"""Requests about how the assistant speaks, not what: slower, louder; and "a lô?". Knows no voice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from giong.dialogue.manners.spotting import any_of

MAX_WORDS = 12
"""Longer sentences ask for something else as well."""


@dataclass(frozen=True)
class Change:
    """A line that acknowledges it, and the factors by which speed and loudness change."""

    line: str
    speed: float = 1.0
    loudness: float = 1.0


_CHANGES = (
    (
        any_of(
            "nói chậm|nói từ từ|chậm lại|chậm thôi|chậm chậm|chầm chậm|nói nhanh quá|nhanh quá không nghe|"
            "đọc chậm|nói hơi nhanh|nói nhanh thế"
        ),
        Change("slower", speed=0.8),
    ),
    (any_of("nói nhanh lên|nói nhanh hơn|nhanh lên chút|nói chậm quá|đọc nhanh lên"), Change("faster", speed=1.2)),
    (
        any_of(
            "nói to lên|nói to hơn|nói lớn lên|nói to giúp|to lên|lớn lên chút|nói nhỏ quá|nói bé quá|nghe nhỏ quá|"
            "nghe bé quá|tiếng nhỏ quá"
        ),
        Change("louder", loudness=1.6),
    ),
    (any_of("nói nhỏ lại|nói bé lại|nói nhỏ thôi|nói to quá|nói lớn quá|tiếng to quá"), Change("softer", loudness=0.6)),
)
_SPEAKER = re.compile(
    r"(?<!\w)(?:mất điện|báo|hóa đơn|hoá đơn|đăng ký|thủ tục|tiền|mạng|wifi|internet|hàng xóm|loa|karaoke)(?!\w)", re.I
)
"""Whoever says these complains of something else that is slow or loud."""
_HELLO = re.compile(
    r"\W*(?:(?:(?:dạ|ủa|ơ|này)\W+)?(?:a\s?lô|a\s?lo|alô|em ơi|có nghe (?:\w+ )?(?:rõ )?không|nghe không|còn đó không|"
    r"còn đấy không|có ai không)(?:\W+(?:ạ|em|em ơi))?\W*)+",
    re.IGNORECASE,
)


def wanted(text: str) -> Change | None:
    """How the assistant is asked to speak from now on."""
    if len(text.split()) > MAX_WORDS or _SPEAKER.search(text):
        return None
    return next((change for pattern, change in _CHANGES if pattern.search(text)), None)


def is_hello(text: str) -> bool:
    """Whether `text` asks no more than whether somebody is on the line ("a lô?")."""
    return bool(_HELLO.fullmatch(text))
