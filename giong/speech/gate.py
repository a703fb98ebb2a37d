"""A voice detector that sleeps while a line is as quiet as before: silence costs a sum of squares, no network. Knows no
network.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from giong.speech.pcm import Samples
from giong.speech.vad import VoiceActivity

MARGIN = 10 ** (3.0 / 10)
"""A frame of twice the background's power wakes the detector. Steady noise varies by a tenth from frame to frame, so
hiss and hum do not, and all speech that stands above them does.
"""
SURELY_NOT = 0.1
"""A probability below this is silence without doubt."""
QUIET_FRAMES = 16
"""So many frames of silence without doubt (half a second) put the detector to sleep."""
REPLAYED_FRAMES = 4
"""What the detector hears first when it wakes: the soft beginning of a word, and some of the background before it."""
FLOOR_RISE = 1.02
"""How fast the background may grow while the detector sleeps, a frame: 2.7 dB in a second. Faster is a sound."""
LEAST_POWER = 1e-8
"""-80 dBFS: digital silence and the comfort noise of exchanges."""


class GatedActivity:
    """Implements `VoiceActivity` around another detector; asleep it answers 0."""

    def __init__(self, detector: VoiceActivity) -> None:
        self._detector = detector
        self._before: deque[Samples] = deque(maxlen=REPLAYED_FRAMES)
        self._floor = LEAST_POWER
        self._quiet = 0
        self._quiet_power = 0.0  # of the quiet frames together

    @property
    def asleep(self) -> bool:
        return self._quiet >= QUIET_FRAMES

    def probability(self, frame: Samples) -> float:
        power = float(np.dot(frame, frame)) / max(len(frame), 1)
        if self.asleep:
            if power <= self._floor * MARGIN:
                self._before.append(frame)
                self._floor = max(min(self._floor * FLOOR_RISE, 0.9 * self._floor + 0.1 * power), LEAST_POWER)
                return 0.0
            self._wake()
        probability = self._detector.probability(frame)
        self._count(probability, power)
        return probability

    def reset(self) -> None:
        self._detector.reset()
        self._before.clear()
        self._quiet, self._quiet_power = 0, 0.0

    def _wake(self) -> None:
        self._quiet, self._quiet_power = 0, 0.0
        for frame in self._before:
            self._detector.probability(frame)
        self._before.clear()

    def _count(self, probability: float, power: float) -> None:
        if probability >= SURELY_NOT:
            self._quiet, self._quiet_power = 0, 0.0
            return
        self._quiet += 1
        self._quiet_power += power
        self._floor = max(self._quiet_power / self._quiet, LEAST_POWER)
