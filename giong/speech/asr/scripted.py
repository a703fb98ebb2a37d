"""A recogniser for tests: it understands its own tones, one pitch for each line of a script. Knows no
speech.

A tone survives resampling, G.711, other volumes and cutting into pieces, so whole calls can be played with
it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from giong.speech.asr.recogniser import Bias, Transcript
from giong.speech.asr.spread import spread
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.usage import Usage

RATE_HZ = 16_000
_LOWEST_HZ = 300.0
_STEP_HZ = 40.0
_HIGHEST_HZ = 3_400.0
_PURITY = 0.5
"""The share of all energy that must lie within half a step of the pitch; noise and speech stay far below."""


class ScriptedRecogniser:
    """Implements `Recogniser`; hears `line(text)` as that text with full confidence and everything else as
    silence.
    """

    name = "scripted"
    rate_hz = RATE_HZ

    def __init__(self, script: Sequence[str]) -> None:
        self._script = tuple(dict.fromkeys(script))
        if _pitch_hz(len(self._script) - 1) > _HIGHEST_HZ:
            raise ValueError(f"a script of {len(self._script)} lines does not fit into the telephone's band")

    def line(self, text: str, *, duration_s: float = 0.8, rate_hz: int = RATE_HZ) -> Audio:
        """The sound that stands for a line of the script."""
        time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
        pitch_hz = _pitch_hz(self._script.index(text))
        return Audio((0.3 * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32), rate_hz)

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        stream = self.stream(bias=bias)
        stream.accept(resample(audio, RATE_HZ).samples)
        return stream.finish()

    def stream(self, *, bias: Bias | None = None) -> ScriptedStream:
        return ScriptedStream(self._script)


class ScriptedStream:
    """Implements `RecogniserStream`."""

    def __init__(self, script: Sequence[str]) -> None:
        self._script = script
        self._heard: Samples = np.zeros(0, np.float32)

    def accept(self, samples: Samples) -> Transcript:
        self._heard = np.concatenate([self._heard, samples])
        return self._transcript(final=False)

    def finish(self) -> Transcript:
        return self._transcript(final=True)

    def _transcript(self, *, final: bool) -> Transcript:
        duration_s = len(self._heard) / RATE_HZ
        text = self._understood()
        words = spread(text, start_s=0.0, end_s=duration_s, confidence=1.0)
        return Transcript(text, words, final, Usage(audio_in_s=duration_s) if final else Usage())

    def _understood(self) -> str:
        power = np.abs(np.fft.rfft(self._heard, max(len(self._heard), RATE_HZ // 4))) ** 2
        if not len(self._heard) or not power.sum():
            return ""
        hz = np.fft.rfftfreq(2 * (len(power) - 1), 1 / RATE_HZ)
        number = round((float(hz[power.argmax()]) - _LOWEST_HZ) / _STEP_HZ)
        near = np.abs(hz - _pitch_hz(number)) < _STEP_HZ / 2
        if not 0 <= number < len(self._script) or power[near].sum() < _PURITY * power.sum():
            return ""
        return self._script[number]


def _pitch_hz(number: int) -> float:
    return _LOWEST_HZ + _STEP_HZ * number
