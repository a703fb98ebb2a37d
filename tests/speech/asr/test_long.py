"""Hours of sound: what lies in memory does not grow with them. The network is replaced, because it would take
minutes; everything before and after it is real.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from giong.speech.asr import conformer
from giong.speech.asr.blocks import transcribe_blocks
from giong.speech.asr.conformer import ConformerRecogniser, Decoding
from giong.speech.asr.network import BLANK, OUTPUT_FRAMES, LogProbs, State, Window
from giong.speech.pcm import Audio

BLOCK = Audio(np.random.default_rng(1).normal(0.0, 0.05, 8_000 * 20).astype(np.float32), 8_000)
BLOCKS = 18
WARM_UP_BLOCKS = 3
MOST_MB = 15
"""The five minutes after the warm-up are 19 MB of sound as the recogniser takes it, and their log-probabilities
150.
"""

_STATM = Path("/proc/self/statm")
_PAGE_BYTES = 4096


class _Babble:
    """Implements what a stream needs of `Network`: two pieces in each window, doubtful ones, without a pause."""

    pieces = ("<blank>", "<unk>", *(f"▁từ{number}" for number in range(500)), *["rest"] * 4_466)

    def __init__(self) -> None:
        self._choice = np.random.default_rng(2)

    def step(self, window: Window, state: State) -> tuple[LogProbs, State]:
        rows = np.full((OUTPUT_FRAMES, len(self.pieces)), -18.0, np.float32)
        rows[:, BLANK] = -0.1
        for frame in (2, 7):
            likely, less_likely = self._choice.integers(2, 500, 2)
            rows[frame, BLANK], rows[frame, likely], rows[frame, less_likely] = -3.0, -0.5, -1.2
        return rows, state


def resident_mb() -> float:
    return int(_STATM.read_text().split()[1]) * _PAGE_BYTES / 1e6


@pytest.mark.skipif(not _STATM.exists(), reason="reads the memory in use from /proc, which this system lacks")
@pytest.mark.parametrize("decoding", list(Decoding))
def test_memory_does_not_grow_with_the_recording(decoding: Decoding, monkeypatch: pytest.MonkeyPatch) -> None:
    babble = _Babble()
    monkeypatch.setattr(conformer, "load_network", lambda: babble)
    monkeypatch.setattr(conformer, "_lead_state", lambda network: State.blank())
    after_block: list[float] = []
    heard = transcribe_blocks(
        ConformerRecogniser(decoding),
        (BLOCK for _ in range(BLOCKS)),
        on_progress=lambda heard_s: after_block.append(resident_mb()),
    )
    assert len(heard.words) > 1_000
    assert heard.words[-1].end_s == pytest.approx(BLOCKS * BLOCK.duration_s, abs=2)
    assert max(after_block) - after_block[WARM_UP_BLOCKS - 1] < MOST_MB
