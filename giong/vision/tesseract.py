"""Tesseract's Vietnamese line recogniser, inside this process. Knows no page: one line at a time, page mode 7."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from giong.errors import Unavailable
from giong.vision.reader import Piece, Reading
from giong.vision.shapes import Grey, Picture

LANGUAGE = "vie"
DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
"""Where Debian, other distributions and Homebrew put trained data; TESSDATA_PREFIX comes first."""

SINGLE_LINE = 7
LSTM_ONLY = 1
LETTER_PX = 40
"""The height to which a line is brought: the network works on 36 pixels and does its own scaling badly upwards."""

MARGIN = 0.25
"""White around a line, in its height: without it the first and last letters are lost."""

ALPHABETS = {"digits": "0123456789", "date": "0123456789/-. ", "mrz": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"}


def data_folder() -> str:
    """Where `vie.traineddata` lies; raises `Unavailable` with the command that brings it."""
    told = os.environ.get("TESSDATA_PREFIX", "")
    for folder in (told, *DATA_FOLDERS):
        if folder and (Path(folder) / f"{LANGUAGE}.traineddata").is_file():
            return folder
    raise Unavailable(
        "vision.no_tesseract_data",
        vi="Chưa có dữ liệu tiếng Việt của Tesseract. Hãy chạy: apt-get install tesseract-ocr-vie, "
        "hoặc đặt TESSDATA_PREFIX vào thư mục có vie.traineddata",
        en="Tesseract's Vietnamese data is missing. Run: apt-get install tesseract-ocr-vie, "
        "or let TESSDATA_PREFIX name the folder with vie.traineddata",
    )


class TesseractReader:
    """Implements `LineReader`. Every thread gets an engine of its own (they must not be shared); reading releases the
    interpreter's lock, so two threads really read at once.
    """

    name = "tesseract"

    def __init__(self, folder: str = "") -> None:
        self._folder = folder or data_folder()
        self._own = threading.local()

    def read(self, lines: Sequence[Picture], *, hint: str = "") -> list[Reading]:
        engine = self._engine()
        engine.SetVariable("tessedit_char_whitelist", ALPHABETS.get(hint, ""))
        return [self._reading(engine, line) for line in lines]

    def _engine(self) -> Any:
        if not hasattr(self._own, "engine"):
            os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its own threads only get in the way of ours
            import tesserocr

            engine = tesserocr.PyTessBaseAPI(path=self._folder, lang=LANGUAGE, psm=SINGLE_LINE, oem=LSTM_ONLY)
            self._own.engine = engine
        return self._own.engine

    def _reading(self, engine: Any, line: Picture) -> Reading:
        if min(line.shape[:2]) < 3:
            return Reading(engine=self.name)
        framed, scale, margin_px = _framed(line)
        height, width = framed.shape
        engine.SetImageBytes(framed.tobytes(), width, height, 1, width)
        engine.SetSourceResolution(300)
        engine.Recognize()
        pieces = _pieces(engine, scale, margin_px)
        if not pieces:
            return Reading(engine=self.name)
        letters = sum(len(piece.text) for piece in pieces)
        confidence = sum(piece.confidence * len(piece.text) for piece in pieces) / letters
        return Reading(pieces, confidence, self.name)


def _framed(line: Picture) -> tuple[Grey, float, int]:
    """The line in grey at the right height with white around it, by how much it was scaled, and the margin."""
    grey: Any = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY) if line.ndim == 3 else line
    scale = LETTER_PX / grey.shape[0]
    if scale < 0.8 or scale > 1.2:
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        width = max(1, round(grey.shape[1] * scale))
        grey = cv2.resize(grey, (width, LETTER_PX), interpolation=how)
    else:
        scale = 1.0
    margin_px = round(MARGIN * grey.shape[0])
    ground = int(np.percentile(grey, 90))
    framed = cv2.copyMakeBorder(grey, margin_px, margin_px, margin_px, margin_px, cv2.BORDER_CONSTANT, value=ground)
    return framed, scale, margin_px


def _pieces(engine: Any, scale: float, margin_px: int) -> tuple[Piece, ...]:
    from tesserocr import RIL, iterate_level

    found = engine.GetIterator()
    if found is None:
        return ()
    pieces = []
    for word in iterate_level(found, RIL.WORD):
        box, text = word.BoundingBox(RIL.WORD), ""
        try:
            text = word.GetUTF8Text(RIL.WORD).strip()
        except RuntimeError:  # its way to say that there is none
            continue
        if not text or box is None:
            continue
        left, _, right, _ = box
        sure = min(1.0, max(0.0, word.Confidence(RIL.WORD) / 100))
        pieces.append(Piece(text, round((left - margin_px) / scale), round((right - margin_px) / scale), sure))
    return tuple(pieces)


def load(folder: str = "") -> TesseractReader:
    """For the table of engines."""
    return TesseractReader(folder)
