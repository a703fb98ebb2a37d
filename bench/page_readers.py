"""Other ways to read a page, for comparison: Tesseract alone as it comes, the package trueocr alone as it comes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PIL import Image

from giong.vision.page import Word
from giong.vision.recognition.tesseract import LANGUAGE, data_folder
from giong.vision.shapes import Box, Picture

WHOLE_PAGE = 3
SINGLE_LINE = 7
STRIP = 3.0
"""A picture so many times wider than high is given to Tesseract as a line, which is the best for it."""


@lru_cache(maxsize=2)
def _tesseract(mode: int) -> Any:
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=data_folder(), lang=LANGUAGE, psm=mode)


def by_tesseract(picture: Picture) -> list[Word]:
    from tesserocr import RIL, iterate_level

    engine = _tesseract(SINGLE_LINE if picture.shape[1] > STRIP * picture.shape[0] else WHOLE_PAGE)
    engine.SetImage(Image.fromarray(picture))
    engine.Recognize()
    return [
        Word(word.GetUTF8Text(RIL.WORD), Box(*word.BoundingBox(RIL.WORD)))
        for word in iterate_level(engine.GetIterator(), RIL.WORD)
        if not word.Empty(RIL.WORD)
    ]


def text_by_tesseract(picture: Picture) -> str:
    engine = _tesseract(WHOLE_PAGE)
    engine.SetImage(Image.fromarray(picture))
    text: str = engine.GetUTF8Text()
    return text


@lru_cache(maxsize=1)
def _trueocr() -> Any:
    from trueocr import load_model

    return load_model(threads=2)


def by_trueocr(picture: Picture) -> list[Word]:
    """Its words are given even shares of their lines: it tells no places."""
    mode = "line" if picture.shape[1] > STRIP * picture.shape[0] else "page"
    words = []
    for line in _trueocr().predict(Image.fromarray(picture), mode=mode).lines:
        left, top, right, bottom = line["bbox"]
        texts = line["text"].split()
        share = (right - left) / max(1, len(texts))
        for place, text in enumerate(texts):
            words.append(Word(text, Box(round(left + place * share), top, round(left + (place + 1) * share), bottom)))
    return words
