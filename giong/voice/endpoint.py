"""Has the person finished? How much silence ends a turn, from what was said and what was asked. Knows no audio.

Too short a wait cuts people off in the middle of a phone number, too long a one makes every answer late. So the wait
depends on whether the words sound complete.
"""

from __future__ import annotations

from giong.dialogue.line import Expectation
from giong.voice.expecting import DICTATED_SLOTS, DIGIT_LENGTHS, DIGIT_WORDS, spoken_phrases
from giong.voice.timing import Timing

# fmt: off
_OPEN_ENDINGS = frozenset((
    "là", "và", "với", "của", "cho", "từ", "ở", "tại", "vì", "mà", "thì", "nhưng", "hoặc", "để", "như", "nếu",
    "khi", "số", "tên", "đường", "phường", "quận", "huyện", "tỉnh", "xã", "thôn", "tổ", "ngõ", "hẻm",
    "cái", "những", "các", "à", "ờ", "ừm", "ờm",
))
# fmt: on
"""A sentence that stops after one of these has hardly ended. Words that also end sentences in passing are among them:
the price of being wrong is part of a second.
"""


def silence_needed_s(text: str, expectation: Expectation, timing: Timing) -> float:
    """Silence that ends the turn, when `text` (spoken form) is what was understood before it."""
    words = text.split()
    if not words:
        return max(timing.unheard_s, expectation.patience_s)
    if is_complete(text, expectation):
        return timing.complete_s
    if expectation.slot_type in DICTATED_SLOTS or _ends_in_digits(words):
        return max(timing.digits_s, expectation.patience_s)
    if words[-1] in _OPEN_ENDINGS:
        return max(timing.unfinished_s, expectation.patience_s)
    return max(timing.pause_s, expectation.patience_s)


def is_complete(text: str, expectation: Expectation) -> bool:
    """Whether `text` is surely the whole answer to what was asked."""
    if length := DIGIT_LENGTHS.get(expectation.slot_type):
        return sum(word in DIGIT_WORDS for word in text.split()) >= length
    return expectation.closed and text in spoken_phrases(expectation)


def _ends_in_digits(words: list[str]) -> bool:
    return len(words) >= 2 and words[-1] in DIGIT_WORDS and words[-2] in DIGIT_WORDS
