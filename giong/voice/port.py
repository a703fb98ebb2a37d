"""The seam between a call and the wire it comes over. Knows no speech, no dialogue and no protocol.

A port is one connected person with a microphone and a loudspeaker. What happens on the wire (RTP, a WebSocket, a file)
is the port's own affair; so is its pace, which it tells by `played`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from giong.speech.pcm import Samples

FRAME_S = 0.02
"""Incoming sound comes in frames of 20 ms, the packet time of telephony."""


@dataclass(frozen=True, eq=False)
class Frame:
    """The next 20 ms from the person, at the port's rate."""

    samples: Samples


@dataclass(frozen=True)
class Key:
    """A telephone key was pressed: one of `0`-`9`, `*`, `#`."""

    symbol: str


@dataclass(frozen=True)
class Hold:
    """The person has put the call on hold, or has taken it up again."""

    on: bool


class AudioPort(Protocol):
    """Contract:

    `incoming` yields frames without gaps, at the pace of real time (a port over a lossy wire fills in), and keys and
    holds between them; it ends when the person has gone and is iterated once. `play` and `flush` return at once. Sound
    is heard in the order of `play`, beginning as soon as the port can; silence comes by itself when nothing is queued.
    On hold time stands still: no frames come, nothing is played, what is queued waits.
    """

    rate_hz: int

    def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        """What the person says and presses, until they hang up."""

    def play(self, samples: Samples) -> None:
        """Queue sound at `rate_hz`."""

    def flush(self) -> int:
        """Drop all queued sound that has not been heard yet; returns `played`."""

    def played(self) -> int:
        """How many samples of all that was queued, since the call began, have been heard. Dropped ones do not count."""

    async def hang_up(self) -> None:
        """End the call from our side; `incoming` then ends. Harmless when it has ended."""


def frame_samples(rate_hz: int) -> int:
    """Samples in one incoming frame."""
    return round(rate_hz * FRAME_S)
