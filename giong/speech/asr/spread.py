"""Words with times for a text whose own times nobody told: the syllables share the stretch evenly."""

from __future__ import annotations

from giong.speech.asr.recogniser import Word

UNKNOWN_CONFIDENCE = 0.5
"""For engines that do not say how sure they are."""


def spread(text: str, *, start_s: float, end_s: float, confidence: float = UNKNOWN_CONFIDENCE) -> tuple[Word, ...]:
    """The syllables of `text`, each with an equal share of the time from `start_s` to `end_s`."""
    syllables = text.split()
    share = (end_s - start_s) / max(len(syllables), 1)
    return tuple(
        Word(
            text=syllable,
            start_s=round(start_s + number * share, 2),
            end_s=round(start_s + (number + 1) * share, 2),
            confidence=round(confidence, 4),
        )
        for number, syllable in enumerate(syllables)
    )
