from __future__ import annotations

import numpy as np
import pytest

from giong.speech.pcm import Audio, from_pcm16, to_pcm16
from giong.speech.resample import Resampler, resample


def hum(rate_hz: int) -> Audio:
    return Audio((0.5 * np.sin(2 * np.pi * 440 * np.arange(rate_hz) / rate_hz)).astype(np.float32), rate_hz)


@pytest.mark.parametrize("from_hz", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_a_second_stays_a_second_of_the_same_pitch(from_hz: int) -> None:
    there = resample(hum(from_hz), 16_000)
    assert there.rate_hz == 16_000
    assert len(there.samples) == 16_000
    assert np.abs(np.fft.rfft(there.samples)).argmax() == 440


@pytest.mark.parametrize("piece", [7, 160, 5_000])
def test_a_stream_in_pieces_is_the_whole(piece: int) -> None:
    audio = hum(8_000)
    resampler = Resampler(8_000, 16_000)
    parts = [resampler.push(audio.samples[at : at + piece]) for at in range(0, 8_000, piece)]
    joined = np.concatenate([*parts, resampler.flush()])
    whole = resample(audio, 16_000).samples
    assert len(joined) == len(whole)
    assert np.abs(joined - whole).max() < 1e-4


def test_the_same_rate_passes_through() -> None:
    audio = hum(16_000)
    resampler = Resampler(16_000, 16_000)
    assert resampler.push(audio.samples) is audio.samples
    assert not len(resampler.flush())
    assert resample(audio, 16_000).samples is audio.samples


def test_pcm_bytes_and_back() -> None:
    samples = np.array([0.0, 0.5, -0.5, 2.0, -2.0], np.float32)
    back = from_pcm16(to_pcm16(samples) + b"\x01")
    assert np.abs(back - np.clip(samples, -1, 1)).max() < 1e-4
