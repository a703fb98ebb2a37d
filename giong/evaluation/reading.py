"""What reading pages is worth on pages whose text is known. Knows the page reader and no engine.

Both texts are composed (NFC) and every run of white space, line ends too, becomes one space. CER is the Levenshtein
distance between the characters, spaces among them, WER that between what stands between spaces, each added up over all
pages and divided by the length of all true texts; letters' case and punctuation count. Three dots, underscores or
dashes and more in a row, with or without spaces between them, are one space: how many of them leave room for
handwriting is not text. Page numbers that were recognised as such are not part of a page's text, because transcripts do
not have them.
"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from giong.errors import NotFound
from giong.evaluation.metrics import ErrorCount
from giong.text.unicode import nfc
from giong.vision.leaf import Leaf
from giong.vision.opening import opened
from giong.vision.page import BlockKind, Page

TRUTH = ".gt.txt"
SUFFIXES = (".png", ".jpg", ".jpeg", ".pdf", ".tif", ".tiff", ".webp", ".heic")
_LEADERS = re.compile(r"…|(?:[.…·_–—-]\s?){3,}")

MARGINAL = (BlockKind.PAGE_HEADER, BlockKind.PAGE_FOOTER)

Read = Callable[[Leaf], Page]
"""Reads one page of a file, turned whichever way."""

Progress = Callable[[int, int], None]
"""Gets (pages done, of all; 0 while that is not known)."""


@dataclass(frozen=True)
class Sample:
    """A file and the text that stands in it."""

    path: Path
    truth: str


@dataclass(frozen=True)
class ReadingReport:
    """`seconds_per_page` is opening and reading together, without loading the engines; `peak_mb` is the most memory
    that the process has held so far.
    """

    n: int
    pages: int
    cer: float
    wer: float
    seconds_per_page: float
    peak_mb: float

    def as_json(self) -> dict[str, float]:
        return {
            "n": self.n,
            "pages": self.pages,
            "cer": round(self.cer, 4),
            "wer": round(self.wer, 4),
            "seconds_per_page": round(self.seconds_per_page, 3),
            "peak_mb": round(self.peak_mb),
        }


def evaluate_reading(folder: Path, read: Read, *, on_progress: Progress = lambda done, of: None) -> ReadingReport:
    """Read every file of `folder` that has a truth beside it, and count."""
    samples = read_samples(folder)
    chars = words = ErrorCount()
    seconds, pages, warm = 0.0, 0, False
    for number, sample in enumerate(samples, start=1):
        texts: list[str] = []
        leaves = opened(sample.path.read_bytes(), name=sample.path.name)
        while True:
            began = time.perf_counter()
            leaf = next(leaves, None)
            if leaf is None:
                break
            if not warm:
                read(leaf)
                warm, began = True, time.perf_counter()
            texts.append(body(read(leaf)))
            seconds += time.perf_counter() - began
            pages += 1
        found = "\n".join(texts)
        chars, words = chars + character_errors(sample.truth, found), words + spaced_word_errors(sample.truth, found)
        on_progress(number, len(samples))
    return ReadingReport(len(samples), pages, chars.rate, words.rate, seconds / max(pages, 1), peak_mb())


def read_samples(folder: Path) -> list[Sample]:
    """The files of `folder` with a NAME.gt.txt beside them, by name."""
    found = list(_samples(folder))
    if not found:
        raise NotFound(
            "evaluation.no_pages",
            vi=f"Trong {folder.name} không có tệp nào (PNG, JPG, PDF …) đi cùng TÊN{TRUTH}.",
            en=f"There is no file (PNG, JPG, PDF …) in {folder.name} with a NAME{TRUTH} beside it.",
        )
    return found


def _samples(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES:
            continue
        stems = (path.stem, path.stem.partition(".")[0])  # NAME.scan.pdf goes with NAME.gt.txt, too
        truths = (folder / f"{stem}{TRUTH}" for stem in stems)
        truth = next((file for file in truths if file.is_file()), None)
        if truth is not None:
            yield Sample(path, truth.read_text(encoding="utf-8-sig"))


def body(page: Page) -> str:
    """The text of a page without running heads and page numbers."""
    return "\n".join(block.text for block in page.blocks if block.kind not in MARGINAL)


def folded(text: str) -> str:
    """The form in which texts are compared."""
    return " ".join(_LEADERS.sub(" ", nfc(text)).split())


def character_errors(truth: str, found: str) -> ErrorCount:
    """Of folded texts; spaces count as characters."""
    from rapidfuzz.distance import Levenshtein

    expected = folded(truth)
    return ErrorCount(Levenshtein.distance(expected, folded(found)), len(expected))


def spaced_word_errors(truth: str, found: str) -> ErrorCount:
    """Of folded texts, by what stands between spaces."""
    from rapidfuzz.distance import Levenshtein

    expected = folded(truth).split()
    return ErrorCount(Levenshtein.distance(expected, folded(found).split()), len(expected))


def peak_mb() -> float:
    """The most that this process and its children have held in memory so far."""
    unit = 1_000_000 if sys.platform == "darwin" else 1_000  # macOS counts bytes, Linux kilobytes
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit
