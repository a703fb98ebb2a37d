"""Speech that tests can make and understand without engines: every phrase is a stretch of its own
loudness."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from giong.speech.asr.recogniser import Bias, Transcript, Word
from giong.speech.pcm import Audio, Samples
from giong.speech.tts.tone import ToneSynthesiser
from giong.usage import Usage
from giong.voice.listen import Ears
from giong.voice.talk import Speaker

RATE_HZ = 16_000
WORD_S = 0.24
STEP = 0.004
FIRST = 0.1


class Puppet:
    """Implements `Recogniser` for what its own `speech` made; any other sound is a noise without words."""

    name = "puppet"
    rate_hz = RATE_HZ

    def __init__(self) -> None:
        self.phrases: list[str] = []
        self.biases: list[Bias | None] = []

    def speech(self, phrase: str, *, word_s: float = WORD_S) -> Audio:
        if phrase not in self.phrases:
            self.phrases.append(phrase)
        level = FIRST + STEP * self.phrases.index(phrase)
        length = round(len(phrase.split()) * word_s * RATE_HZ)
        return Audio(np.full(length, level, np.float32), RATE_HZ)

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        stream = self.stream(bias=bias)
        stream.accept(audio.samples)
        return stream.finish()

    def stream(self, *, bias: Bias | None = None) -> PuppetStream:
        self.biases.append(bias)
        return PuppetStream(self.phrases)


class PuppetStream:
    def __init__(self, phrases: list[str]) -> None:
        self._phrases = phrases
        self._heard: dict[int, int] = {}
        self._finished = False

    def accept(self, samples: Samples) -> Transcript:
        assert not self._finished, "a finished stream takes no more sound"
        voice = samples[samples > FIRST / 2]
        for index in np.round((voice - FIRST) / STEP).astype(int).tolist():
            self._heard[index] = self._heard.get(index, 0) + 1
        return self._transcript(final=False)

    def finish(self) -> Transcript:
        self._finished = True
        return self._transcript(final=True)

    def _transcript(self, *, final: bool) -> Transcript:
        words: list[str] = []
        for index, count in self._heard.items():
            if 0 <= index < len(self._phrases):
                words += self._phrases[index].split()[: round(count / RATE_HZ / WORD_S)]
        known = tuple(Word(word, 0.0, 0.0, 0.9) for word in words)
        return Transcript(" ".join(words), known, final, Usage())


class Loudness:
    """Implements `VoiceActivity`: loud is voice."""

    def probability(self, frame: Samples) -> float:
        return float(np.abs(frame).max() > FIRST / 2)

    def reset(self) -> None:
        pass


def noise(duration_s: float) -> Audio:
    """A sound that the detector takes for a voice and in which nobody hears a word."""
    return Audio(np.full(round(duration_s * RATE_HZ), 0.9, np.float32), RATE_HZ)


def silence(duration_s: float) -> Audio:
    return Audio(np.zeros(round(duration_s * RATE_HZ), np.float32), RATE_HZ)


def joined(*parts: Audio) -> Audio:
    return Audio(np.concatenate([part.samples for part in parts]), RATE_HZ)


def ears(puppet: Puppet, pool: ThreadPoolExecutor) -> Ears:
    return Ears(puppet, Loudness, pool)


def speaker(pool: ThreadPoolExecutor) -> Speaker:
    return Speaker(ToneSynthesiser(), pool)
