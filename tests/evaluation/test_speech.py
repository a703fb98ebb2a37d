from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from giong.errors import BadInput
from giong.evaluation.speech import WARM_UP, evaluate_speech, read_sentences, take
from giong.speech.asr.recogniser import Bias, RecogniserStream, Transcript
from giong.speech.pcm import Audio, Samples
from giong.speech.tts.synthesiser import Voice
from giong.speech.tts.tone import ToneSynthesiser


class Remembering(ToneSynthesiser):
    """Remembers what it was asked to say."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, Voice]] = []

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        self.said.append((text, voice))
        return super().synthesise(text, voice)


class Hearing:
    """Hears what it was told to hear."""

    name = "hearing"
    rate_hz = 16_000

    def __init__(self, *texts: str) -> None:
        self._texts = list(texts)
        self.heard: list[Audio] = []

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        self.heard.append(audio)
        return Transcript(self._texts[(len(self.heard) - 1) % len(self._texts)])

    def stream(self, *, bias: Bias | None = None) -> RecogniserStream:
        raise AssertionError("a whole clip is transcribed whole")


def test_sentences_are_said_in_spoken_form_and_scored_against_it() -> None:
    voice = Remembering()
    [report] = evaluate_speech(
        ["Phòng 12.", "Dạ vâng"],
        synthesiser=voice,
        recogniser=Hearing("phòng mười hai", "dạ"),
        voices=["low"],
    )
    assert [text.lower().strip(" .") for text, _ in voice.said] == [WARM_UP, "phòng mười hai", "dạ vâng"]
    assert report.n == 2
    assert report.wer == pytest.approx(1 / 5)


def test_every_voice_gets_a_report() -> None:
    reports = evaluate_speech(["dạ"], synthesiser=ToneSynthesiser(), recogniser=Hearing("dạ"))
    assert [report.voice for report in reports] == ["low", "high"]
    assert all(report.wer == 0 for report in reports)


def test_times_are_of_synthesis() -> None:
    [report] = evaluate_speech(
        ["một hai ba"], synthesiser=ToneSynthesiser(), recogniser=Hearing("một hai ba"), voices=["low"]
    )
    assert report.audio_s == pytest.approx(0.6)
    assert 0 < report.first_audio_ms_p50 <= report.first_audio_ms_p95
    assert report.rtf > 0
    assert set(report.as_json()) >= {"voice", "n", "wer", "first_audio_ms_p50", "first_audio_ms_p95", "rtf"}


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    evaluate_speech(
        ["dạ", "vâng"],
        synthesiser=ToneSynthesiser(),
        recogniser=Hearing("dạ"),
        voices=["low"],
        on_progress=lambda *step: told.append(step),
    )
    assert told == [("low", 1, 2), ("low", 2, 2)]


def test_a_take_of_nothing_is_empty() -> None:
    assert len(take(ToneSynthesiser(), "", Voice()).audio.samples) == 0


def test_sentences_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "sentences.txt"
    file.write_text("\ufeff# chú thích\nXin chào.\n\n  Dạ vâng.  \n", encoding="utf-8")
    assert read_sentences(file) == ["Xin chào.", "Dạ vâng."]


@pytest.mark.parametrize("content", [b"", b"# only a remark\n", np.arange(200, 255, dtype=np.uint8).tobytes()])
def test_a_file_without_sentences_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "sentences.txt"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=r"sentences\.txt"):
        read_sentences(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_sentences(tmp_path / "none.txt")
