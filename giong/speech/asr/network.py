"""The acoustic network that the `viet-asr` wheel carries, run by onnxruntime. Knows nothing of sound, text
or decoding.

It is a streaming Conformer with a CTC head (12 layers, chunk attention): a window of 43 filter-bank frames
and the state left by the windows before it give log-probabilities of 4,968 pieces for 10 frames of 40 ms.
Consecutive windows share three frames. The network's bytes are taken from the wheel's native library as it
lies in memory; nothing is written to disk.
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from giong.errors import Unavailable

WINDOW_FRAMES = 43
HOP_FRAMES = 40
"""How far the window moves: the first convolution's overlap of three frames has to be fed again."""

MEL_BINS = 80
OUTPUT_FRAMES = 10
OUTPUT_FRAME_S = 0.04

BLANK = 0
UNKNOWN = 1
WORD_START = "▁"
"""The mark that begins a piece which begins a syllable."""

Window = NDArray[np.float32]
"""Shape (43, 80): log mel energies of 10 ms frames."""

LogProbs = NDArray[np.float32]
"""Shape (frames, pieces): natural logarithms, each row summing to one as probabilities."""

REMEMBERED_FRAMES = 40
"""How many output frames the attention looks back."""

_ATTENTION_SHAPE = (1, 12, 4, REMEMBERED_FRAMES, 224)
_CONVOLUTION_SHAPE = (1, 12, 448, 30)
_MODEL_SYMBOL = "_ZN7vietasr16EmbeddedAsrModelEv"
_VOCABULARY_SYMBOL = "_ZN7vietasr16EmbeddedAsrVocabEv"
_LIBRARY_NAMES = {"linux": "libvietasr.so", "darwin": "libvietasr.dylib"}


@dataclass(frozen=True, eq=False)
class State:
    """What the network remembers of the windows before (2.3 MB); never changed in place, so it may be
    shared.
    """

    attention: NDArray[np.float32]
    convolution: NDArray[np.float32]
    offset: int

    @staticmethod
    def blank() -> State:
        return State(np.zeros(_ATTENTION_SHAPE, np.float32), np.zeros(_CONVOLUTION_SHAPE, np.float32), 0)


class Network:
    """The network in one shared onnxruntime session; safe to use from several threads."""

    def __init__(self, session: Any, pieces: tuple[str, ...]) -> None:
        self.pieces = pieces
        self._session = session

    def step(self, window: Window, state: State) -> tuple[LogProbs, State]:
        """Log-probabilities of the next ten frames, shape (10, pieces), and the state for the next window.

        The network's table of positions ends after 201 s. Positions are relative, and beyond the first
        `REMEMBERED_FRAMES` the offset was measured to make no difference, so it stays there for good.
        """
        log_probs, attention, convolution = self._session.run(
            ("output", "r_att_cache", "r_cnn_cache"),
            {
                "chunk": window[np.newaxis],
                "offset": np.array([[state.offset]], np.int64),
                "att_cache": state.attention,
                "cnn_cache": state.convolution,
            },
        )
        offset = min(state.offset + OUTPUT_FRAMES, REMEMBERED_FRAMES)
        return log_probs[0], State(attention, convolution, offset)


_loading = threading.Lock()
_loaded: Network | None = None


def load_network() -> Network:
    """The process's one network, loaded on the first call (about 1.5 s); raises `Unavailable` where it
    cannot be.
    """
    global _loaded
    with _loading:
        if _loaded is None:
            _loaded = _open_network()
        return _loaded


class _Blob(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("size", ctypes.c_size_t))


def _open_network() -> Network:
    try:
        import onnxruntime
    except ImportError as error:
        raise Unavailable(
            "asr.onnxruntime_missing",
            vi="Chưa có gói onnxruntime. Hãy chạy: pip install onnxruntime",
            en="The package onnxruntime is missing. Run: pip install onnxruntime",
        ) from error
    library = _native_library()
    pieces = _read(library, _VOCABULARY_SYMBOL).decode("utf-8").splitlines()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    model = _read(library, _MODEL_SYMBOL)
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions have no common base
        raise _unreadable() from error
    known = session.get_outputs()[0].shape[-1]
    return Network(session, tuple(line.rsplit(" ", 1)[0] for line in pieces)[:known])


def _native_library() -> ctypes.CDLL:
    spec = importlib.util.find_spec("vietasr")
    name = _LIBRARY_NAMES.get(sys.platform)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "asr.viet_asr_missing",
            vi="Chưa có gói viet-asr. Hãy chạy: pip install --pre viet-asr==0.1.0.dev11",
            en="The package viet-asr is missing. Run: pip install --pre viet-asr==0.1.0.dev11",
        )
    folder = Path(next(iter(spec.submodule_search_locations))) / "_native"
    try:
        if name is None:
            raise OSError(f"no known library name on {sys.platform}")
        for runtime in (*folder.glob("libonnxruntime.so.*"), *folder.glob("libonnxruntime*.dylib")):
            ctypes.CDLL(str(runtime))
        return ctypes.CDLL(str(folder / name))
    except OSError as error:
        raise _unreadable() from error


def _read(library: ctypes.CDLL, symbol: str) -> bytes:
    try:
        function = getattr(library, symbol)
    except AttributeError as error:
        raise _unreadable() from error
    function.restype = _Blob
    blob = function()
    if not blob.data or not blob.size:
        raise _unreadable()
    return ctypes.string_at(blob.data, blob.size)


def _unreadable() -> Unavailable:
    return Unavailable(
        "asr.network_unreadable",
        vi="Không đọc được mạng nhận dạng trong gói viet-asr trên máy này. Hãy dùng bộ máy wheel.",
        en="The network inside the viet-asr package cannot be read here. Use the engine wheel.",
    )
