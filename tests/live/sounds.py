"""What callers say, as 8 kHz sound files that end in a long quiet: people's recordings where they lie beside the
project, otherwise the embedded voice. Also hears: sound back into words.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from giong.engines.load import load
from giong.engines.table import Slot
from giong.speech import files
from giong.speech.asr.recogniser import Recogniser
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.speech.tts.synthesiser import Synthesiser, Voice
from giong.text.spoken import spoken
from tests.support.data import SPEECH

RATE_HZ = 8000
QUIET_S = 60.0
"""After every sound: baresip hangs up where its file ends."""
ROOM_NOISE = 1e-4
CLEAR = Voice("vi+m3", 1.0)
"""Of the embedded voices the one that the recogniser, which learnt from people, understands best."""
PERSON = SPEECH / "vieneu-refs" / "wav" / "example_3.wav"


@dataclass(frozen=True)
class Sounds:
    """Files. `question` is asked in `question_words`, and the answer holds `answer_words`."""

    quiet: Path
    question: Path
    question_words: str
    answer_words: str
    agent_wanted: Path
    agent_speaks: Path
    breath: Path


def record(folder: Path) -> Sounds:
    """Write all sounds into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    human = PERSON.is_file()
    question = files.read_audio(PERSON) if human else _say("em ơi, có làm việc không", CLEAR)
    return Sounds(
        quiet=_write(folder / "quiet.wav", Audio(np.zeros(0, np.float32), RATE_HZ), quiet_s=4 * QUIET_S),
        question=_write(folder / "question.wav", question),
        question_words="nhìn thấy không" if human else "làm việc không",
        answer_words="không nhìn thấy được" if human else "làm việc cả ngày",
        agent_wanted=_write(folder / "agent-wanted.wav", _say("tôi muốn gặp nhân viên, gặp nhân viên", CLEAR)),
        agent_speaks=_write(folder / "agent-speaks.wav", _tone(660.0, 1.5)),
        breath=_write(folder / "breath.wav", _breath(30.0)),
    )


def words(sound: Samples) -> str:
    """What the recogniser hears in telephone sound."""
    return _recogniser().transcribe(resample(Audio(sound, RATE_HZ), 16_000)).text


def as_heard(text: str) -> str:
    """What the recogniser hears when the embedded voice says `text` over a telephone."""
    return words(resample(_say(text), RATE_HZ).samples)


def alike(first: str, second: str) -> float:
    """How much two texts have in common, letter by letter, in [0, 1]."""
    return difflib.SequenceMatcher(None, first, second).ratio()


def strength(sound: Samples, tone_hz: float) -> float:
    """How much of the sound's power is one tone, in [0, 1]."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    at = round(tone_hz * len(sound) / RATE_HZ)
    return float(power[max(at - 20, 0) : at + 21].sum() / max(power.sum(), 1e-12))


def _say(text: str, voice: Voice | None = None) -> Audio:
    engine = _synthesiser()
    sound = list(engine.synthesise(spoken(text), voice or Voice()))
    return Audio(np.concatenate(sound), engine.rate_hz)


def _tone(tone_hz: float, duration_s: float) -> Audio:
    at_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    return Audio((0.3 * np.sin(2 * np.pi * tone_hz * at_s)).astype(np.float32), RATE_HZ)


def _breath(duration_s: float) -> Audio:
    """Noise that swells and fades every three seconds, as loud as a breath into a microphone."""
    at_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    noise = np.random.default_rng(7).normal(0.0, 0.02, len(at_s))
    smooth = np.convolve(noise, np.ones(6) / 6, "same")
    return Audio((smooth * np.maximum(np.sin(2 * np.pi * at_s / 3.0), 0.0)).astype(np.float32), RATE_HZ)


def _write(path: Path, audio: Audio, *, quiet_s: float = QUIET_S) -> Path:
    samples = resample(audio, RATE_HZ).samples if len(audio.samples) else audio.samples
    noise = np.random.default_rng(0).normal(0.0, ROOM_NOISE, round(quiet_s * RATE_HZ))
    soundfile.write(path, np.concatenate([samples, noise]), RATE_HZ, subtype="PCM_16")
    return path


@cache
def _synthesiser() -> Synthesiser:
    found: Synthesiser = load(Slot.TTS, "espeak", weights=Path())
    return found


@cache
def _recogniser() -> Recogniser:
    found: Recogniser = load(Slot.ASR, "conformer", weights=Path())
    return found
