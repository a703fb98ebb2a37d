"""The book that the program and its pacing process both have open: a page for each call, in shared memory. Knows no
packets.

Each figure is one aligned word with one writer, so neither side ever waits for the other.
"""

from __future__ import annotations

import mmap
import os
import tempfile

PAGES = 2048
"""As many calls as one process can have; pages that nobody has turned to cost no memory."""

_WORDS = 16
_WORD = 8
_GENERATION_BITS = 15
_PLAYED_BITS = 48
GENERATIONS = 1 << _GENERATION_BITS


class Page:
    """One call's."""

    def __init__(self, words: memoryview, number: int) -> None:
        self._words = words[number * _WORDS : (number + 1) * _WORDS]

    @property
    def generation(self) -> int:
        """Sound of another generation than this must not be sent any more. Written by the program."""
        return int(self._words[0])

    @generation.setter
    def generation(self, generation: int) -> None:
        self._words[0] = generation

    def note_played(self, generation: int, samples: int) -> None:
        """Of the sound of a generation so much has been sent. Written by the pacing process, as all that follows."""
        self._words[1] = generation << _PLAYED_BITS | samples

    def played(self) -> int:
        """Samples of the present generation that have been sent."""
        word = int(self._words[1])
        return word & ((1 << _PLAYED_BITS) - 1) if word >> _PLAYED_BITS == self.generation else 0

    def note_sent(self, packets: int, octets: int, timestamp: int, at_ns: int) -> None:
        """The packet that was sent last, on the system's monotonic clock."""
        words = self._words
        words[2], words[3], words[4], words[5] = packets, octets, timestamp, at_ns

    def sent(self) -> tuple[int, int, int, int]:
        """Packets, octets of payload, timestamp of the last packet and when it was sent."""
        packets, octets, timestamp, at_ns = self._words[2:6]
        return packets, octets, timestamp, at_ns

    def note_trouble(self, refused: int, latest_ns: int) -> None:
        """Packets that the system would not send, and the longest that one was sent too late."""
        self._words[6], self._words[7] = refused, latest_ns

    def trouble(self) -> tuple[int, int]:
        """Packets refused; nanoseconds that the latest was late."""
        return int(self._words[6]), int(self._words[7])

    def note_released(self) -> None:
        """The pacing process has closed its copy of the call's socket."""
        self._words[8] = 1

    @property
    def released(self) -> bool:
        return bool(self._words[8])

    def clear(self) -> None:
        """Another call begins."""
        for word in range(_WORDS):
            self._words[word] = 0


class Ledger:
    """All pages."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._memory = mmap.mmap(descriptor, PAGES * _WORDS * _WORD)
        self._words = memoryview(self._memory).cast("Q")

    @classmethod
    def new(cls) -> Ledger:
        """In a file that has no name."""
        with tempfile.TemporaryFile() as file:
            file.truncate(PAGES * _WORDS * _WORD)
            return cls(os.dup(file.fileno()))

    def page(self, number: int) -> Page:
        return Page(self._words, number)

    def close(self) -> None:
        """Pages that are still held stay readable until they are let go."""
        os.close(self.descriptor)
