"""Has the person finished? How much silence ends a turn, from what was said, what was asked and how this caller speaks.
Knows no audio.

Too short a wait cuts people off in the middle of a phone number, too long a one makes every answer late. So the wait
depends on whether the words sound complete, and on the pauses that this caller has made before.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from giong.dialogue.line import Expectation
from giong.voice.completeness import Completeness, completeness
from giong.voice.timing import Timing


@dataclass(frozen=True)
class Heard:
    """An utterance up to the silence in question: its syllables in spoken form, how long it has been, and the pauses
    inside it, behind each of which the voice went on.
    """

    words: Sequence[str]
    spoken_s: float = 0.0
    pauses_s: Sequence[float] = ()


class Endpoint(Protocol):
    """Decides for one call. Told how its decisions turned out, it may learn the caller's ways."""

    def silence_needed_s(self, heard: Heard, expectation: Expectation) -> float:
        """Silence that ends the turn."""

    def ended(self, heard: Heard) -> None:
        """The turn was ended, and the person let the answer come."""

    def cut_off(self) -> None:
        """The turn was ended too early: the person went on."""


class PatientEndpoint:
    """Waits as long as the words ask for, and longer for people who speak slowly or were cut off before."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._groups_s: deque[float] = deque(maxlen=6)
        self._caution = 1.0

    def silence_needed_s(self, heard: Heard, expectation: Expectation) -> float:
        sounds = completeness(heard.words, expectation)
        if sounds is Completeness.WHOLE:
            return self._timing.complete_s
        wait_s = self._timing.patience * self._wait_s(sounds, heard, expectation)
        hesitated_s = HESITATION_MARGIN * max(heard.pauses_s, default=0.0)
        dictated = sounds is Completeness.DICTATED
        return wait_s if dictated else max(wait_s, min(hesitated_s, MOST_HESITATION_S))

    def ended(self, heard: Heard) -> None:
        self._caution = max(1.0, self._caution * CALMING)
        self._groups_s.extend(pause_s for pause_s in heard.pauses_s if pause_s >= GROUP_PAUSE_S)

    def cut_off(self) -> None:
        self._caution = min(self._caution * ALARM, MOST_CAUTION)

    def _wait_s(self, sounds: Completeness, heard: Heard, expectation: Expectation) -> float:
        timing = self._timing
        if sounds is Completeness.DICTATED:
            return self._between_groups_s(heard, expectation)
        pace = self._caution * self._slowness(heard)
        if sounds is Completeness.CLOSED:
            return timing.closed_s * pace
        least_s = {
            Completeness.NOTHING: timing.unheard_s,
            Completeness.OPENING: timing.opening_s,
            Completeness.OPEN: timing.unfinished_s,
        }.get(sounds, timing.pause_s)
        return max(min(least_s * pace, timing.most_s), expectation.patience_s)

    def _between_groups_s(self, heard: Heard, expectation: Expectation) -> float:
        """People group digits evenly: the pauses so far tell how long the next one may be."""
        patience_s = max(self._timing.digits_s, expectation.patience_s)
        known = [pause_s for pause_s in heard.pauses_s if pause_s >= GROUP_PAUSE_S] or self._groups_s
        if not known:
            return patience_s * self._caution
        wanted_s = GROUP_MARGIN * max(known) * self._caution + GROUP_PAUSE_S
        return min(max(wanted_s, self._timing.least_digits_s), self._timing.most_s)

    def _slowness(self, heard: Heard) -> float:
        """How much slower than most this person speaks, in moderation."""
        if len(heard.words) < LEAST_SYLLABLES:
            return 1.0
        syllable_s = (heard.spoken_s - sum(heard.pauses_s)) / len(heard.words)
        return float(min(max((syllable_s / SLOW_SYLLABLE_S) ** 0.5, 1.0), SLOWEST))


SLOW_SYLLABLE_S = 0.3
"""Most people take 0.2 to 0.25 s for a syllable."""
LEAST_SYLLABLES = 4
SLOWEST = 1.4
GROUP_PAUSE_S = 0.15
"""A shorter gap lies between digits, not between groups."""
GROUP_MARGIN = 1.5
HESITATION_MARGIN = 1.2
MOST_HESITATION_S = 0.9
"""Whoever has hesitated in a sentence may do so again, about as long."""
ALARM, CALMING, MOST_CAUTION = 1.3, 0.9, 1.8
"""Being cut off makes the waits of this call longer; every turn that ended well makes them a little shorter again."""
