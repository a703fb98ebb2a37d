"""What an engine consumed, in its natural units. Engines return it; `accounts` prices it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Usage:
    """Additive amounts: audio seconds heard or spoken, model tokens read or written, texts embedded."""

    audio_in_s: float = 0.0
    audio_out_s: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0
    texts_embedded: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.audio_in_s + other.audio_in_s,
            self.audio_out_s + other.audio_out_s,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.texts_embedded + other.texts_embedded,
        )
