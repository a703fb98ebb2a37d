"""The package trueocr's line recogniser. Knows no page and no other engine.

It is a convolutional network with a CTC head over 222 characters, one step for four pixels of a line 32 pixels high. It
sees shapes alone and knows no language: what it thinks of every character is kept, so that others can weigh it.

The package's network was trained on scans. `recogniser.npz` holds weights for the same network that were trained
further on drawn lines as cameras see them (`bench/recogniser/`) and then averaged with the first ones, which keeps what
those knew of print (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from giong.errors import Unavailable
from giong.vision.recognition.evidence import LEAST_PX, Track, is_blank
from giong.vision.recognition.reader import Piece, Reading
from giong.vision.shapes import Grey, Picture

STEP_PX = 4
LINE_PX = 32
FLAT = 8
"""A line with fewer grey levels between its ink and its ground has none to be stretched."""
INK = 60
"""Grey levels that ink differs from its ground by, in a stretched line."""
MARGIN = 0.5
"""Of the line's height, what is left of empty ends: in emptier ones the network sees letters."""
MOST_PX = 1600
"""Of a line brought to `LINE_PX`; longer ones are squeezed."""
BATCH_LINES = 16
WEIGHTS = Path(__file__).with_name("recogniser.npz")
TRAINED_FROM = "trueocr-vi-r01"
"""The network that `WEIGHTS` belong to; another one keeps its own."""
SCORES = "/LogSoftmax_output_0"
"""The tensor in the network that holds the logarithms of all probabilities; by itself it gives the best ones only."""


def folder() -> Path:
    """Where the package keeps its networks; raises `Unavailable` when it is not installed."""
    try:
        import trueocr
    except ImportError as error:
        raise Unavailable(
            "vision.no_trueocr",
            vi="Chưa có gói trueocr. Hãy chạy: pip install trueocr",
            en="The package trueocr is missing. Run: pip install trueocr",
        ) from error
    return Path(str(trueocr.__file__)).parent / "models"


class TrueocrReader:
    """Implements `LineReader`; one network for all threads, loaded at first use."""

    name = "trueocr"

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._network: _Network | None = None

    def read(self, lines: Sequence[Picture], *, hint: str = "") -> list[Reading]:
        return [_reading(track) for track in self.tracks(lines)]

    def tracks(self, lines: Sequence[Picture]) -> list[Track]:
        """What the network thinks of each line, in batches of like widths."""
        from trueocr.preprocess import pad_batch, prepare_gray, width_batches

        network = self._loaded()
        pad_x = network.pad_x
        trimmed = [_trimmed(_stretched(_grey(line))) for line in lines]
        greys = [grey for _, grey in trimmed]
        inks = [prepare_gray(grey, max_width=MOST_PX, pad_y=network.pad_y, pad_x=pad_x) for grey in greys]
        tracks: dict[int, Track] = {}
        for chosen in width_batches([ink.shape[1] for ink in inks], max_batch=BATCH_LINES):
            tensor, widths = pad_batch([inks[place] for place in chosen])
            scores, lengths = network.session.run([SCORES, "lengths"], {"x": tensor, "widths": widths})
            for row, place in enumerate(chosen):
                height, width = greys[place].shape
                px_per_px = (width + 2 * pad_x * height) / inks[place].shape[1]
                tracks[place] = Track(
                    scores=scores[row, : int(lengths[row])],
                    characters=network.characters,
                    left_px=trimmed[place][0] - pad_x * height + STEP_PX / 2 * px_per_px,
                    step_px=STEP_PX * px_per_px,
                )
        return [track.only("") if is_blank(greys[place]) else track for place, track in sorted(tracks.items())]

    def _loaded(self) -> _Network:
        with self._lock:
            if self._network is None:
                self._network = _Network(self._threads)
            return self._network


class _Network:
    """The recogniser's session, with `SCORES` among its outputs, and what its file says of it."""

    def __init__(self, threads: int) -> None:
        import json

        import onnxruntime

        place = folder()
        about = json.loads((place / "meta.json").read_text(encoding="utf-8"))
        self.characters: tuple[str, ...] = tuple(about["charset"])
        self.pad_x = float(about.get("pad_x", 0.3))
        self.pad_y = float(about.get("pad_y", 0.2))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it grows with every new width of line and is no faster
        self._weights = _weights() if about.get("name") == TRAINED_FROM else {}  # the session only refers to them
        for name, values in self._weights.items():
            options.add_initializer(name, values)
        model = with_output((place / "rec.onnx").read_bytes(), SCORES)
        self.session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _weights() -> dict[str, Any]:
    import onnxruntime

    with np.load(WEIGHTS) as held:
        return {
            name: onnxruntime.OrtValue.ortvalue_from_numpy(values.astype(np.float32)) for name, values in held.items()
        }


def with_output(model: bytes, tensor: str) -> bytes:
    """An ONNX file with one more output, a tensor of floats. Messages of Protocol Buffers that follow each other are
    merged field by field, so a model that holds nothing but a graph with that output is put behind it.
    """
    tensor_type = _message(1, b"\x08\x01")  # TypeProto.tensor_type with elem_type (field 1) FLOAT (1)
    output = _message(1, tensor.encode()) + _message(2, tensor_type)  # ValueInfoProto: name, type
    return model + _message(7, _message(12, output))  # ModelProto.graph, GraphProto.output


def _message(field: int, content: bytes) -> bytes:
    """A field of Protocol Buffers with a length; the contents here are shorter than 128 bytes."""
    return bytes((field << 3 | 2, len(content))) + content


def _reading(track: Track) -> Reading:
    words: list[list[tuple[str, int, float]]] = [[]]
    for letter in track.greedy():
        if letter[0].isspace():
            words.append([])
        else:
            words[-1].append(letter)
    pieces = tuple(
        Piece(
            text=unicodedata.normalize("NFC", "".join(letter for letter, _, _ in word)),
            left_px=track.place_px(word[0][1] - 1),
            right_px=track.place_px(word[-1][1] + 1.5),
            confidence=float(np.mean([sure for _, _, sure in word])),
        )
        for word in words
        if word
    )
    letters = [letter for word in words for letter in word]
    confidence = float(np.mean([sure for _, _, sure in letters])) if letters else 0.0
    return Reading(pieces, confidence, TrueocrReader.name)


def _stretched(grey: Grey) -> Grey:
    """From the darkest to the lightest hundredth brought to black and white, as the lines of the training were."""
    low, high = np.percentile(grey, (1, 99)) if grey.size else (0.0, 0.0)
    if high - low < FLAT:
        return grey
    return np.asarray(np.clip((grey.astype(np.float32) - low) * (255 / (high - low)), 0, 255), np.uint8)


def _trimmed(grey: Grey) -> tuple[int, Grey]:
    """The line without the most of its empty ends, and where it begins."""
    if min(grey.shape) < LEAST_PX:
        return 0, grey
    ink = np.abs(grey.astype(np.int16) - np.int16(np.median(grey))) > INK
    drawn = np.flatnonzero(ink.any(axis=0))
    if not len(drawn):
        return 0, grey
    margin = round(MARGIN * grey.shape[0])
    left = max(0, int(drawn[0]) - margin)
    return left, grey[:, left : int(drawn[-1]) + 1 + margin]


def _grey(line: Picture) -> Grey:
    return np.asarray(cv2.cvtColor(line, cv2.COLOR_RGB2GRAY), np.uint8) if line.ndim == 3 else line


def load(threads: int = 1) -> TrueocrReader:
    """For the table of engines."""
    return TrueocrReader(threads)
