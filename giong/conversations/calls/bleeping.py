"""A copy of a call's recording in which personal data is bleeped, worked out from the transcript. Knows no talk.

Whatever is not certain is bleeped rather than heard: a line whose hidden words have no times as a whole, and all that
was said after a person took the call over, which nobody wrote down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from giong.conversations.calls.record import Call
from giong.conversations.calls.transcripts import CallLine, Side, hidden_in, masked_lines, runs
from giong.speech.files import recode
from giong.text.masking import Masked

CALLER, ASSISTANT = 0, 1
"""The channels of a recording."""

MARGIN_MS = 400
"""A recogniser tells when it was sure of a syllable, which lies up to so long after its begin and before its end."""
LINE_MARGIN_MS = 300

TONE_HZ = 1_000.0
LOUDNESS = 0.05


@dataclass(frozen=True)
class Hidden:
    """A stretch of one channel that must not be heard; `end_ms` is None where it lasts to the end."""

    channel: int
    begin_ms: int
    end_ms: int | None


def hidden_parts(call: Call, lines: Sequence[CallLine]) -> list[Hidden]:
    """What must not be heard of a call."""
    shown = dict(zip((line.number for line in lines), masked_lines(lines), strict=True))
    parts = [part for row in runs(lines) for part in _of_run(row, shown)]
    if call.target:
        over_ms = max((line.end_ms for line in lines), default=0)
        parts += [Hidden(channel, over_ms, None) for channel in (CALLER, ASSISTANT)]
    return parts


def bleep(source: Path, target: Path, parts: Sequence[Hidden]) -> None:
    """Write a FLAC copy of a recording with a tone in place of the hidden parts. Blocks for up to some seconds."""

    def change(frames: NDArray[np.float32], first: int, rate_hz: int) -> None:
        for part in parts:
            begin = max(0, part.begin_ms * rate_hz // 1000 - first)
            end = len(frames) if part.end_ms is None else min(len(frames), part.end_ms * rate_hz // 1000 - first)
            if begin < end:
                at_s = (first + np.arange(begin, end)) / rate_hz
                frames[begin:end, part.channel] = LOUDNESS * np.sin(2 * np.pi * TONE_HZ * at_s)

    recode(source, target, "flac", change)


def _of_run(row: Sequence[CallLine], shown: Mapping[int, str]) -> Iterator[Hidden]:
    channel = CALLER if row[0].side is Side.CALLER else ASSISTANT
    written = hidden_in([line.text for line in row])
    spoken = [_timed(line, hidden) for line, hidden in zip(row, _spoken(row), strict=True)]
    for line, hidden, timed in zip(row, written, spoken, strict=True):
        # The written form may hide a name that the spoken form does not show as one.
        if len(timed) < len(hidden) or (shown[line.number] != line.text and not timed):
            yield Hidden(channel, max(0, line.begin_ms - LINE_MARGIN_MS), line.end_ms + LINE_MARGIN_MS)
        for begin_ms, end_ms in timed:
            yield Hidden(channel, max(0, begin_ms - MARGIN_MS), end_ms + MARGIN_MS)


def _spoken(row: Sequence[CallLine]) -> list[list[Masked]]:
    return hidden_in([" ".join(word.text for word in line.words) for line in row])


def _timed(line: CallLine, hidden: Sequence[Masked]) -> list[tuple[int, int]]:
    """When the hidden words of a line were said, where that is known."""
    ends = list(accumulate(len(word.text) + 1 for word in line.words))
    parts = []
    for masked in hidden:
        said = [
            word
            for word, end in zip(line.words, ends, strict=True)
            if end - 1 > masked.span.start and end - 1 - len(word.text) < masked.span.end
        ]
        if said:
            parts.append((said[0].begin_ms, said[-1].end_ms))
    return parts
