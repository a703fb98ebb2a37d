"""A stream for engines that only take whole stretches of speech: it cuts at pauses and asks for one stretch
at a time.

Knows no engine. Sound is looked at in blocks counted from its beginning, so the cuts do not depend on the
sizes of the pieces that arrive, and a block is all that lies in memory.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from giong.speech.asr.recogniser import Transcript, Word
from giong.speech.asr.spread import spread
from giong.speech.pcm import Samples
from giong.speech.vad import RATE_HZ, Segment, VoiceActivity, segments
from giong.usage import Usage

BLOCK_S = 30.0


class SegmentedStream:
    """Implements `RecogniserStream`; text appears when a block or the utterance is complete."""

    def __init__(self, read: Callable[[Samples], str], activity: VoiceActivity, *, longest_s: float = 15.0) -> None:
        self._read = read
        self._activity = activity
        self._longest_s = longest_s
        self._waiting: Samples = np.zeros(0, np.float32)
        self._start_s = 0.0
        self._heard = 0
        self._words: list[Word] = []

    def accept(self, samples: Samples) -> Transcript:
        self._heard += len(samples)
        self._waiting = np.concatenate([self._waiting, samples])
        block = int(BLOCK_S * RATE_HZ)
        while len(self._waiting) >= block:
            self._look_at(self._waiting[:block])
        return Transcript(_text(self._words), tuple(self._words), final=False)

    def finish(self) -> Transcript:
        rest = segments(self._waiting, self._activity, longest_s=self._longest_s)
        words = [*self._words, *(word for segment in rest for word in self._words_of(segment, self._waiting))]
        usage = Usage(audio_in_s=self._heard / RATE_HZ)
        return Transcript(_text(words), tuple(words), final=True, usage=usage)

    def _look_at(self, block: Samples) -> None:
        """Read the stretches of a block; one that may go on after it stays for the next."""
        found = segments(block, self._activity, longest_s=self._longest_s)
        kept_from = len(block)
        if found and found[-1].end_s * RATE_HZ > len(block) - RATE_HZ and len(found) > 1:
            kept_from = int(found.pop().start_s * RATE_HZ)
        for segment in found:
            self._words += self._words_of(segment, block)
        self._waiting = self._waiting[kept_from:]
        self._start_s += kept_from / RATE_HZ

    def _words_of(self, segment: Segment, block: Samples) -> tuple[Word, ...]:
        text = self._read(block[int(segment.start_s * RATE_HZ) : int(segment.end_s * RATE_HZ)])
        return spread(text, start_s=self._start_s + segment.start_s, end_s=self._start_s + segment.end_s)


def _text(words: list[Word]) -> str:
    return " ".join(word.text for word in words)
