"""The `viet-asr` wheel's own pipeline: the fallback where its network cannot be taken out. Knows no times
and no biasing.

The pipeline forgets all but the last four utterances of what it is given, so it gets one stretch of speech
at a time; it is given 16-bit samples, the only ones that it takes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from giong.errors import Unavailable
from giong.speech.asr.features import Leveller
from giong.speech.asr.plain import plain
from giong.speech.asr.recogniser import Bias, Transcript
from giong.speech.asr.segmented import SegmentedStream
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.speech.silero import SileroActivity
from giong.speech.vad import RATE_HZ, VoiceActivity

_QUIET_LOG_LEVEL = 5


class WheelRecogniser:
    """Implements `Recogniser`; `bias` is not used, the confidence of every word is unknown."""

    name = "viet-asr-wheel"
    rate_hz = RATE_HZ

    def __init__(self, activity: Callable[[], VoiceActivity]) -> None:
        self._activity = activity
        self._loading = threading.Lock()
        self._pipeline: Any = None

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        stream = self.stream(bias=bias)
        stream.accept(resample(audio, RATE_HZ).samples)
        return stream.finish()

    def stream(self, *, bias: Bias | None = None) -> SegmentedStream:
        return SegmentedStream(self._read, self._activity())

    def _read(self, samples: Samples) -> str:
        leveller = Leveller()
        levelled = np.concatenate([leveller.push(samples), leveller.tail()])
        pcm16 = (np.clip(levelled, -1.0, 1.0) * 32767.0).astype(np.int16)
        answer = self._built().transcribe(pcm16, float(RATE_HZ))
        return plain(str(answer.text).replace("\n", " "))

    def _built(self) -> Any:
        with self._loading:
            if self._pipeline is None:
                self._pipeline = _build()
            return self._pipeline


def _build() -> Any:
    try:
        from vietasr.ffi import native
        from vietasr.pipeline import Pipeline
    except (ImportError, OSError) as error:
        raise Unavailable(
            "asr.viet_asr_missing",
            vi="Chưa có gói viet-asr. Hãy chạy: pip install --pre viet-asr==0.1.0.dev11",
            en="The package viet-asr is missing. Run: pip install --pre viet-asr==0.1.0.dev11",
        ) from error
    native.lib.vietasr_set_log_level(_QUIET_LOG_LEVEL)
    return Pipeline.preset("transcribe").build()


def load() -> WheelRecogniser:
    """The engine table's entry point."""
    return WheelRecogniser(SileroActivity)
