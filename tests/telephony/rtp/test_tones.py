from __future__ import annotations

import numpy as np
import pytest

from giong.speech.codecs import alaw, telephone
from giong.speech.files import read_audio
from giong.telephony.rtp.tones import ToneReader, tone
from tests.support.data import SPEECH, needs_speech_data
from tests.telephony.rtp.network import voice

KEYS = "1234567890*#"


def _told(sound: np.ndarray, piece: int = 160) -> str:
    reader = ToneReader()
    coded = alaw().decode(alaw().encode(sound.astype(np.float32)))
    return "".join(reader.read(coded[start : start + piece]) for start in range(0, len(coded), piece))


@pytest.mark.parametrize("offset", [0, 37, 111])
@pytest.mark.parametrize(("level", "noise_db"), [(1.0, -60), (0.1, -30), (1.0, -15), (0.3, -15)])
def test_every_key_is_found_once_at_any_level_and_place_and_in_noise(
    level: float, noise_db: float, offset: int
) -> None:
    sound = np.concatenate([np.zeros(offset), *(level * tone(key) for key in KEYS + "11")])
    loudness = np.sqrt(np.mean((level * tone("1")[:800]) ** 2))
    noise = np.random.default_rng(3).standard_normal(len(sound)) * loudness * 10 ** (noise_db / 20)
    assert _told(sound + noise, piece=200) == KEYS + "11"


def test_a_long_press_is_one_key() -> None:
    time_s = np.arange(16_000) / 8000
    assert _told(0.2 * np.sin(2 * np.pi * 770 * time_s) + 0.2 * np.sin(2 * np.pi * 1336 * time_s)) == "5"


def test_what_only_resembles_a_key_is_none() -> None:
    time_s = np.arange(8000) / 8000
    low, high = np.sin(2 * np.pi * 697 * time_s), np.sin(2 * np.pi * 1209 * time_s)
    assert _told(0.3 * low) == ""
    assert _told(0.3 * low + 0.03 * high) == ""
    assert _told(0.3 * np.sin(2 * np.pi * 425 * time_s)) == ""  # the dial and ringing tone of Viet Nam
    assert _told(0.3 * low + 0.3 * high + 0.4 * np.sin(2 * np.pi * 1800 * time_s)) == ""
    assert _told(voice(5)) == ""


@pytest.mark.data
@needs_speech_data
def test_no_human_recording_presses_a_key() -> None:
    paths = sorted(SPEECH.glob("*/wav/**/*.wav"))
    seconds, told = 0.0, []
    for path in paths[:: max(1, len(paths) // 120)]:
        sound = telephone(read_audio(path)).samples
        seconds += len(sound) / 8000
        told += [path.name for level in (1, 3) if _told(np.clip(level * sound, -1, 1), piece=8000)]
    assert seconds > 100
    assert told == []
