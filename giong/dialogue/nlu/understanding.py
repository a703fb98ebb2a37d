"""The seam of understanding: what a sentence wants, with confidences. Knows no engine and no flow;
`examples.py` is the embedded one and needs nothing but the assistant's examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from giong.dialogue.line import Expectation
from giong.usage import Usage


@dataclass(frozen=True)
class Guess:
    """An intent that may be meant. `confidence` in [0, 1] is calibrated: with 0.7, seven in ten are right."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class Part:
    """One of several requests in a sentence: its words, what they surely want, and what is marked in them."""

    text: str
    guess: Guess
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Understanding:
    """`guesses` best first, at most a handful, of the whole sentence; `slots` are words of it that were marked in
    examples. `parts` are its two or three requests in the order in which they are said, each with another intent of
    the assistant's own; empty where only one thing, or nothing sure, is asked for.
    """

    guesses: tuple[Guess, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    usage: Usage = field(default_factory=Usage)

    @property
    def best(self) -> Guess:
        return self.guesses[0] if self.guesses else Guess("", 0.0)

    def confidence(self, intent: str) -> float:
        return next((guess.confidence for guess in self.guesses if guess.intent == intent), 0.0)


class Understander(Protocol):
    """Understands sentences for one assistant. Safe to share between conversations; never raises for any
    text.
    """

    async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
        """What `text` (composed, in written form) wants; `expecting` is what was asked for, if anything."""
