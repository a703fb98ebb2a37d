"""Sound for packets that were lost: the last pitch period again and again, fading. Knows no packets.

After ITU-T G.711 Appendix I (09/1999), without its delay of 3.75 ms: the pitch is where the last 20 ms resemble best
what was 5 to 15 ms before them; that period is repeated, blended with itself where its ends meet; after 10 ms it fades
by a fifth every 10 ms, until nothing is left after 60 ms; and the first sound after a loss is blended in.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from giong.speech.pcm import Samples

RATE_HZ = 8_000
SHORTEST_PITCH = 40
LONGEST_PITCH = 120
COMPARED = 160
FULL = 80
"""Samples at full strength before the fading begins (10 ms)."""
GONE = 480
"""Samples after which nothing is left (60 ms)."""
BLEND = 32
"""Samples over which real sound is blended in again (4 ms)."""


class Concealment:
    """Follows one stream of frames."""

    def __init__(self) -> None:
        self._heard: deque[Samples] = deque(maxlen=4)
        self._period = np.zeros(0, np.float32)
        self._made = 0  # samples since the loss began

    def good(self, samples: Samples) -> Samples:
        """Sound that came; returns it, its begin blended with what was made up before."""
        if self._made and len(samples):
            blended = min(BLEND, len(samples))
            weight = np.linspace(0.0, 1.0, blended, endpoint=False, dtype=np.float32)
            made_up = self._repeat(blended)
            samples = samples.copy()
            samples[:blended] = samples[:blended] * weight + made_up * (1 - weight)
            self._made = 0
        self._heard.append(samples)
        return samples

    def lost(self, count: int) -> Samples:
        """Sound for samples that did not come."""
        if not self._made:
            self._period = self._last_period()
        made_up = self._repeat(count)
        self._made += count
        return made_up

    @property
    def silent(self) -> bool:
        """Whether what is made up has faded to nothing."""
        return self._made >= GONE

    def reset(self) -> None:
        """Another stream begins."""
        self._heard.clear()
        self._made = 0

    def _last_period(self) -> Samples:
        past = np.concatenate(self._heard) if self._heard else np.zeros(0, np.float32)
        if len(past) < COMPARED + LONGEST_PITCH or not past.any():
            return np.zeros(0, np.float32)
        pitch = _pitch(past)
        period = past[-pitch:].copy()
        overlap = pitch // 4
        rising = np.linspace(0.0, 1.0, overlap, endpoint=False, dtype=np.float32)
        period[-overlap:] = period[-overlap:] * (1 - rising) + past[-pitch - overlap : -pitch] * rising
        return period

    def _repeat(self, count: int) -> Samples:
        if not len(self._period) or self.silent:
            return np.zeros(count, np.float32)
        places = np.arange(self._made, self._made + count)
        strength = np.clip((GONE - places) / (GONE - FULL), 0.0, 1.0).astype(np.float32)
        return np.take(self._period, places, mode="wrap") * strength


def _pitch(past: Samples) -> int:
    """The lag at which the normalised cross-correlation of the last `COMPARED` samples is greatest."""
    now = past[-COMPARED:]
    before = np.lib.stride_tricks.sliding_window_view(past[-COMPARED - LONGEST_PITCH : -SHORTEST_PITCH], COMPARED)
    energy = np.sqrt((before * before).sum(axis=1)) + np.float32(1e-6)
    return LONGEST_PITCH - int(np.argmax(before @ now / energy))
