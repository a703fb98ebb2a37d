"""Keys as tones in the sound itself, for telephones that send no telephone events: made, and found. Knows no packets.

A key is one tone of a low and one of a high group (ITU-T Q.23). It is found where both are strong, about equally loud,
and hold nearly all the energy; speech, which also has its overtones there, fails one of the three or does not last.
Powers are those of Goertzel (1958), here as one product with the sines of all seven tones.
"""

from __future__ import annotations

import numpy as np

from giong.speech.codecs import RATE_HZ
from giong.speech.pcm import Samples

LOW_HZ = (697, 770, 852, 941)
HIGH_HZ = (1209, 1336, 1477)
KEYPAD = ("123", "456", "789", "*0#")
PRESS_S, PAUSE_S = 0.1, 0.06
_LEVEL = 0.2
"""Of each tone, of full scale: -14 dBov."""

BLOCK = 160
QUIETEST_DBOV = -36.0
PURITY = 0.85
"""Share of the energy that the two tones must hold."""
TWIST_DB = 9.0
"""By which one tone may be louder than the other (Q.24 allows 4 to 8)."""
AGREEING_BLOCKS = 2
"""Of 20 ms, one after the other: a press lasts at least 40 ms (Q.24)."""
ENDING_BLOCKS = 2
"""Without the tone until the same key may be pressed again."""


def tone(symbol: str) -> Samples:
    """The sound of one press and the pause after it, at 8 kHz."""
    row = next(number for number, keys in enumerate(KEYPAD) if symbol in keys)
    low_hz, high_hz = LOW_HZ[row], HIGH_HZ[KEYPAD[row].index(symbol)]
    time_s = np.arange(round(PRESS_S * RATE_HZ)) / RATE_HZ
    sound = _LEVEL * (np.sin(2 * np.pi * low_hz * time_s) + np.sin(2 * np.pi * high_hz * time_s))
    return np.concatenate([sound, np.zeros(round(PAUSE_S * RATE_HZ))]).astype(np.float32)


class ToneReader:
    """Follows one stream of sound and tells each press once."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)
        self._candidate = ""
        self._agreeing = 0
        self._missing = 0
        self._told = ""

    def read(self, samples: Samples) -> str:
        """The keys whose presses were made out with these samples."""
        sound = np.concatenate([self._rest, samples]) if len(self._rest) else samples
        whole = len(sound) // BLOCK * BLOCK
        self._rest = sound[whole:]
        return "".join(self._step(_key(sound[start : start + BLOCK])) for start in range(0, whole, BLOCK))

    def _step(self, found: str) -> str:
        self._agreeing = self._agreeing + 1 if found == self._candidate else 1
        self._candidate = found
        self._missing = self._missing + 1 if found != self._told else 0
        if self._missing >= ENDING_BLOCKS:
            self._told = ""
        if not found or found == self._told or self._agreeing < AGREEING_BLOCKS:
            return ""
        self._told, self._missing = found, 0
        return found


def _key(block: Samples) -> str:
    """The key whose two tones fill this block, or nothing."""
    energy = float(np.dot(block, block))
    if energy < BLOCK * 10 ** (QUIETEST_DBOV / 10):
        return ""
    # A tone of amplitude A has the product A·N/2 with its own sine, and so A²·N/2 = 2·|product|²/N of energy.
    tones = np.abs(_SINES @ block) ** 2 * (2 / BLOCK)
    low, high = tones[: len(LOW_HZ)], tones[len(LOW_HZ) :]
    row, column = int(low.argmax()), int(high.argmax())
    louder, softer = max(low[row], high[column]), min(low[row], high[column])
    if low[row] + high[column] < PURITY * energy or softer * 10 ** (TWIST_DB / 10) < louder:
        return ""
    return KEYPAD[row][column]


_SINES = np.exp(-2j * np.pi * np.outer((*LOW_HZ, *HIGH_HZ), np.arange(BLOCK)) / RATE_HZ).astype(np.complex64)
