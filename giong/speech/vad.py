"""Voice activity: is somebody speaking in these 32 milliseconds, and from when to when in a whole
recording?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from giong.speech.pcm import Samples

RATE_HZ = 16_000
FRAME_SAMPLES = 512
"""32 ms at 16 kHz: the frame that every detector here takes."""

FRAME_S = FRAME_SAMPLES / RATE_HZ


class VoiceActivity(Protocol):
    """A detector with memory: one for each audio stream, fed with consecutive frames."""

    def probability(self, frame: Samples) -> float:
        """Probability in [0, 1] that `frame` (shape (512,), 16 kHz) holds speech."""

    def reset(self) -> None:
        """Forget what was heard."""


@dataclass(frozen=True)
class Segment:
    """A stretch of speech, in seconds from the start of the recording."""

    start_s: float
    end_s: float


def segments(
    samples: Samples,
    activity: VoiceActivity,
    *,
    threshold: float = 0.5,
    pause_s: float = 0.4,
    margin_s: float = 0.2,
    longest_s: float = 15.0,
) -> list[Segment]:
    """Where 16 kHz `samples` hold speech.

    Stretches with less than `pause_s` between them are one; each gets `margin_s` on both sides, so that no
    word is clipped; what is longer than `longest_s` is cut.
    """
    activity.reset()
    speaking = [activity.probability(frame) >= threshold for frame in _frames(samples)]
    length_s = len(samples) / RATE_HZ
    joined = _joined(_runs(speaking), pause_s)
    widened = (Segment(max(run.start_s - margin_s, 0.0), min(run.end_s + margin_s, length_s)) for run in joined)
    return [part for whole in _apart(widened) for part in _cut(whole, longest_s)]


def _frames(samples: Samples) -> Iterator[Samples]:
    for start in range(0, len(samples), FRAME_SAMPLES):
        frame = samples[start : start + FRAME_SAMPLES]
        yield np.pad(frame, (0, FRAME_SAMPLES - len(frame)))


def _runs(speaking: Iterable[bool]) -> Iterator[Segment]:
    start: int | None = None
    number = 0
    for number, speech in enumerate([*speaking, False]):
        if speech and start is None:
            start = number
        elif not speech and start is not None:
            yield Segment(start * FRAME_S, number * FRAME_S)
            start = None


def _joined(runs: Iterable[Segment], pause_s: float) -> list[Segment]:
    joined: list[Segment] = []
    for run in runs:
        if joined and run.start_s - joined[-1].end_s < pause_s:
            joined[-1] = Segment(joined[-1].start_s, run.end_s)
        else:
            joined.append(run)
    return joined


def _apart(widened: Iterable[Segment]) -> Iterator[Segment]:
    """Margins that would overlap meet instead."""
    end_s = 0.0
    for segment in widened:
        yield Segment(max(segment.start_s, end_s), segment.end_s)
        end_s = segment.end_s


def _cut(segment: Segment, longest_s: float) -> Iterator[Segment]:
    start_s = segment.start_s
    while segment.end_s - start_s > longest_s:
        yield Segment(start_s, start_s + longest_s)
        start_s += longest_s
    yield Segment(start_s, segment.end_s)
