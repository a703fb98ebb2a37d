"""Changing the rate of samples, whole or as a stream. Knows nothing of codecs or files."""

from __future__ import annotations

import numpy as np

from giong.speech.pcm import Audio, Samples


def resample(audio: Audio, rate_hz: int) -> Audio:
    """`audio` at `rate_hz`; itself when that is its rate already."""
    if audio.rate_hz == rate_hz or not len(audio.samples):
        return Audio(audio.samples, rate_hz)
    import soxr

    return Audio(soxr.resample(audio.samples, audio.rate_hz, rate_hz).astype(np.float32, copy=False), rate_hz)


class Resampler:
    """Resamples one stream piece by piece; the pieces joined are the whole stream resampled."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._stream = None
        if from_hz != to_hz:
            import soxr

            self._stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32")

    def push(self, samples: Samples) -> Samples:
        """What can be told so far; a few milliseconds are held back."""
        return samples if self._stream is None else self._run(samples, last=False)

    def flush(self) -> Samples:
        """The stream has ended: what was held back. Nothing may be pushed afterwards."""
        empty = np.zeros(0, np.float32)
        return empty if self._stream is None else self._run(empty, last=True)

    def _run(self, samples: Samples, *, last: bool) -> Samples:
        assert self._stream is not None
        return np.asarray(self._stream.resample_chunk(samples, last=last), dtype=np.float32)
