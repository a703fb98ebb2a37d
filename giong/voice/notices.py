"""What a call tells those who watch it: transcripts, whose turn it is, how long things took. Values only.

A watcher must return at once; what it is told holds the person's words and therefore never goes into a log. `begin_s`,
`end_s` and `at_s` are seconds of the call's own time-line: of the caller's sound so far, as in the recording. On hold
that line stands still.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from giong.speech.asr.recogniser import Word


class Activity(StrEnum):
    """What the assistant does at the moment."""

    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"


@dataclass(frozen=True)
class Partial:
    """What has been understood so far of an utterance in progress, in spoken form. Replaces the one before."""

    text: str


@dataclass(frozen=True)
class Final:
    """What the person said, in written form ("" = no words), as it goes to the assistant. `words` are its syllables in
    spoken form with their times on the call's time-line, where the recogniser tells them.
    """

    text: str
    confidence: float
    begin_s: float = 0.0
    end_s: float = 0.0
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Pressed:
    """What the person entered with keys, as it goes to the assistant."""

    text: str
    begin_s: float
    end_s: float


@dataclass(frozen=True)
class Dropped:
    """An utterance that is not passed on: a backchannel, an echo, a noise. Takes back its partial texts."""

    reason: str


@dataclass(frozen=True)
class Changed:
    """The assistant does something else now."""

    activity: Activity


@dataclass(frozen=True)
class Speaking:
    """A piece of the answer is on its way to the loudspeaker."""

    text: str


@dataclass(frozen=True)
class Spoken:
    """A piece of the answer has been heard, or was broken off: then `text` holds the words that were heard."""

    text: str
    begin_s: float
    end_s: float
    cut_off: bool


@dataclass(frozen=True)
class OnHold:
    """The person has put the call on hold, or is back."""

    on: bool
    at_s: float


@dataclass(frozen=True)
class TurnLatency:
    """The parts of the wait between the last sound of the person's voice and the first of the answer, in seconds.

    They follow one another: `endpoint_s` until we were sure that the turn had ended, `text_s` until its words were
    known, `reply_s` until the assistant's first piece, `audio_s` until the port began to play it.
    """

    endpoint_s: float
    text_s: float
    reply_s: float
    audio_s: float

    @property
    def total_s(self) -> float:
        return self.endpoint_s + self.text_s + self.reply_s + self.audio_s


@dataclass(frozen=True)
class Interrupted:
    """The person spoke into the answer. Times from their first sound, in seconds: until no more sound was queued, and
    until it was taken for an interruption.
    """

    silence_s: float
    sure_s: float


Notice = Partial | Final | Pressed | Dropped | Changed | Speaking | Spoken | OnHold | TurnLatency | Interrupted
Watch = Callable[[Notice], None]


def unwatched(_: Notice) -> None:
    """Nobody watches this call."""
