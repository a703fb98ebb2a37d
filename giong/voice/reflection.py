"""Is the sound that comes in our own, on its way back from the person's loudspeaker? Judged by the sound; no words.

Browsers and telephones cancel echo themselves; loudspeakers in cheap telephones and bad lines let it through, weaker
and delayed by up to some tenths of a second. Speech of somebody else, also at the same time, is hardly like ours.
"""

from __future__ import annotations

import numpy as np

from giong.speech.pcm import Samples

RATE_HZ = 4_000
"""Enough to tell: most of the energy of speech lies below 2 kHz."""
SOUND_S = 0.192
"""Sound that is compared at once."""
PAST_S = 1.2
"""The longest way back that is looked for, and the sound itself."""
OWN_LIKENESS = 0.5
"""Where our own sound makes up most of what comes in, its correlation lies above; of the moments in which 13 recorded
people spoke at the same time, one in a hundred did.
"""


def thinned(samples: Samples, rate_hz: int) -> Samples:
    """At `RATE_HZ`, without its lowest frequencies, in which all voices are alike."""
    step = max(1, rate_hz // RATE_HZ)
    whole = samples[len(samples) % step :].reshape(-1, step).mean(axis=1)
    return np.diff(whole, prepend=whole[:1])


def likeness(sound: Samples, past: Samples) -> float:
    """How much `sound` is like the most similar stretch of `past`: the highest normalised cross-correlation, in [0, 1].

    J. P. Lewis, "Fast Normalized Cross-Correlation" (1995), in one dimension.
    """
    if len(past) < len(sound) or not (energy := float(np.sum(sound**2))):
        return 0.0
    size = 1 << (len(past) + len(sound) - 1).bit_length()
    spectrum = np.fft.rfft(past, size) * np.conj(np.fft.rfft(sound, size))
    common = np.abs(np.fft.irfft(spectrum, size)[: len(past) - len(sound) + 1])
    sums = np.concatenate([[0.0], np.cumsum(past.astype(np.float64) ** 2)])
    energies = sums[len(sound) :] - sums[: -len(sound)]
    heard = energies > 1e-5 * energies.max()
    return float(np.max(common[heard] / np.sqrt(energies[heard] * energy), initial=0.0))


def is_own(sound: Samples, sound_hz: int, past: Samples, past_hz: int) -> bool:
    """Whether `sound` is a stretch of `past`, what we have just said, coming back."""
    heard, said = thinned(sound, sound_hz), thinned(past, past_hz)
    before = np.zeros(len(heard), np.float32)  # what comes back may have begun within the sound
    return likeness(heard, np.concatenate([before, said])) >= OWN_LIKENESS
