"""The seam between a call that is to be handed over and those who can do it. Knows no telephone and no record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from giong.dialogue.memory import HandOver
from giong.voice.port import AudioPort


class Outcome(StrEnum):
    """What became of a hand-over."""

    TRANSFERRED = "transferred"
    """A person was reached and has spoken with the caller, or does so outside of this program."""
    NO_AGENT = "no_agent"
    """Nobody is there, or nobody picks up."""
    BUSY = "busy"
    FAILED = "failed"
    LEFT = "left"
    """The caller hung up while a person was being looked for."""


@dataclass(frozen=True)
class Transferred:
    """`target` is who was reached, or rung last."""

    outcome: Outcome
    target: str = ""


class Transfer(Protocol):
    """Hands one call over to a person."""

    async def __call__(self, act: HandOver, *, briefing: str, port: AudioPort) -> Transferred:
        """Look for a person, tell them `briefing`, join the two and return when that is over, however it ends.

        `port` is the caller's, still open; it hears ringing meanwhile, and stays open and silent unless the caller was
        passed on. Cancelled, it rings nobody any more.
        """
