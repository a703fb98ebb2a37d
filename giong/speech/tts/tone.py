"""A synthesiser that hums one tone for each word, so that tests need no engine. Knows no pronunciation."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np

from giong.speech.pcm import Samples
from giong.speech.tts.pieces import in_pieces, silence
from giong.speech.tts.synthesiser import Voice
from giong.speech.tts.voices import chosen

WORD_S = 0.16
GAP_S = 0.04
LEVEL = 0.2


class ToneSynthesiser:
    """Says every word as 160 ms of its own pitch and 40 ms of silence, the same at each call."""

    name = "tone"
    voices: tuple[str, ...] = ("low", "high")

    def __init__(self, rate_hz: int = 16_000) -> None:
        self.rate_hz = rate_hz

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        octave = self.voices.index(chosen(voice.name, self.voices))
        words = (self._word(word, octave=octave, speed=voice.speed) for word in text.split())
        return (piece for word in words for piece in in_pieces(word, self.rate_hz))

    def _word(self, word: str, *, octave: int, speed: float) -> Samples:
        pitch_hz = (200 + zlib.crc32(word.encode()) % 200) * 2**octave
        time_s = np.arange(round(WORD_S / speed * self.rate_hz)) / self.rate_hz
        tone = (LEVEL * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)
        return np.concatenate([tone, silence(GAP_S / speed, self.rate_hz)])


def load(*, rate_hz: int = 16_000) -> ToneSynthesiser:
    """The engine table's entry point."""
    return ToneSynthesiser(rate_hz)
