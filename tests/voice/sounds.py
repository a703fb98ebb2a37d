"""Sounds for rehearsed calls that are no phrases."""

from __future__ import annotations

import numpy as np

from giong.speech.pcm import Audio
from giong.speech.vad import RATE_HZ


def noise(duration_s: float) -> Audio:
    """A sound that the detector takes for a voice and in which nobody hears a word."""
    return Audio(np.full(round(duration_s * RATE_HZ), 0.95, np.float32), RATE_HZ)


def silence(duration_s: float) -> Audio:
    return Audio(np.zeros(round(duration_s * RATE_HZ), np.float32), RATE_HZ)


def joined(*parts: Audio) -> Audio:
    return Audio(np.concatenate([part.samples for part in parts]), RATE_HZ)
