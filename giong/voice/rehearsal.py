"""A call without engines: every phrase is a stretch of its own loudness, which the recogniser of this file reads back.

For tests and for an assistant's scenarios: together with the virtual clock a call of a minute takes a tenth of a
second, through the same listening and talking as a real one. Knows no assistant.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np

from giong.speech.asr.recogniser import Bias, Transcript, Word
from giong.speech.pcm import Audio, Samples
from giong.speech.tts.synthesiser import Voice
from giong.speech.tts.tone import ToneSynthesiser
from giong.speech.vad import RATE_HZ
from giong.voice.caller import ScriptedCaller, Speak, Step
from giong.voice.line import VoiceLine
from giong.voice.listen import Ears
from giong.voice.notices import Watch, unwatched
from giong.voice.talk import Speaker

WORD_S = 0.24
FIRST_LEVEL = 0.1
LEVEL_STEP = 0.0005
VOICE_LEVEL = FIRST_LEVEL / 2
FAST = Voice(speed=3.0)


class RehearsedRecogniser:
    """Implements `Recogniser` for what its own `speech` made; any other sound is a noise without words."""

    name = "rehearsed"
    rate_hz = RATE_HZ

    def __init__(self) -> None:
        self._phrases: list[str] = []
        self.biases: list[Bias | None] = []
        """Of every utterance that was begun, for tests."""

    def speech(self, phrase: str) -> Audio:
        """The sound of `phrase`; it is heard exactly as it is written here."""
        if phrase not in self._phrases:
            self._phrases.append(phrase)
        level = FIRST_LEVEL + LEVEL_STEP * self._phrases.index(phrase)
        length = round(len(phrase.split()) * WORD_S * RATE_HZ)
        return Audio(np.full(length, level, np.float32), RATE_HZ)

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        stream = self.stream(bias=bias)
        stream.accept(audio.samples)
        return stream.finish()

    def stream(self, *, bias: Bias | None = None) -> RehearsedStream:
        self.biases.append(bias)
        return RehearsedStream(self._phrases)


class RehearsedStream:
    """Counts the samples of every loudness."""

    def __init__(self, phrases: list[str]) -> None:
        self._phrases = phrases
        self._heard: dict[int, int] = {}  # samples of each phrase, in the order of their coming

    def accept(self, samples: Samples) -> Transcript:
        voice = samples[samples > VOICE_LEVEL]
        places = np.round((voice - FIRST_LEVEL) / LEVEL_STEP).astype(int)
        for place, count in zip(*np.unique(places, return_counts=True), strict=True):
            self._heard[int(place)] = self._heard.get(int(place), 0) + int(count)
        return self._transcript(final=False)

    def finish(self) -> Transcript:
        return self._transcript(final=True)

    def _transcript(self, *, final: bool) -> Transcript:
        words: list[str] = []
        for place, count in self._heard.items():
            if 0 <= place < len(self._phrases):
                words += self._phrases[place].split()[: round(count / RATE_HZ / WORD_S)]
        return Transcript(" ".join(words), tuple(Word(word, 0.0, 0.0, 1.0) for word in words), final)


class Loudness:
    """Implements `VoiceActivity`: loud is voice."""

    def probability(self, frame: Samples) -> float:
        return float(np.abs(frame).max() > VOICE_LEVEL)

    def reset(self) -> None:
        pass


def rehearsed_ears(recogniser: RehearsedRecogniser, pool: Executor) -> Ears:
    """Ears that understand every word."""
    return Ears(recogniser, Loudness, pool)


def rehearsed_speaker(pool: Executor, voice: Voice = FAST) -> Speaker:
    """A speaker that hums, three times as fast as people talk."""
    return Speaker(ToneSynthesiser(), pool, voice)


def rehearsed_call(said: Sequence[str | Step], pool: Executor, watch: Watch = unwatched) -> VoiceLine:
    """A call whose caller says these things one by one, each when the assistant has finished, and then hangs up.

    Run it with `clock.run_virtually`. What is said comes out of `heard` as it is written here, but for `text.written`.
    """
    recogniser = RehearsedRecogniser()
    script = [Speak(recogniser.speech(step)) if isinstance(step, str) else step for step in said]
    return VoiceLine(
        ScriptedCaller(script),
        ears=rehearsed_ears(recogniser, pool),
        speaker=rehearsed_speaker(pool),
        watch=watch,
    )
