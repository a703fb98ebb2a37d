"""Real data that lies beside the project, never inside it; tests that need it say so when it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("GIONG_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
SPEECH = DATA / "speech"

needs_speech_data = pytest.mark.skipif(
    not SPEECH.is_dir(), reason="needs human recordings: set GIONG_DATA to the folder that holds speech/"
)
