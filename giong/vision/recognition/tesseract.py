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
from giong.text.unicode import nfc
from giong.vision.recognition.evidence import Letter, Seen, is_blank
from giong.vision.recognition.reader import ALPHABETS, Piece, Reading
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
        return [_reading(words) for words in self.words(lines, hint=hint)]

    def words(self, lines: Sequence[Picture], *, hint: str = "") -> list[tuple[Seen, ...]]:
        """The words of each line with what else their letters might be."""
        engine = self._engine()
        engine.SetVariable("tessedit_char_whitelist", "" if hint == "name" else ALPHABETS.get(hint, ""))
        return [_words(engine, line) for line in lines]

    def _engine(self) -> Any:
        if not hasattr(self._own, "engine"):
            os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its own threads only get in the way of ours
            import tesserocr

            engine = tesserocr.PyTessBaseAPI(path=self._folder, lang=LANGUAGE, psm=SINGLE_LINE, oem=LSTM_ONLY)
            engine.SetVariable("lstm_choice_mode", "2")
            self._own.engine = engine
        return self._own.engine


def _words(engine: Any, line: Picture) -> tuple[Seen, ...]:
    grey = np.asarray(cv2.cvtColor(line, cv2.COLOR_RGB2GRAY) if line.ndim == 3 else line, np.uint8)
    if is_blank(grey):
        return ()
    framed, scale, margin_px = _framed(grey)
    height, width = framed.shape
    engine.SetImageBytes(framed.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(300)
    engine.Recognize()
    found = engine.GetIterator()
    if found is None:
        return ()
    from tesserocr import RIL, iterate_level

    choices = engine.GetBestLSTMSymbolChoices() or []
    words = []
    for place, word in enumerate(iterate_level(found, RIL.WORD)):
        try:
            text, box = word.GetUTF8Text(RIL.WORD), word.BoundingBox(RIL.WORD)
        except RuntimeError:  # its way to say that there is none
            continue
        text = nfc("".join(text.split()))
        if text and box is not None:
            left, right = (round((side - margin_px) / scale) for side in (box[0], box[2]))
            letters = _letters(text, choices[place] if place < len(choices) else [])
            sure = min(1.0, max(0.0, word.Confidence(RIL.WORD) / 100))
            words.append(Seen(letters, left, right, sure))
    return tuple(words)


def _letters(text: str, choices: Sequence[Sequence[tuple[str, float]]]) -> tuple[Letter, ...]:
    """The letters of a word with the costs of their alternatives, where those fit the word that was chosen."""
    symbols = [symbol for symbol in choices if symbol and not symbol[0][0].isspace()]
    if "".join(nfc(symbol[0][0]) for symbol in symbols) != text:
        return tuple(Letter(letter, {letter: 0.0}) for letter in text)
    letters = []
    for symbol in symbols:
        best = min(cost for _, cost in symbol)
        costs = {nfc(other): cost - best for other, cost in reversed(symbol) if not other.isspace()}
        letters.append(Letter(nfc(symbol[0][0]), costs))
    return tuple(letters)


def _reading(words: Sequence[Seen]) -> Reading:
    if not words:
        return Reading(engine=TesseractReader.name)
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    pieces = tuple(Piece(word.text, word.left_px, word.right_px, word.confidence) for word in words)
    return Reading(pieces, confidence, TesseractReader.name)


def _framed(grey: Grey) -> tuple[Grey, float, int]:
    """The line at the right height with its ground around it, by how much it was scaled, and the margin."""
    scale = LETTER_PX / grey.shape[0]
    if scale < 0.8 or scale > 1.2:
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        width = max(1, round(grey.shape[1] * scale))
        grey = np.asarray(cv2.resize(grey, (width, LETTER_PX), interpolation=how), np.uint8)
    else:
        scale = 1.0
    margin_px = round(MARGIN * grey.shape[0])
    ground = int(np.percentile(grey, 90))
    framed = cv2.copyMakeBorder(grey, margin_px, margin_px, margin_px, margin_px, cv2.BORDER_CONSTANT, value=ground)
    return np.asarray(framed, np.uint8), scale, margin_px


def load(folder: str = "") -> TesseractReader:
    """For the table of engines."""
    return TesseractReader(folder)
