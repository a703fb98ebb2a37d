"""The noise of a line on which nobody speaks: of the level that the other side tells (RFC 3389) or that was heard there
last. Knows no packets.

Only the level is made, not the spectrum, which RFC 3389 §3 leaves to the receiver.
"""

from __future__ import annotations

import numpy as np

from giong.speech.pcm import Samples

PAYLOAD_TYPE = 13
QUIETEST_DBOV = -80.0
LOUDEST_DBOV = -40.0
"""Noise louder than this is nobody's comfort, and would be taken for speech."""
_RISE_DB = 0.05
"""By which the level that was heard may rise each frame: 2.5 dB a second, so speech does not count as noise."""
_SEED = 3389
_POOL = 16_384


class ComfortNoise:
    """One direction of one call."""

    def __init__(self) -> None:
        self._level_dbov = QUIETEST_DBOV
        self._heard_dbov = LOUDEST_DBOV
        self._place = 0
        self._noise = _noise()

    def told(self, payload: bytes) -> None:
        """The payload of a comfort noise packet: its first octet is the level in -dBov."""
        if payload:
            self._level_dbov = min(max(-float(payload[0] & 0x7F), QUIETEST_DBOV), LOUDEST_DBOV)

    def heard(self, frame: Samples) -> None:
        """Sound that came: its quietest moments are the level of the line."""
        power = float(np.dot(frame, frame)) / max(1, len(frame))
        level_dbov = 10 * np.log10(power + 1e-12)
        self._heard_dbov = min(float(level_dbov), self._heard_dbov + _RISE_DB)
        self._level_dbov = min(max(self._heard_dbov, QUIETEST_DBOV), LOUDEST_DBOV)

    def make(self, count: int) -> Samples:
        """The next samples of noise."""
        self._place = (self._place + count) % (_POOL - count)
        level = np.float32(10 ** (self._level_dbov / 20))
        return self._noise[self._place : self._place + count] * level


def _noise() -> Samples:
    """White, of the level 0 dBov."""
    return np.random.default_rng(_SEED).standard_normal(_POOL).astype(np.float32)
