"""Two line recognisers with one mouth: both see each line, and what they saw is weighed together. Knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from giong.vision.recognition.evidence import Seen, Track, capital, joined
from giong.vision.recognition.fusion import fused
from giong.vision.recognition.reader import ALPHABETS, Reading
from giong.vision.recognition.zone import merged
from giong.vision.shapes import Picture


class Letterwise(Protocol):
    """A recogniser that tells what else each letter of a word might be."""

    def words(self, lines: Sequence[Picture], *, hint: str = "") -> list[tuple[Seen, ...]]: ...


class Stepwise(Protocol):
    """A recogniser that tells how likely each character is at each step along the line."""

    def tracks(self, lines: Sequence[Picture]) -> list[Track]: ...


class HybridReader:
    """Implements `LineReader`. Threads share the lines: both recognisers work outside the interpreter's lock."""

    name = "hybrid"

    def __init__(self, letterwise: Letterwise, stepwise: Stepwise, *, threads: int = 2) -> None:
        self._letterwise = letterwise
        self._stepwise = stepwise
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="giong-ocr")

    def read(self, lines: Sequence[Picture], *, hint: str = "") -> list[Reading]:
        by_width = sorted(range(len(lines)), key=lambda place: lines[place].shape[1])
        shares = [share for start in range(self._threads) if (share := by_width[start :: self._threads])]
        readings: dict[int, Reading] = {}
        done = self._pool.map(lambda share: self._share(lines, share, hint), shares)
        for share, read in zip(shares, done, strict=True):
            readings.update(zip(share, read, strict=True))
        return [readings[place] for place in range(len(lines))]

    def _share(self, lines: Sequence[Picture], share: Sequence[int], hint: str) -> list[Reading]:
        mine = [lines[place] for place in share]
        tracks = self._stepwise.tracks(mine)
        words = self._letterwise.words(mine, hint=hint)
        return [_made(seen, track, hint) for seen, track in zip(words, tracks, strict=True)]


def _made(seen: Sequence[Seen], track: Track, hint: str) -> Reading:
    """A reading of what was seen of a line that holds what the hint says."""
    if hint == "mrz":
        return merged(seen, track)
    if hint == "digits":
        seen = joined(seen)
    elif hint == "name":
        seen = [capital(word) for word in seen]
    return fused(seen, track.only(ALPHABETS[hint]) if hint in ALPHABETS else track)


def load(threads: int = 2) -> HybridReader:
    """For the table of engines."""
    from giong.vision.recognition.tesseract import TesseractReader
    from giong.vision.recognition.trueocr import TrueocrReader

    return HybridReader(TesseractReader(), TrueocrReader(), threads=threads)
