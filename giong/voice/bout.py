"""One bout of a person's voice, from its first sound to the silence that ends it. Knows no turn-taking."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace

from giong.speech.asr.recogniser import Word
from giong.speech.pcm import Samples
from giong.voice.activity import STEP_S
from giong.voice.endpoint import Heard
from giong.voice.utterance import Utterance


@dataclass
class Bout:
    """How much voice, how much silence since, and what was reported of it."""

    utterance: Utterance
    onset_s: float  # in the loop's time
    heard_s: float = 0.0
    silence_s: float = 0.0
    own_s: float = 0.0  # of the silence, what was our own voice coming back
    length_s: float = 0.0
    partial: str = ""
    pauses_s: list[float] = field(default_factory=list)  # behind which it went on
    sound: list[Samples] = field(default_factory=list)  # that the recogniser has; until it is sure whose turn this is
    fed_s: float = 0.0  # all that it has
    anchors: list[tuple[float, float]] = field(default_factory=list)
    """Where that sound lies on the call's time-line: from so many seconds on it is what came at so many seconds."""
    began_s: float | None = None
    interrupted: bool = False  # `Began` was reported while the assistant spoke
    asked: bool = False  # by then the question had begun to be heard
    echo: list[str] | None = None  # what was in the air by then
    goes_on: bool = False  # with the turn before, whose answer was not heard
    closed: bool = False  # too long: takes no more sound

    def feed(self, samples: Samples) -> None:
        """The recogniser's next step of sound."""
        self.utterance.feed(samples)
        self.fed_s += STEP_S
        if self.began_s is None:
            self.sound.append(samples)

    def anchor(self, at_s: float) -> None:
        """What is fed next came at `at_s` of the call's time-line."""
        if not self.anchors or abs(at_s - self.at_s(self.fed_s)) > STEP_S / 2:
            self.anchors.append((self.fed_s, at_s))

    def at_s(self, fed_s: float) -> float:
        """Where on the call's time-line the sound lies that was fed after so many seconds."""
        place = bisect_right(self.anchors, fed_s, key=lambda anchor: anchor[0]) - 1
        begins_s, begins_at_s = self.anchors[max(place, 0)]
        return begins_at_s + fed_s - begins_s

    def placed(self, word: Word) -> Word:
        """A word with its times on the call's time-line."""
        return replace(word, start_s=self.at_s(word.start_s), end_s=self.at_s(word.end_s))

    @property
    def spanned_s(self) -> float:
        """From its first voice to its last."""
        return self.length_s - self.silence_s

    @property
    def heard(self) -> Heard:
        return Heard(self.partial.split(), self.spanned_s, self.pauses_s)
