from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from giong.errors import BadConfiguration
from giong.speech.pcm import Audio
from giong.speech.tts.level import speech_level_db
from giong.speech.tts.prompts import JOIN_PAUSE_S, Prompts, joined


def hum(rate_hz: int, duration_s: float, amplitude: float = 0.3) -> np.ndarray:
    return (amplitude * np.sin(np.arange(round(duration_s * rate_hz)) * 2000 / rate_hz)).astype(np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rate_hz = 44_100
    quiet = np.zeros(rate_hz, np.float32)
    speech = np.concatenate([quiet, hum(rate_hz, 1.0, 0.05), quiet])
    soundfile.write(tmp_path / "greeting.wav", np.stack([speech, speech], axis=1), rate_hz)
    (tmp_path / "notes.txt").write_text("not a recording")
    return tmp_path


def test_a_recording_is_found_by_its_key(folder: Path) -> None:
    prompts = Prompts.load(folder)
    assert prompts.keys == ("greeting",)
    assert prompts.find("goodbye", rate_hz=16_000) is None


def test_a_stereo_recording_is_made_fit_for_the_line(folder: Path) -> None:
    audio = Prompts.load(folder).find("greeting", rate_hz=16_000)
    assert audio is not None
    assert audio.rate_hz == 16_000
    assert audio.samples.ndim == 1
    assert speech_level_db(audio.samples, 16_000) == pytest.approx(-20, abs=0.5)
    assert audio.duration_s == pytest.approx(1.1, abs=0.02), "the second of silence at each end is trimmed"


def test_a_folder_that_does_not_exist_has_no_recordings(tmp_path: Path) -> None:
    assert Prompts.load(tmp_path / "none").keys == ()


def test_a_broken_recording_is_named_before_the_first_call(tmp_path: Path) -> None:
    (tmp_path / "bye.wav").write_bytes(b"mp3 under a wrong name")
    with pytest.raises(BadConfiguration, match=r"bye\.wav"):
        Prompts.load(tmp_path)


def test_parts_are_joined_at_one_rate_and_level() -> None:
    recorded = Audio(hum(44_100, 0.5, 0.8), 44_100)
    synthesised = Audio(hum(22_050, 0.5, 0.02), 22_050)
    sentence = joined([recorded, synthesised], rate_hz=8000)
    assert sentence.rate_hz == 8000
    assert sentence.duration_s == pytest.approx(1.0 + JOIN_PAUSE_S, abs=0.02)
    half = len(sentence.samples) // 2
    before, after = sentence.samples[:half], sentence.samples[half:]
    assert speech_level_db(before, 8000) == pytest.approx(speech_level_db(after, 8000), abs=0.5)


def test_nothing_joined_is_nothing() -> None:
    assert len(joined([], rate_hz=8000).samples) == 0
    assert len(joined([Audio(np.zeros(100, np.float32), 8000)], rate_hz=8000).samples) == 0
