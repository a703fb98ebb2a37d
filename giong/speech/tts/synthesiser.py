"""The synthesiser slot: one sentence of written Vietnamese in, sound out.

The text is normalised to spoken form by the caller (`text.spoken`); no engine normalises again. Calls block and are run
in a bounded thread pool; a synthesiser is shared by all conversations and safe to use from several threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from giong.speech.pcm import Samples


@dataclass(frozen=True)
class Voice:
    """How to speak: `name` is one of the engine's voices ("" = its default); `speed` 1.0 is its own pace."""

    name: str = ""
    speed: float = 1.0


class Synthesiser(Protocol):
    """Contract, checked for every engine by `tests/speech/tts/test_conformance.py`:

    text with words gives at least 50 ms of finite samples in [-1, 1]; empty text gives nothing; the first piece arrives
    as soon as the engine has it; an iterator that is closed early leaves no process behind; a higher speed is shorter.
    """

    name: str
    rate_hz: int
    voices: tuple[str, ...]

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        """Yield the sound of `text` in pieces of at most 200 ms at `rate_hz`.

        Raises `errors.Unavailable` when the engine is missing or away, and `errors.BadInput` for an unknown voice
        before the first piece.
        """
