"""Our own voice coming back, and other voices at the same time."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from giong.speech.files import read_audio
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.speech.tts.espeak import EspeakSynthesiser
from giong.speech.tts.synthesiser import Voice
from giong.voice.reflection import PAST_S, SOUND_S, is_own

RATE_HZ = 8_000
SPEECH = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[3] / "shared" / "data")) / "speech"
SENTENCE = "dạ em xin đọc bảng giá điện của tháng này để anh chị tham khảo bắt đầu từ bậc một"
STEP = RATE_HZ // 20


def noise_like_speech(seed: int, seconds: float) -> Samples:
    """Loud and quiet by turns, a different sound for each seed."""
    chance = np.random.default_rng(seed)
    at_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(chance.normal(0.0, 0.1, len(at_s)) * np.abs(np.sin(2 * np.pi * 2 * at_s)), np.float32)


def share_of_own(incoming: Samples, said: Samples) -> float:
    """Of the moments in which something comes in, how many are taken for our own voice."""
    size, past = round(SOUND_S * RATE_HZ), round(PAST_S * RATE_HZ)
    moments = [at for at in range(2 * size, len(said), STEP) if np.abs(incoming[at - size : at]).max() > 0.01]
    own = [is_own(incoming[at - size : at], RATE_HZ, said[max(0, at - past) : at], RATE_HZ) for at in moments]
    return float(np.mean(own))


def delayed(sound: Samples, seconds: float, factor: float) -> Samples:
    behind = np.zeros(round(seconds * RATE_HZ), np.float32)
    return np.concatenate([behind, factor * sound])[: len(sound)]


@pytest.mark.parametrize("delay_s", [0.02, 0.2, 0.7])
def test_our_own_sound_is_known_however_late_and_weak(delay_s: float) -> None:
    said = noise_like_speech(1, 4.0)
    assert share_of_own(delayed(said, delay_s, 0.1), said) > 0.9


def test_another_voice_is_not_ours_and_not_hidden_by_echo() -> None:
    said, other = noise_like_speech(1, 4.0), noise_like_speech(2, 4.0)
    assert share_of_own(other, said) == 0.0
    assert share_of_own(other + delayed(said, 0.2, 0.3), said) < 0.2


@pytest.mark.data
@pytest.mark.skipif(not SPEECH.is_dir(), reason=f"the recordings are missing: {SPEECH}")
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is missing: apt-get install espeak-ng")
def test_people_who_speak_at_the_same_time_are_heard() -> None:
    engine = EspeakSynthesiser()
    spoken = Audio(np.concatenate(list(engine.synthesise(SENTENCE, Voice()))), engine.rate_hz)
    said = resample(spoken, RATE_HZ).samples
    shares = []
    for folder in ("vieneu-refs", "vivos-mini"):
        for line in (SPEECH / folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
            person = resample(read_audio(SPEECH / folder / json.loads(line)["audio_filepath"]), RATE_HZ).samples
            shares.append(share_of_own(np.pad(person, (0, len(said)))[: len(said)], said))
    assert max(shares) < 0.1
    assert share_of_own(delayed(said, 0.15, 0.2), said) > 0.9
