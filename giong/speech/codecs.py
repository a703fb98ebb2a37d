"""G.711, the telephone's 8-bit codecs: A-law (Europe, Viet Nam) and µ-law (North America, Japan). Knows no
packets.

Both map a 16-bit sample to the octet that ITU-T G.711 (11/1988) assigns; the tables are built from its
segments.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample

RATE_HZ = 8_000

_Octets = NDArray[np.uint8]
_Levels = NDArray[np.int16]

_MULAW_BIAS = 33
_MULAW_CLIP = 8158
"""In the 14-bit amplitudes that the µ-law tables of G.711 count in."""

_EVEN_BITS = 0x55
"""A-law octets travel with every second bit inverted."""

_SIGN = 0x80


@dataclass(frozen=True)
class Codec:
    """One law as two tables: `octet[level + 32768]` (65,536 entries) and `level[octet]` (256 entries)."""

    name: str
    silence: int
    octets: _Octets
    levels: _Levels

    def encode(self, samples: Samples) -> bytes:
        """One octet for each sample; those beyond full scale are clipped."""
        places = np.rint(samples * np.float32(32768) + np.float32(32768)).astype(np.int32)
        octets: _Octets = self.octets.take(places, mode="clip")
        return octets.tobytes()

    def decode(self, data: bytes) -> Samples:
        """One sample for each octet."""
        return self._samples.take(np.frombuffer(data, np.uint8))

    @cached_property
    def _samples(self) -> Samples:
        return self.levels.astype(np.float32) / np.float32(32768)


@lru_cache(maxsize=1)
def mulaw() -> Codec:
    """PCMU, RTP payload type 0."""
    levels = np.arange(-32768, 32768) >> 2
    amplitude = np.minimum(np.abs(levels), _MULAW_CLIP) + _MULAW_BIAS
    segment = _segment(amplitude, first_end=0x40)
    octet = (segment << 4) | ((amplitude >> (segment + 1)) & 0x0F)
    octets = np.where(levels < 0, octet ^ 0x7F, octet ^ 0xFF).astype(np.uint8)
    return Codec("PCMU", 0xFF, octets, _mulaw_levels())


@lru_cache(maxsize=1)
def alaw() -> Codec:
    """PCMA, RTP payload type 8."""
    levels = np.arange(-32768, 32768) >> 3
    amplitude = np.where(levels < 0, -levels - 1, levels)
    segment = _segment(amplitude, first_end=0x20)
    octet = (segment << 4) | ((amplitude >> np.maximum(segment, 1)) & 0x0F)
    octets = np.where(levels < 0, octet, octet | _SIGN) ^ _EVEN_BITS
    return Codec("PCMA", 0xD5, octets.astype(np.uint8), _alaw_levels())


def telephone(audio: Audio, codec: Codec | None = None) -> Audio:
    """`audio` as a telephone line delivers it: 8 kHz, and through a codec (µ-law unless told) and back."""
    codec = codec or mulaw()
    narrow = resample(audio, RATE_HZ).samples
    return Audio(codec.decode(codec.encode(narrow)), RATE_HZ)


def _segment(amplitude: NDArray[np.int64], *, first_end: int) -> NDArray[np.int64]:
    """The number (0–7) of the segment that holds each amplitude; each is twice as long as the one before."""
    ends = first_end << np.arange(8)
    return np.minimum(np.searchsorted(ends, amplitude, side="right"), 7).astype(np.int64)


def _mulaw_levels() -> _Levels:
    octet = ~np.arange(256) & 0xFF
    segment, step = (octet >> 4) & 7, octet & 0x0F
    amplitude = (((step << 1) + _MULAW_BIAS) << segment) - _MULAW_BIAS
    return (np.where(octet & _SIGN, -amplitude, amplitude) << 2).astype(np.int16)


def _alaw_levels() -> _Levels:
    octet = np.arange(256) ^ _EVEN_BITS
    segment, step = (octet >> 4) & 7, octet & 0x0F
    middle = (step << 1) + 1
    amplitude = np.where(segment == 0, middle, (middle + 32) << np.maximum(segment - 1, 0))
    return (np.where(octet & _SIGN, amplitude, -amplitude) << 3).astype(np.int16)
