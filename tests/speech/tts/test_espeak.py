from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import numpy as np
import pytest

from giong.errors import Unavailable
from giong.speech.tts.espeak import EspeakSynthesiser, plain
from giong.speech.tts.synthesiser import Voice
from tests.speech.tts.test_conformance import SENTENCE, needs_espeak, spoken


def children() -> int:
    listed = subprocess.run(["ps", "--ppid", str(os.getpid()), "-o", "comm="], capture_output=True, text=True)
    return listed.stdout.count("espeak")


def test_a_missing_program_names_the_command_that_installs_it() -> None:
    with pytest.raises(Unavailable, match="apt-get install espeak-ng") as missing:
        EspeakSynthesiser("espeak-that-is-not-there")
    assert missing.value.code == "engine.espeak.missing"


def test_a_program_that_gives_no_sound_is_unavailable(tmp_path: Path) -> None:
    broken = tmp_path / "espeak-ng"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(Unavailable) as failed:
        list(EspeakSynthesiser(str(broken)).synthesise("dạ", Voice()))
    assert failed.value.code == "engine.espeak.failed"


@needs_espeak
def test_closing_early_leaves_no_process_behind() -> None:
    pieces = EspeakSynthesiser().synthesise(SENTENCE * 50, Voice())
    next(pieces)
    assert children() == 1
    pieces.close()  # type: ignore[attr-defined]
    assert children() == 0


@needs_espeak
def test_the_level_suits_a_telephone() -> None:
    samples = spoken(EspeakSynthesiser(), SENTENCE)
    loud = samples[np.abs(samples) > 0.01]
    level_db = 20 * np.log10(np.sqrt(np.mean(loud**2)))
    assert -24 < level_db < -14
    assert np.abs(samples).max() < 0.95


@needs_espeak
def test_commands_of_the_program_are_spoken_not_obeyed() -> None:
    assert plain("mã [[s'i1n]] nhé\0") == "mã [ [s'i1n]] nhé"
    assert len(spoken(EspeakSynthesiser(), "-v en --version")) > 0


@needs_espeak
def test_a_very_long_text_does_not_block() -> None:
    pieces = EspeakSynthesiser().synthesise("một hai ba " * 20_000, Voice())
    assert len(next(pieces)) > 0
    pieces.close()  # type: ignore[attr-defined]
