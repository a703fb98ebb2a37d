"""How well real receipts are read: nine lines cut out of photographs and one photograph with labelled fields, beside
Tesseract alone and the line recogniser trueocr alone in the same run. Spaces, case, and the signs in money and dates do
not count.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from bench.evaluated import needed
from bench.figure import Figure, Options
from bench.page_readers import by_tesseract, by_trueocr
from giong.evaluation.metrics import ErrorCount, char_errors
from giong.text.unicode import nfc
from giong.vision.page import Word
from giong.vision.reading import PageReader
from giong.vision.shapes import Box, Picture

Read = Callable[[Picture], list[Word]]


def measure(options: Options) -> list[Figure]:
    folder = needed(options.data / "ocr" / "receipts")
    reader = PageReader()
    readers: dict[str, Read] = {
        "Tesseract alone": by_tesseract,
        "trueocr alone": by_trueocr,
        "ours": lambda picture: [word for line in reader.read(picture).lines for word in line.words],
    }
    lines = {name: _lines(folder / "lines", read) for name, read in readers.items()}
    fields = {name: _fields(folder, read) for name, read in readers.items()}
    return [*_figures("lines cut out", lines), *_figures("fields of a photograph", fields)]


def _figures(title: str, counts: dict[str, list[ErrorCount]]) -> list[Figure]:
    rates = {name: sum(of, ErrorCount()).rate for name, of in counts.items()}
    number = len(counts["ours"])
    return [
        Figure(
            f"{title}: CER against {peer}",
            rates["ours"],
            "",
            number,
            at_most=rates[peer] / 2,
            peer=rates[peer],
            peer_is=peer,
        )
        for peer in ("Tesseract alone", "trueocr alone")
    ]


def _lines(folder: Path, read: Read) -> list[ErrorCount]:
    rows = (row.split("\t") for row in (folder / "labels.tsv").read_text("utf-8").splitlines() if row.strip())
    return [_errors(truth, " ".join(word.text for word in read(_picture(folder / name)))) for name, truth in rows]


def _fields(folder: Path, read: Read) -> list[ErrorCount]:
    counts = []
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (folder / row["img_id"]).exists():
                words = read(_picture(folder / row["img_id"]))
                polygons = json.loads(row["anno_polygons"].replace("'", '"'))
                for truth, polygon in zip(row["anno_texts"].split("|||"), polygons, strict=True):
                    counts.append(_errors(truth, _inside(words, polygon["bbox"])))
    return counts


def _inside(words: list[Word], bbox: list[float]) -> str:
    """What was read at a place, from left to right."""
    left, top, width, height = bbox
    place = Box(round(left), round(top), round(left + width), round(top + height)).grown(round(height / 4))
    found = [word for word in words if _within(word.box.middle, place)]
    return " ".join(word.text for word in sorted(found, key=lambda word: word.box.left))


def _within(point: tuple[float, float], box: Box) -> bool:
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


def _errors(truth: str, found: str) -> ErrorCount:
    return char_errors(_plain(truth), _plain(found))


def _plain(text: str) -> str:
    """Without spaces and capitals; figures without the signs between them."""
    text = "".join(nfc(text).lower().split())
    return re.sub(r"(?<=\d)[.,/:\-]+(?=\d)", "", text)


def _picture(path: Path) -> Picture:
    picture = cv2.imread(str(path))
    assert picture is not None, path.name
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
