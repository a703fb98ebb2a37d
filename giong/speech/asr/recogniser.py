"""The recogniser slot: speech in, spoken-form Vietnamese words out, with times and confidences.

Calls are CPU-bound and release the GIL in the engine; callers run them in a bounded thread pool. A
recogniser is shared by all conversations and safe to use from several threads; a stream belongs to one
utterance and one thread at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from giong.speech.pcm import Audio, Samples
from giong.usage import Usage


@dataclass(frozen=True)
class Word:
    """One syllable as heard. Times in seconds from the start of the utterance; confidence in [0, 1]."""

    text: str
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True)
class Alternative:
    """One way to read what was heard; `confidence` is its share of the probability of all ways considered."""

    text: str
    confidence: float


@dataclass(frozen=True)
class Transcript:
    """What was heard, in spoken form: lower case, no punctuation, numbers as words.

    `alternatives` begin with `text` and come with a final transcript; engines that follow one reading give
    none.
    """

    text: str
    words: tuple[Word, ...] = ()
    final: bool = True
    usage: Usage = field(default_factory=Usage)
    alternatives: tuple[Alternative, ...] = ()

    @property
    def confidence(self) -> float:
        """The mean word confidence; 0 when nothing was heard."""
        return sum(word.confidence for word in self.words) / len(self.words) if self.words else 0.0


@dataclass(frozen=True)
class Bias:
    """Words that are likely now: an assistant's products and streets, a menu, the slot that is being asked
    for.

    `phrases` are in spoken form, lower case. `closed` says that the answer is expected to be one of the
    phrases (or a sequence of them, as with digits) and nothing else: an engine then prefers the nearest
    phrase to free text.
    """

    phrases: tuple[str, ...] = ()
    closed: bool = False


class RecogniserStream(Protocol):
    """One utterance while it is being spoken."""

    def accept(self, samples: Samples) -> Transcript:
        """Take the next samples at the recogniser's `rate_hz`; return all that is understood so far
        (`final` False).
        """

    def finish(self) -> Transcript:
        """The whole transcript if the sound ended here (`final` True). It may go on all the same: samples that come
        later continue the utterance as if nobody had asked.
        """


class Recogniser(Protocol):
    """Contract, checked for every engine by `tests/speech/asr/test_conformance.py`:

    silence or noise gives an empty text and no exception; `stream` fed in pieces of any size gives the
    words of `transcribe`; quiet input is levelled by the engine; audio of any length is transcribed whole.
    """

    name: str
    rate_hz: int

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        """The words of a whole clip at any rate (resampled inside)."""

    def stream(self, *, bias: Bias | None = None) -> RecogniserStream:
        """Begin an utterance. Costs nothing until samples arrive."""
