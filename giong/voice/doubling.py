"""Telephone sound at twice its rate, with a delay of 2 ms. Knows only this one ratio.

The resampling library works in blocks and holds back 64 ms of a stream on average (115 ms at most, measured for 8 to 16
kHz); every one of them would come on top of the wait for an answer.
"""

from __future__ import annotations

import numpy as np

from giong.speech.pcm import Samples

REACH = 16
"""Samples on either side from which a sample between two others is computed."""
_KAISER_BETA = 6.0


def _midpoint_taps() -> Samples:
    """A windowed sinc at the half-way points: Oppenheim and Schafer, Discrete-Time Signal Processing, section
    7.5.3.
    """
    distance = np.arange(-REACH, REACH) + 0.5
    taps = np.sinc(distance) * np.kaiser(2 * REACH, _KAISER_BETA)
    return np.asarray(taps / taps.sum(), np.float32)


_TAPS = _midpoint_taps()


class Doubler:
    """Doubles one stream. As many samples come out as twice those that went in."""

    def __init__(self) -> None:
        self._past = np.zeros(2 * REACH - 1, np.float32)

    def push(self, samples: Samples) -> Samples:
        sound = np.concatenate([self._past, samples])
        self._past = sound[len(samples) :]
        doubled = np.empty(2 * len(samples), np.float32)
        doubled[0::2] = sound[REACH - 1 : REACH - 1 + len(samples)]
        doubled[1::2] = np.convolve(sound, _TAPS, mode="valid") if len(samples) else 0.0
        return doubled
