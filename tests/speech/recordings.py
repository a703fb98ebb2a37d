"""The recordings of people that lie beside the project and never inside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from giong.speech.files import read_audio
from giong.speech.pcm import Audio

DATA = Path(os.environ.get("GIONG_DATA") or Path(__file__).parents[2].parent / "shared" / "data")


def folder(name: str) -> Path:
    """A set of recordings, or a skipped test."""
    found = DATA / "speech" / name
    if not found.is_dir():
        pytest.skip(f"needs the recordings of {name}: set GIONG_DATA to the folder that holds speech/{name}")
    return found


def clip(name: str, file: str) -> Audio:
    return read_audio(folder(name) / "wav" / file)
