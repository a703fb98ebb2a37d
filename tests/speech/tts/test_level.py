from __future__ import annotations

import numpy as np
import pytest

from giong.speech.tts.level import PEAK, levelled, speech_level_db

RATE_HZ = 16_000


def hum(amplitude: float, duration_s: float = 0.5) -> np.ndarray:
    return (amplitude * np.sin(np.arange(int(duration_s * RATE_HZ)) * 0.3)).astype(np.float32)


def test_pauses_do_not_count() -> None:
    speech = hum(0.5)
    paused = np.concatenate([speech, np.zeros(RATE_HZ, np.float32), speech])
    assert speech_level_db(paused, RATE_HZ) == pytest.approx(speech_level_db(speech, RATE_HZ), abs=0.3)


@pytest.mark.parametrize("amplitude", [0.001, 0.05, 0.9])
def test_speech_is_brought_to_the_target(amplitude: float) -> None:
    assert speech_level_db(levelled(hum(amplitude), RATE_HZ), RATE_HZ) == pytest.approx(-20, abs=0.1)


def test_peaks_are_kept_below_full_scale() -> None:
    clicks = np.zeros(RATE_HZ, np.float32)
    clicks[::160] = 0.5
    assert np.abs(levelled(clicks, RATE_HZ, target_db=-3)).max() == pytest.approx(PEAK)


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(5, np.float32), np.zeros(RATE_HZ, np.float32)])
def test_silence_stays_silence(samples: np.ndarray) -> None:
    assert np.array_equal(levelled(samples, RATE_HZ), samples)
