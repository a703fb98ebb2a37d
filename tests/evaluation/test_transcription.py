from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from giong.errors import BadInput, NotFound
from giong.evaluation.metrics import ErrorCount, char_errors, word_errors
from giong.evaluation.transcription import evaluate_transcription, read_manifest, with_white_noise
from giong.speech.asr.conformer import ConformerRecogniser
from giong.speech.asr.scripted import ScriptedRecogniser
from giong.speech.files import write_audio
from giong.speech.pcm import Audio
from tests.speech.recordings import folder

SCRIPT = ScriptedRecogniser(["phòng hai", "cà phê", "không"])


def manifest(tmp_path: Path, *lines: tuple[str, str]) -> Path:
    """A manifest whose clips sound as the first of each pair, and whose texts are the second."""
    entries = []
    for number, (sound, text) in enumerate(lines):
        write_audio(tmp_path / f"{number}.wav", SCRIPT.line(sound))
        entries.append(json.dumps({"audio_filepath": f"{number}.wav", "text": text, "duration": 0.8}))
    path = tmp_path / "manifest.jsonl"
    path.write_text("\n".join(entries) + "\n\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("reference", "hypothesis", "errors"),
    [("a b c", "a b c", 0), ("a b c", "a x c", 1), ("a b c", "b c", 1), ("a", "a b c", 2), ("a b", "", 2)],
)
def test_word_errors(reference: str, hypothesis: str, errors: int) -> None:
    assert word_errors(reference, hypothesis) == ErrorCount(errors, len(reference.split()))


def test_rates_of_sums_and_of_nothing() -> None:
    assert (char_errors("cà phê", "ca phê") + ErrorCount(1, 5)).rate == 0.2
    assert word_errors("", "").rate == 0.0


def test_both_texts_are_compared_in_spoken_form(tmp_path: Path) -> None:
    path = manifest(tmp_path, ("phòng hai", "Phòng 2."), ("cà phê", "Cà phê!"), ("không", "có"))
    seen: list[tuple[int, int]] = []
    report = evaluate_transcription(path, SCRIPT, on_progress=lambda done, of: seen.append((done, of)))
    assert report.n == 3
    assert report.wer == pytest.approx(1 / 5)
    assert report.audio_s == pytest.approx(2.4)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert set(report.as_json()) == {"n", "wer", "cer", "rtf", "seconds"}


def test_the_telephone_and_some_noise_leave_a_clear_tone_understood(tmp_path: Path) -> None:
    path = manifest(tmp_path, ("phòng hai", "phòng hai"), ("không", "không"))
    assert evaluate_transcription(path, SCRIPT, telephone=True, noise_db=10).wer == 0.0
    assert evaluate_transcription(path, SCRIPT, noise_db=-30).wer == 1.0


def test_noise_has_the_ratio_that_was_asked_for() -> None:
    audio = Audio(np.full(50_000, 0.1, np.float32), 16_000)
    noise = with_white_noise(audio, 10.0, seed=1).samples - audio.samples
    assert np.mean(noise**2) == pytest.approx(0.001, rel=0.05)


@pytest.mark.parametrize("line", ["{", "[]", '{"audio_filepath": "0.wav"}', '{"audio_filepath": 3, "text": "a"}'])
def test_a_bad_line_is_told_by_its_number(tmp_path: Path, line: str) -> None:
    path = manifest(tmp_path, ("không", "không"))
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_manifest(path)
    assert caught.value.code == "evaluation.bad_manifest_line"
    assert "line 3" in caught.value.en


def test_missing_and_empty_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as missing:
        read_manifest(tmp_path / "none.jsonl")
    assert missing.value.code == "evaluation.no_manifest"
    path = manifest(tmp_path, ("không", "không"))
    (tmp_path / "0.wav").unlink()
    with pytest.raises(NotFound) as clip:
        read_manifest(path)
    assert clip.value.code == "evaluation.no_clip"
    path.write_text("\n\n", encoding="utf-8")
    with pytest.raises(BadInput) as empty:
        read_manifest(path)
    assert empty.value.code == "evaluation.unreadable_manifest"


@pytest.mark.data
def test_the_embedded_recogniser_on_read_sentences() -> None:
    report = evaluate_transcription(folder("vivos-mini") / "manifest.jsonl", ConformerRecogniser())
    assert report.wer <= 0.11


@pytest.mark.data
def test_the_embedded_recogniser_on_digits_of_the_telephone() -> None:
    digits = folder("digits-8k")
    phrases = (digits / "phrases.txt").read_text(encoding="utf-8").split("\n")
    report = evaluate_transcription(
        digits / "manifest.jsonl", ConformerRecogniser(), bias_phrases=[line for line in phrases if line]
    )
    assert report.wer < 0.10
