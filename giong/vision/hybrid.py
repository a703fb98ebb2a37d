"""Two line recognisers with one mouth: each line is read by both, and the surer one is believed. Knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from giong.vision.reader import LineReader, Reading
from giong.vision.shapes import Picture

DOUBT = 0.85
LEAD = 0.08
"""The second reader is believed where the first is below `DOUBT` and the second surer by this much."""


class HybridReader:
    """Implements `LineReader`. `first` is exact on clean print, `second` hardier; lines are shared between two
    threads, because both engines work outside the interpreter's lock.
    """

    name = "hybrid"

    def __init__(self, first: LineReader, second: LineReader, *, threads: int = 2) -> None:
        self._first = first
        self._second = second
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="giong-ocr")

    def read(self, lines: Sequence[Picture], *, hint: str = "") -> list[Reading]:
        if not lines:
            return []
        shares = [list(range(start, len(lines), self._threads)) for start in range(min(self._threads, len(lines)))]

        def by(reader: LineReader, share: list[int]) -> list[Reading]:
            return reader.read([lines[place] for place in share], hint=hint)

        firsts = [self._pool.submit(by, self._first, share) for share in shares]
        seconds = self._pool.submit(by, self._second, list(range(len(lines))))
        chosen = seconds.result()
        for share, future in zip(shares, firsts, strict=True):
            for place, reading in zip(share, future.result(), strict=True):
                chosen[place] = better(reading, chosen[place])
        return chosen


def better(first: Reading, second: Reading) -> Reading:
    """The one to believe."""
    doubtful = first.confidence < DOUBT and second.confidence > first.confidence + LEAD
    return second if doubtful or not first.pieces else first


def load(threads: int = 2) -> HybridReader:
    """For the table of engines."""
    from giong.vision.tesseract import TesseractReader
    from giong.vision.trueocr import TrueocrReader

    return HybridReader(TesseractReader(), TrueocrReader(), threads=threads)
