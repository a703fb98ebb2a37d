"""How well and how fast real scans are read, beside Tesseract alone on the same pages in the same breath."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from bench.evaluated import giong, needed
from bench.figure import Figure, Options
from bench.page_readers import text_by_tesseract
from giong.evaluation.metrics import ErrorCount
from giong.evaluation.reading import character_errors, read_samples
from giong.vision.opening import opened
from giong.vision.reading import PageReader

PAGE_CER, DECREE_CER = 0.012, 0.025
SLOWER = 2.0
ROUNDS = 3


def measure(options: Options) -> list[Figure]:
    folder = needed(options.data / "ocr" / "scan-vn-legal")
    figures = [*_pages(folder / "pages"), _times_slower(folder / "pages")]
    if not options.quick:
        figures.append(_decree(folder))
    return figures


def _pages(folder: Path) -> list[Figure]:
    found = giong("evaluate", "reading", folder)
    alone = ErrorCount()
    for sample in read_samples(folder):
        for leaf in opened(sample.path.read_bytes()):
            if leaf.picture is not None:
                alone += character_errors(sample.truth, text_by_tesseract(leaf.picture))
    pages = int(found["pages"])
    return [
        Figure("scanned pages: CER", found["cer"], "", pages, PAGE_CER, peer=alone.rate, peer_is="Tesseract alone"),
        Figure("scanned pages: WER", found["wer"], "", pages),
        Figure("scanned pages: memory", found["peak_mb"], "MB", pages, at_most=1000),
    ]


def _times_slower(folder: Path) -> Figure:
    """The least time over some rounds, one after the other: what else runs here slows both alike."""
    reader, ours, theirs = PageReader(), [], []
    leaves = [leaf for sample in read_samples(folder) for leaf in opened(sample.path.read_bytes())]
    pictures = [leaf.picture for leaf in leaves if leaf.picture is not None]
    reader.read_leaf(leaves[0])
    text_by_tesseract(pictures[0])
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for leaf in leaves:
            reader.read_leaf(leaf)
        between = time.perf_counter()
        for picture in pictures:
            text_by_tesseract(picture)
        ours.append(between - began)
        theirs.append(time.perf_counter() - between)
    return Figure("scanned pages: time against Tesseract alone", min(ours) / min(theirs), "×", ROUNDS, at_most=SLOWER)


def _decree(folder: Path) -> Figure:
    with tempfile.TemporaryDirectory() as temporary:
        for file in folder.glob("nghi-dinh-96*"):
            shutil.copy(file, temporary)
        found = giong("evaluate", "reading", temporary)
    return Figure("a scanned decree of 50 pages: CER", found["cer"], "", int(found["pages"]), at_most=DECREE_CER)
