from __future__ import annotations

import numpy as np
import pytest

from giong.voice.doubling import REACH, Doubler


@pytest.mark.parametrize("pitch_hz", [200, 1000, 3000, 3400])
def test_a_tone_stays_the_same_tone(pitch_hz: int) -> None:
    doubler = Doubler()
    tone = np.sin(2 * np.pi * pitch_hz * np.arange(4000) / 8000).astype(np.float32)
    doubled = np.concatenate([doubler.push(tone[start : start + 160]) for start in range(0, 4000, 160)])
    expected = np.sin(2 * np.pi * pitch_hz * (np.arange(8000) / 16_000 - REACH / 8000))
    settled = slice(4 * REACH, None)
    assert np.abs(doubled[settled] - expected[settled]).max() < 0.01


def test_pieces_of_any_size() -> None:
    sound = np.random.default_rng(0).normal(0, 0.1, 1000).astype(np.float32)
    whole = Doubler().push(sound)
    doubler = Doubler()
    sizes = [0, 1, 5, 300, 694]
    pieces = [doubler.push(part) for part in np.split(sound, np.cumsum(sizes)[:-1])]
    assert [len(piece) for piece in pieces] == [2 * size for size in sizes]
    np.testing.assert_allclose(np.concatenate(pieces), whole, atol=1e-6)
