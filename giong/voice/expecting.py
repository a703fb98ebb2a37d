"""What the assistant expects to hear next, turned into help for the recogniser. Knows no engine.

An `Expectation` is in written form ("0903", "trạm ATM"); a recogniser thinks in spoken form.
"""

from __future__ import annotations

import re
from functools import lru_cache

from giong.dialogue.line import Expectation
from giong.speech.asr.recogniser import Bias
from giong.text.spoken import spoken
from giong.text.words import syllables
from giong.text.written import written

DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mốt", "tư", "lăm", "bẩy")
DICTATED_SLOTS = frozenset({"phone", "code", "citizen_id", "tax_code", "bank_account", "plate"})
"""Slots that are said digit by digit, in groups with pauses between them."""
KEYPAD_SLOTS = frozenset(
    {"phone", "code", "number", "integer", "percent", "money", "citizen_id", "tax_code", "bank_account"}
)
"""Slots that a caller may type."""
DIGIT_LENGTHS = {"phone": 10, "citizen_id": 12}
"""Slots whose answers have one length, in digits."""


def bias(expectation: Expectation, vocabulary: tuple[str, ...]) -> Bias | None:
    """What to listen for: the expected phrases, digits where digits are asked for, else the assistant's words too."""
    phrases = spoken_phrases(expectation)
    if expectation.slot_type in DICTATED_SLOTS:
        return Bias(phrases + DIGIT_WORDS, closed=expectation.closed)
    if expectation.closed and phrases:
        return Bias(phrases, closed=True)
    words = phrases + tuple(to_spoken(phrase) for phrase in vocabulary)
    return Bias(words) if words else None


def spoken_phrases(expectation: Expectation) -> tuple[str, ...]:
    """The expected phrases as a recogniser would write them."""
    return tuple(to_spoken(phrase) for phrase in expectation.phrases)


def as_written(text: str, likely: tuple[str, ...]) -> str:
    """What was heard (spoken form) in written form; `likely` phrases keep their spelling ("ATM", not "a tê em")."""
    for phrase in likely:
        said = to_spoken(phrase)
        if said == phrase.lower():
            continue
        if text == said:
            return phrase
        if " " in said:  # a single syllable such as "hai" may be anything
            text = re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", phrase.replace("\\", r"\\"), text)
    return written(text)


@lru_cache(maxsize=4096)
def to_spoken(phrase: str) -> str:
    """`phrase` in spoken form: lower case, numbers as words, no punctuation."""
    return " ".join(syllable.text for syllable in syllables(spoken(phrase).lower()))
