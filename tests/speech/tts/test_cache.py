from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from giong.errors import BadInput
from giong.speech.pcm import Samples
from giong.speech.tts import cache
from giong.speech.tts.cache import CachedSynthesiser
from giong.speech.tts.synthesiser import Voice
from giong.speech.tts.tone import ToneSynthesiser
from tests.speech.tts.test_conformance import spoken


class Counting(ToneSynthesiser):
    """Counts the pieces that it really made."""

    def __init__(self) -> None:
        super().__init__()
        self.made = 0

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        return (self._counted(piece) for piece in super().synthesise(text, voice))

    def _counted(self, piece: Samples) -> Samples:
        self.made += 1
        return piece


def stored(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pcm"))


def test_a_line_is_made_once_and_sounds_the_same() -> None:
    engine = Counting()
    cached = CachedSynthesiser(engine)
    first = spoken(cached, "dạ vâng")
    again = spoken(cached, "dạ vâng")
    assert engine.made == 2
    assert np.allclose(first, again, atol=1e-4)


@pytest.mark.parametrize("other", [("dạ thôi", Voice()), ("dạ vâng", Voice("high")), ("dạ vâng", Voice(speed=1.2))])
def test_another_text_voice_or_speed_is_another_line(other: tuple[str, Voice]) -> None:
    engine = Counting()
    cached = CachedSynthesiser(engine)
    spoken(cached, "dạ vâng")
    spoken(cached, *other)
    assert engine.made == 4


def test_the_first_time_streams() -> None:
    engine = Counting()
    pieces = iter(CachedSynthesiser(engine).synthesise("một hai ba bốn", Voice()))
    next(pieces)
    assert engine.made == 1


def test_a_line_that_was_cut_off_is_not_kept() -> None:
    engine = Counting()
    cached = CachedSynthesiser(engine)
    pieces = cached.synthesise("một hai", Voice())
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert len(spoken(cached, "một hai")) == len(spoken(ToneSynthesiser(), "một hai"))


def test_only_what_is_said_again_reaches_the_disk(tmp_path: Path) -> None:
    cached = CachedSynthesiser(ToneSynthesiser(), tmp_path)
    spoken(cached, "hoá đơn của chị Lan là chín trăm nghìn")
    assert stored(tmp_path) == []
    spoken(cached, "xin chào")
    spoken(cached, "xin chào")
    assert len(stored(tmp_path)) == 1


def test_the_disk_outlives_the_process(tmp_path: Path) -> None:
    before = CachedSynthesiser(ToneSynthesiser(), tmp_path)
    spoken(before, "xin chào")
    sound = spoken(before, "xin chào")
    engine = Counting()
    assert np.array_equal(spoken(CachedSynthesiser(engine, tmp_path), "xin chào"), sound)
    assert engine.made == 0


def test_the_disk_forgets_what_was_not_used_for_longest(tmp_path: Path) -> None:
    line_bytes = 2 * len(spoken(ToneSynthesiser(), "một"))
    cached = CachedSynthesiser(ToneSynthesiser(), tmp_path, disk_bytes=2 * line_bytes)
    for age, text in enumerate(["một", "hai", "ba"]):
        spoken(cached, text)
        spoken(cached, text)
        for path in stored(tmp_path):
            os.utime(path, (path.stat().st_mtime - 10 * (age + 1),) * 2)
    assert len(stored(tmp_path)) == 2
    engine = Counting()
    spoken(CachedSynthesiser(engine, tmp_path), "một")
    assert engine.made == 1


def test_memory_is_bounded() -> None:
    engine = Counting()
    cached = CachedSynthesiser(engine, memory_bytes=2 * len(spoken(ToneSynthesiser(), "một")))
    for text in ("một", "hai", "một"):
        spoken(cached, text)
    assert engine.made == 3


def test_a_full_disk_does_not_silence_the_assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.os, "replace", full)
    cached = CachedSynthesiser(ToneSynthesiser(), tmp_path)
    assert len(spoken(cached, "xin chào"))
    assert len(spoken(cached, "xin chào"))
    assert list(tmp_path.rglob("*.*")) == []


def test_an_unknown_voice_is_refused_by_the_engine() -> None:
    with pytest.raises(BadInput):
        CachedSynthesiser(ToneSynthesiser()).synthesise("dạ", Voice("nobody"))
