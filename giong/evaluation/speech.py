"""What a voice is worth: its sentences are transcribed back and compared. Knows the two seams and no engine.

A recogniser that learnt from people understands a formant voice worse than people do, so the word error
rate ranks voices of one kind and overstates how bad a plain one is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from giong.errors import BadInput
from giong.evaluation.metrics import ErrorCount, char_errors, word_errors
from giong.speech.asr.plain import plain
from giong.speech.asr.recogniser import Recogniser
from giong.speech.pcm import Audio
from giong.speech.tts.synthesiser import Synthesiser, Voice
from giong.text.spoken import spoken

WARM_UP = "xin chào"
"""Said once before the clock runs, so that loading is not measured as speaking."""

Progress = Callable[[str, int, int], None]
"""Gets (the voice, sentences done, of all)."""


@dataclass(frozen=True)
class SpeechReport:
    """One voice: errors against the spoken form; times of synthesis only, without recognition."""

    voice: str
    n: int
    wer: float
    cer: float
    first_audio_ms_p50: float
    first_audio_ms_p95: float
    rtf: float
    audio_s: float

    def as_json(self) -> dict[str, str | float]:
        return {
            "voice": self.voice,
            "n": self.n,
            "wer": round(self.wer, 4),
            "cer": round(self.cer, 4),
            "first_audio_ms_p50": round(self.first_audio_ms_p50, 2),
            "first_audio_ms_p95": round(self.first_audio_ms_p95, 2),
            "rtf": round(self.rtf, 4),
            "audio_s": round(self.audio_s, 2),
        }


@dataclass(frozen=True)
class Take:
    """One sentence as it was synthesised."""

    audio: Audio
    first_audio_s: float
    seconds: float


def evaluate_speech(
    sentences: Sequence[str],
    *,
    synthesiser: Synthesiser,
    recogniser: Recogniser,
    voices: Sequence[str] = (),
    speed: float = 1.0,
    on_progress: Progress = lambda voice, done, of: None,
) -> list[SpeechReport]:
    """A report for each of `voices`; by default for all that the synthesiser has."""
    names = voices or synthesiser.voices
    return [
        _report(Voice(name, speed), sentences, synthesiser, recogniser=recogniser, on_progress=on_progress)
        for name in names
    ]


def read_sentences(path: Path) -> list[str]:
    """The sentences of a text file, one a line; empty lines and those that begin with `#` are left out."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "evaluation.unreadable_sentences",
            vi=f"Không đọc được {path.name}. Hãy đưa vào một tệp văn bản UTF-8, mỗi dòng một câu.",
            en=f"{path.name} cannot be read. Give a UTF-8 text file with one sentence a line.",
        ) from error
    sentences = [line for line in lines if line and not line.startswith("#")]
    if not sentences:
        raise BadInput(
            "evaluation.no_sentences",
            vi=f"{path.name} không có câu nào. Hãy viết mỗi dòng một câu.",
            en=f"There is no sentence in {path.name}. Write one sentence a line.",
        )
    return sentences


def _report(
    voice: Voice,
    sentences: Sequence[str],
    synthesiser: Synthesiser,
    *,
    recogniser: Recogniser,
    on_progress: Progress,
) -> SpeechReport:
    take(synthesiser, WARM_UP, voice)
    takes: list[Take] = []
    words = chars = ErrorCount()
    for done, sentence in enumerate(sentences, start=1):
        said = spoken(sentence)
        takes.append(take(synthesiser, said, voice))
        expected, heard = plain(sentence), plain(recogniser.transcribe(takes[-1].audio).text)
        words, chars = words + word_errors(expected, heard), chars + char_errors(expected, heard)
        on_progress(voice.name, done, len(sentences))
    audio_s = sum(each.audio.duration_s for each in takes)
    first_ms = [1000 * each.first_audio_s for each in takes]
    return SpeechReport(
        voice=voice.name,
        n=len(takes),
        wer=words.rate,
        cer=chars.rate,
        first_audio_ms_p50=float(np.percentile(first_ms, 50)),
        first_audio_ms_p95=float(np.percentile(first_ms, 95)),
        rtf=sum(each.seconds for each in takes) / max(audio_s, 1e-9),
        audio_s=audio_s,
    )


def take(synthesiser: Synthesiser, text: str, voice: Voice) -> Take:
    """Synthesise `text` to its end with the clock running."""
    began = time.perf_counter()
    first_s = 0.0
    pieces = []
    for piece in synthesiser.synthesise(text, voice):
        first_s = first_s or time.perf_counter() - began
        pieces.append(piece)
    seconds = time.perf_counter() - began
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    return Take(Audio(samples, synthesiser.rate_hz), first_s, seconds)
