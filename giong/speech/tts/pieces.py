"""Sound in the pieces that a synthesiser yields: at most 200 ms each. Knows no engine."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from giong.speech.pcm import Samples

PIECE_MS = 200


def piece_samples(rate_hz: int) -> int:
    """How many samples the longest piece has at `rate_hz`."""
    return rate_hz * PIECE_MS // 1000


def in_pieces(samples: Samples, rate_hz: int) -> Iterator[Samples]:
    """Cut a finished sound into pieces."""
    step = piece_samples(rate_hz)
    for start in range(0, len(samples), step):
        yield samples[start : start + step]


def silence(duration_s: float, rate_hz: int) -> Samples:
    """Nothing, for `duration_s`."""
    return np.zeros(round(duration_s * rate_hz), dtype=np.float32)
