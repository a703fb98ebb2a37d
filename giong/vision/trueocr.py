"""The package trueocr: its detector of lines, its recogniser and its order of reading. Knows no other engine.

Its recogniser is a network with a CTC head over 207 characters, four pixels of a 32 pixel high line a step.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from giong.errors import Unavailable
from giong.vision.reader import Piece, Reading
from giong.vision.shapes import Grey, Picture

STEP_PX = 4
BATCH_LINES = 16
BLANK = 0


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
    """Implements `LineReader`; one session for all threads. Loaded at first use."""

    name = "trueocr"

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._loaded: Any = None

    def read(self, lines: Sequence[Picture], *, hint: str = "") -> list[Reading]:
        from trueocr.preprocess import pad_batch, prepare_gray, width_batches

        inks = [prepare_gray(_grey(line), max_width=1600) for line in lines]
        readings = [Reading(engine=self.name)] * len(lines)
        for chosen in width_batches([ink.shape[1] for ink in inks], max_batch=BATCH_LINES):
            tensor, widths = pad_batch([inks[place] for place in chosen])
            ids, sure, lengths = self._recogniser.session.run(
                ["ids", "conf", "lengths"], {"x": tensor, "widths": widths}
            )
            for row, place in enumerate(chosen):
                steps = int(lengths[row])
                readings[place] = self._reading(
                    ids[row, :steps], sure[row, :steps], lines[place].shape[1] / max(1, inks[place].shape[1])
                )
        return readings

    @property
    def _recogniser(self) -> Any:
        with self._lock:
            if self._loaded is None:
                from trueocr import Recognizer

                self._loaded = Recognizer(folder(), threads=self._threads)
            return self._loaded

    def _reading(self, ids: NDArray[np.int64], sure: NDArray[np.float32], px_per_px: float) -> Reading:
        starts = np.flatnonzero((ids != BLANK) & np.concatenate(([True], ids[1:] != ids[:-1])))
        if not len(starts):
            return Reading(engine=self.name)
        letters = [(self._recogniser.chars[ids[start] - 1], int(start), float(sure[start])) for start in starts]
        pieces = []
        for word in _words(letters):
            text = unicodedata.normalize("NFC", "".join(letter for letter, _, _ in word))
            left, right = word[0][1] * STEP_PX * px_per_px, (word[-1][1] + 3) * STEP_PX * px_per_px
            pieces.append(Piece(text, round(left), round(right), float(np.mean([letter[2] for letter in word]))))
        return Reading(tuple(pieces), float(np.mean(sure[starts])), self.name)


def _words(letters: Sequence[tuple[str, int, float]]) -> list[list[tuple[str, int, float]]]:
    words: list[list[tuple[str, int, float]]] = [[]]
    for letter in letters:
        if re.fullmatch(r"\s", letter[0]):
            words.append([])
        else:
            words[-1].append(letter)
    return [word for word in words if word]


def _grey(line: Picture) -> Grey:
    return np.asarray(cv2.cvtColor(line, cv2.COLOR_RGB2GRAY), np.uint8) if line.ndim == 3 else line


def load(threads: int = 1) -> TrueocrReader:
    """For the table of engines."""
    return TrueocrReader(threads)
