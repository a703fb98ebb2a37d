"""Cuts a stream of sound into detector frames and says where a voice is, with hysteresis. Knows no words, no turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from giong.speech.pcm import Samples
from giong.speech.vad import FRAME_SAMPLES, RATE_HZ, VoiceActivity

STEP_S = FRAME_SAMPLES / RATE_HZ
"""Each step is 32 ms."""


@dataclass(frozen=True, eq=False)
class Step:
    """One detector frame and how likely it is speech."""

    samples: Samples  # (512,), 16 kHz
    probability: float


class Steps:
    """Gathers incoming sound into steps."""

    def __init__(self, detector: VoiceActivity) -> None:
        self._detector = detector
        self._rest = np.zeros(0, np.float32)

    def push(self, samples: Samples) -> list[Step]:
        """The steps that `samples` (16 kHz) completes."""
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = sound[whole:]
        frames = sound[:whole].reshape(-1, FRAME_SAMPLES)
        return [Step(frame, self._detector.probability(frame)) for frame in frames]
