"""The network's ears: levelled samples in, windows of log mel energies out. Knows nothing of words.

Windows depend on the samples alone, never on the sizes of the pieces in which they arrived.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from giong.speech.asr.network import HOP_FRAMES, MEL_BINS, WINDOW_FRAMES, Window
from giong.speech.pcm import Samples

RATE_HZ = 16_000
FRAME_S = 0.01
_FRAME_SHIFT = 160
_FRAME_LENGTH = 400
_WINDOW_SAMPLES = (WINDOW_FRAMES - 1) * _FRAME_SHIFT + _FRAME_LENGTH
_HOP_SAMPLES = HOP_FRAMES * _FRAME_SHIFT
_PCM_SCALE = 32768.0
"""The network was trained on 16-bit amplitudes, so [-1, 1] is scaled up before the filter bank."""

TAIL_S = 0.3
"""At least so much quiet follows a word: without it the network loses one that ends at the clip's edge. What the clip
itself does not bring is made up with faint noise.
"""
LEAST_TAIL_S = 0.05
"""Where the clip itself ends in quiet. Measured with 0 to 0.3 s of a quiet line behind the last word, on 187 clips: the
same words as with all of `TAIL_S` behind it, for 1.2 windows instead of 1.7.
"""

_PRIME = 480
"""Samples of noise before the clip, three frames: the part of the lead window that the first window sees
again.
"""

_NOISE_LEVEL = 1e-4
_NOISE_SEED = 1945
_DITHER_LEVEL = 1e-5
"""Digital silence (exact zeros) is foreign to the network and costs accuracy; a third of one 16-bit step is
not.
"""


class Leveller:
    """Raises quiet speech towards a usual level; loud speech passes unchanged.

    The gain follows the loudest of the last seconds, block by block and causally, so a stream and a whole
    clip agree.
    """

    BLOCK = 320
    """20 ms."""

    TARGET_RMS = 0.1
    MAX_GAIN = 40.0
    QUIET = 0.1
    """20 dB below the loudest of the last seconds, a block holds no speech."""

    FLOOR_RMS = 0.002
    """Fainter than this is room noise as likely as speech: it is not raised further."""

    _DECAY = 0.5 ** (BLOCK / (RATE_HZ * 4.0))
    """The remembered loudness halves in 4 s of silence."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.float32)
        self._level = 0.0
        self._quiet_blocks = 0

    @property
    def quiet_s(self) -> float:
        """For how long there has been no speech."""
        return self._quiet_blocks * self.BLOCK / RATE_HZ

    def push(self, samples: Samples) -> Samples:
        """The levelled samples of all blocks that are complete."""
        joined = np.concatenate([self._rest, samples])
        whole = len(joined) // self.BLOCK * self.BLOCK
        self._rest = joined[whole:]
        return self._apply(joined[:whole].reshape(-1, self.BLOCK))

    def tail(self) -> Samples:
        """The last, incomplete block as if the sound ended with it. It stays, and more may follow."""
        if not len(self._rest):
            return self._rest
        before = self._level, self._quiet_blocks
        levelled = self._apply(self._rest.reshape(1, -1))
        self._level, self._quiet_blocks = before
        return levelled

    def _apply(self, blocks: NDArray[np.float32]) -> Samples:
        levelled = np.empty_like(blocks)
        loudness = np.sqrt(np.mean(blocks.astype(np.float64) ** 2, axis=1))
        for index, block in enumerate(blocks):
            self._level = max(float(loudness[index]), self._level * self._DECAY)
            quiet = loudness[index] < self.QUIET * self._level
            self._quiet_blocks = self._quiet_blocks + 1 if quiet else 0
            gain = min(max(self.TARGET_RMS / max(self._level, self.FLOOR_RMS), 1.0), self.MAX_GAIN)
            np.multiply(block, np.float32(gain), out=levelled[index])
        return levelled.reshape(-1)


class Features:
    """Windows for the network out of one stream of samples, with faint noise around them."""

    def __init__(self) -> None:
        self._leveller = Leveller()
        self._heard = 0
        self._waiting = _noise(0, _PRIME)  # from the first sample of the next window on

    def push(self, samples: Samples) -> Iterator[Window]:
        """Take samples at 16 kHz and yield every window that is complete."""
        fresh = self._dithered(self._leveller.push(samples))
        self._heard += len(fresh)
        self._waiting = np.concatenate([self._waiting, fresh])
        while len(self._waiting) >= _WINDOW_SAMPLES:
            yield _window(self._waiting)
            self._waiting = self._waiting[_HOP_SAMPLES:]

    def tail(self) -> Iterator[Window]:
        """The windows that hold the end, as if the sound ended here. Nothing is forgotten: more may follow."""
        last = self._dithered(self._leveller.tail())
        heard = self._heard + len(last)
        if not heard:
            return
        rest = np.concatenate([self._waiting, last])
        pending = max(0, (len(rest) - _FRAME_LENGTH) // _FRAME_SHIFT + 1)
        frames = pending + round(max(TAIL_S - self._leveller.quiet_s, LEAST_TAIL_S) / FRAME_S)
        windows = -(-(frames - (WINDOW_FRAMES - HOP_FRAMES)) // HOP_FRAMES)
        missing = windows * HOP_FRAMES + (WINDOW_FRAMES - HOP_FRAMES) - pending
        rest = np.concatenate([rest, _noise(heard, missing * _FRAME_SHIFT)])
        for number in range(windows):
            yield _window(rest[number * _HOP_SAMPLES :])

    def _dithered(self, samples: Samples) -> Samples:
        return samples + _noise(self._heard, len(samples)) * np.float32(_DITHER_LEVEL / _NOISE_LEVEL)


def _window(samples: Samples) -> Window:
    """The window that begins with these samples; there may be more of them."""
    import kaldi_native_fbank

    bank = kaldi_native_fbank.OnlineFbank(_options())
    bank.accept_waveform(RATE_HZ, samples[:_WINDOW_SAMPLES] * np.float32(_PCM_SCALE))
    return np.stack([bank.get_frame(frame) for frame in range(WINDOW_FRAMES)]).astype(np.float32)


@lru_cache(maxsize=1)
def _options() -> Any:
    import kaldi_native_fbank

    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq = RATE_HZ
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = MEL_BINS
    options.energy_floor = 0.0
    return options


def lead_window() -> Window:
    """One window of faint noise: what the network should have heard before any clip begins."""
    return _window(_noise(0, _WINDOW_SAMPLES))


def _noise(position: int, count: int) -> Samples:
    """Faint noise that depends only on the place in the stream."""
    return np.take(_loop(), np.arange(position, position + count), mode="wrap")


@lru_cache(maxsize=1)
def _loop() -> Samples:
    generator = np.random.default_rng(_NOISE_SEED)
    return (generator.standard_normal(RATE_HZ * 2) * _NOISE_LEVEL).astype(np.float32)
