"""What a recogniser is worth on recordings whose words are known. Knows the recogniser's seam and no
engine.

Both texts are compared in spoken form, in lower case, without punctuation: "Phòng 2." is right when "phòng
hai" was heard.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from giong.errors import BadInput, NotFound
from giong.evaluation.metrics import ErrorCount, char_errors, word_errors
from giong.speech.asr.blocks import transcribe_blocks
from giong.speech.asr.plain import plain
from giong.speech.asr.recogniser import Bias, Recogniser
from giong.speech.codecs import telephone as over_telephone
from giong.speech.files import read_blocks
from giong.speech.pcm import Audio

BLOCK_S = 60.0
_NOISE_SEED = 20261121
_WARM_UP = Audio(np.zeros(8_000, np.float32), 16_000)

Progress = Callable[[int, int], None]
"""Gets (clips done, of all)."""


@dataclass(frozen=True)
class Clip:
    """One line of a manifest."""

    path: Path
    text: str


@dataclass(frozen=True)
class TranscriptionReport:
    """`seconds` is the time that reading and recognising took, without loading the engine; `rtf` is that over
    `audio_s`.
    """

    n: int
    wer: float
    cer: float
    seconds: float
    audio_s: float

    @property
    def rtf(self) -> float:
        return self.seconds / max(self.audio_s, 1e-9)

    def as_json(self) -> dict[str, float]:
        return {
            "n": self.n,
            "wer": round(self.wer, 4),
            "cer": round(self.cer, 4),
            "rtf": round(self.rtf, 4),
            "seconds": round(self.seconds, 2),
        }


def evaluate_transcription(
    manifest_path: Path,
    recogniser: Recogniser,
    *,
    telephone: bool = False,
    noise_db: float | None = None,
    bias_phrases: Sequence[str] | None = None,
    on_progress: Progress = lambda done, of: None,
) -> TranscriptionReport:
    """Transcribe every clip of a manifest and count.

    `telephone` sends it through 8 kHz µ-law, `noise_db` mixes in white noise at that signal-to-noise ratio,
    and `bias_phrases` are what a menu or a slot expects: one of them, or several in a row.
    """
    clips = read_manifest(manifest_path)
    bias = Bias(tuple(map(plain, bias_phrases)), closed=True) if bias_phrases else None
    recogniser.transcribe(_WARM_UP, bias=bias)
    words = chars = ErrorCount()
    seconds = audio_s = 0.0
    for number, clip in enumerate(clips, start=1):
        began = time.perf_counter()
        blocks = (
            _roughened(block, number, telephone=telephone, noise_db=noise_db)
            for block in read_blocks(clip.path, block_s=BLOCK_S)
        )
        transcript = transcribe_blocks(recogniser, blocks, bias=bias)
        seconds += time.perf_counter() - began
        audio_s += transcript.usage.audio_in_s
        expected, heard = plain(clip.text), plain(transcript.text)
        words, chars = words + word_errors(expected, heard), chars + char_errors(expected, heard)
        on_progress(number, len(clips))
    return TranscriptionReport(len(clips), words.rate, chars.rate, seconds, audio_s)


def read_manifest(path: Path) -> list[Clip]:
    """The clips of a JSON Lines manifest (`audio_filepath` relative to it, `text`); empty lines are left out."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise NotFound(
            "evaluation.no_manifest",
            vi=f"Không có tệp {path.name}. Hãy kiểm tra lại đường dẫn.",
            en=f"There is no file {path.name}. Check the path.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path.name) from error
    clips = [_clip(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not clips:
        raise _unreadable(path.name)
    return clips


def _clip(manifest: Path, number: int, line: str) -> Clip:
    try:
        entry = json.loads(line)
        file, text = entry["audio_filepath"], entry["text"]
        if not isinstance(file, str) or not isinstance(text, str):
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            "evaluation.bad_manifest_line",
            vi=f'{manifest.name}, dòng {number}: cần một đối tượng JSON có "audio_filepath" và "text".',
            en=f'{manifest.name}, line {number}: expected a JSON object with "audio_filepath" and "text".',
        ) from error
    path = manifest.parent / file
    if not path.is_file():
        raise NotFound(
            "evaluation.no_clip",
            vi=f"{manifest.name}, dòng {number}: không có tệp {file}. Đường dẫn tính từ thư mục của tệp này.",
            en=f"{manifest.name}, line {number}: there is no file {file}. Paths are relative to this file.",
        )
    return Clip(path, text)


def _unreadable(name: str) -> BadInput:
    return BadInput(
        "evaluation.unreadable_manifest",
        vi=f"{name} không có dòng JSON nào đọc được. Hãy đưa vào tệp UTF-8, mỗi dòng một đối tượng JSON.",
        en=f"There is no readable JSON line in {name}. Give a UTF-8 file with one JSON object a line.",
    )


def _roughened(audio: Audio, number: int, *, telephone: bool, noise_db: float | None) -> Audio:
    if noise_db is not None:
        audio = with_white_noise(audio, noise_db, seed=_NOISE_SEED + number)
    return over_telephone(audio) if telephone else audio


def with_white_noise(audio: Audio, snr_db: float, *, seed: int) -> Audio:
    """`audio` with white noise `snr_db` below its mean power."""
    power = float(np.mean(np.square(audio.samples, dtype=np.float64))) if len(audio.samples) else 0.0
    noise = np.random.default_rng(seed).standard_normal(len(audio.samples))
    scale = np.sqrt(power / 10 ** (snr_db / 10))
    return Audio((audio.samples + scale * noise).astype(np.float32), audio.rate_hz)
