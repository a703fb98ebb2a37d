"""How loud speech is, and making it as loud as other speech. Knows no engine and no file."""

from __future__ import annotations

import numpy as np

from giong.speech.pcm import Samples

SPEECH_DBFS = -20.0
"""How loud every voice of Gióng is: loud enough for a telephone, with room for the peaks of a clear voice."""
PEAK = 0.95
_FRAME_MS = 20
_SILENCE_BELOW_PEAK_DB = 30.0


def speech_level_db(samples: Samples, rate_hz: int) -> float:
    """The level of the frames that hold speech, in dB below full scale; -inf for silence.

    A simplification of the active speech level of ITU-T P.56: frames more than 30 dB below the loudest one count as
    pauses.
    """
    frame = rate_hz * _FRAME_MS // 1000
    whole = samples[: len(samples) // frame * frame] if len(samples) >= frame else samples
    if not len(whole):
        return -np.inf
    power = np.square(whole, dtype=np.float64).reshape(-1, min(frame, len(whole))).mean(axis=1)
    spoken = power[power >= power.max() * 10 ** (-_SILENCE_BELOW_PEAK_DB / 10)]
    with np.errstate(divide="ignore"):
        return float(10 * np.log10(spoken.mean()))


def levelled(samples: Samples, rate_hz: int, *, target_db: float = SPEECH_DBFS) -> Samples:
    """`samples` with their speech at `target_db`, or as near as their peaks allow; silence stays silence."""
    level_db = speech_level_db(samples, rate_hz)
    if not np.isfinite(level_db):
        return samples
    gain = min(10 ** ((target_db - level_db) / 20), PEAK / float(np.abs(samples).max()))
    return (samples * gain).astype(np.float32)
