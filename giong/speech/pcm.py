"""Audio as values: mono samples with their rate. Knows nothing of files, codecs or engines.

Everywhere in Gióng a waveform is a one-dimensional float32 array in [-1, 1] together with its rate in hertz.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Shape (n,), mono, float32 in [-1, 1]."""


@dataclass(frozen=True, eq=False)
class Audio:
    """A stretch of mono sound."""

    samples: Samples  # (n,)
    rate_hz: int

    @property
    def duration_s(self) -> float:
        return len(self.samples) / self.rate_hz


def to_pcm16(samples: Samples) -> bytes:
    """Little-endian signed 16-bit bytes of `samples`, clipped."""
    return (np.clip(samples, -1.0, 1.0) * 32767.0).round().astype("<i2").tobytes()


def from_pcm16(data: bytes) -> Samples:
    """The inverse of `to_pcm16`; an odd last byte is dropped."""
    return np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.float32) / 32768.0
