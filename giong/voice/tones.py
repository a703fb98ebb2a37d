"""Is a line sounding one pure tone, and which: the beep of an answering machine, a fax. Knows no call and no keys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from giong.speech.pcm import Samples

WINDOW_S = 0.04
LEAST_RMS = 0.01
LEAST_PURITY = 0.85
"""Share of a window's energy that lies around its strongest frequency. A sung vowel has its energy in several."""
STEADY_HZ = 20.0
LOWEST_HZ, HIGHEST_HZ = 460.0, 2_500.0
"""Above the fundamentals of voices and the 425 Hz of Vietnamese call progress tones."""


@dataclass(frozen=True)
class Tone:
    """A steady tone, and for how long it has been heard."""

    hz: float
    length_s: float


class ToneFinder:
    """Follows one stream of sound."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._size = round(WINDOW_S * rate_hz)
        self._shape = np.hanning(self._size)
        self._rest = np.zeros(0, np.float32)
        self._tone: Tone | None = None

    def hear(self, samples: Samples) -> Tone | None:
        """The tone that is sounding at the end of `samples`."""
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) // self._size * self._size
        self._rest = sound[whole:]
        for window in sound[:whole].reshape(-1, self._size):
            self._follow(self._frequency(window))
        return self._tone

    def _follow(self, hz: float | None) -> None:
        if hz is None:
            self._tone = None
        elif self._tone is not None and abs(hz - self._tone.hz) <= STEADY_HZ:
            self._tone = Tone(self._tone.hz, self._tone.length_s + WINDOW_S)
        else:
            self._tone = Tone(hz, WINDOW_S)

    def _frequency(self, window: Samples) -> float | None:
        if float(np.sqrt(np.mean(np.square(window)))) < LEAST_RMS:
            return None
        power = np.abs(np.fft.rfft(window * self._shape, 4 * self._size)) ** 2
        peak = int(power.argmax())
        around = power[max(0, peak - 8) : peak + 9].sum()  # the main lobe of the window, four bins to one
        hz = peak * self._rate_hz / (4 * self._size)
        return hz if around >= LEAST_PURITY * power.sum() and LOWEST_HZ <= hz <= HIGHEST_HZ else None
