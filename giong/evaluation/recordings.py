"""Recordings of scenarios, heard by a recogniser as on a call. Knows the recogniser's seam and no engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from giong.dialogue.line import Said, Via
from giong.errors import NotFound
from giong.evaluation.scenarios import Recognise
from giong.speech.asr.recogniser import Recogniser
from giong.speech.codecs import telephone
from giong.speech.files import read_audio
from giong.text.written import written

LONGEST_S = 60.0


def heard_over_telephone(folder: Path, load: Callable[[], Recogniser]) -> Recognise:
    """Hears the recordings in `folder/tests` over an 8 kHz line. The recogniser is loaded for the first of them."""
    known: dict[str, Said] = {}

    def recognise(name: str) -> Said:
        if name not in known:
            transcript = load().transcribe(telephone(read_audio(_inside(folder, name), longest_s=LONGEST_S)))
            known[name] = Said(written(transcript.text), Via.SPEECH, transcript.confidence)
        return known[name]

    return recognise


def _inside(folder: Path, name: str) -> Path:
    root = (folder / "tests").resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise NotFound(
            "scenario.no_recording",
            vi=f"Không có tệp âm thanh tests/{name} trong thư mục trợ lý. Hãy sửa “audio” của kịch bản.",
            en=f"There is no recording tests/{name} in the assistant's folder. Correct the scenario's “audio”.",
        )
    return path
