"""Voice activity: is somebody speaking in these 32 milliseconds?"""

from __future__ import annotations

from typing import Protocol

from giong.speech.pcm import Samples

RATE_HZ = 16_000
FRAME_SAMPLES = 512
"""32 ms at 16 kHz: the frame that every detector here takes."""


class VoiceActivity(Protocol):
    """A detector with memory: one for each audio stream, fed with consecutive frames."""

    def probability(self, frame: Samples) -> float:
        """Probability in [0, 1] that `frame` (shape (512,), 16 kHz) holds speech."""

    def reset(self) -> None:
        """Forget what was heard."""
