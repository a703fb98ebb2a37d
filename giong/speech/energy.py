"""Voice activity from loudness alone: the fallback where no network is installed, and the fake in tests."""

from __future__ import annotations

import math

import numpy as np

from giong.speech.pcm import Samples

_FLOOR_RISE = 1.002
"""How fast the estimate of the background follows upwards, a frame: 6 % in a second."""

_QUIETEST_RMS = 1e-3
_LOUDEST_START_RMS = 0.02
"""What the first frame may at most be taken for as background: a stream may begin inside speech."""

_STEEPNESS_DB = 2.0


class EnergyActivity:
    """Implements `VoiceActivity`: speech is what stands `margin_db` above the quietest of the recent past."""

    def __init__(self, *, margin_db: float = 12.0) -> None:
        self._margin_db = margin_db
        self._floor = _LOUDEST_START_RMS

    def probability(self, frame: Samples) -> float:
        rms = float(np.sqrt(np.mean(np.square(frame, dtype=np.float64)))) if len(frame) else 0.0
        self._floor = max(min(rms, self._floor * _FLOOR_RISE), _QUIETEST_RMS)
        above_db = 20.0 * math.log10(max(rms, 1e-9) / self._floor)
        return 1.0 / (1.0 + math.exp(min((self._margin_db - above_db) / _STEEPNESS_DB, 60.0)))

    def reset(self) -> None:
        self._floor = _LOUDEST_START_RMS
