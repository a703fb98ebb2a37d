"""What is remembered of one conversation, and the state an assistant keeps in it. Knows no database.

`conversations.threads` implements `Memory` on storage; `Notebook` is the fake that ships beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from giong.dialogue.line import Delivered, Said
from giong.usage import Usage

State = dict[str, Any]
"""An assistant's own notes on a conversation: JSON values only; empty before the first turn."""


@dataclass(frozen=True)
class HandOver:
    """Pass the person on to people: an inbox assignment in a chat, a transfer on a call."""

    queue: str = ""
    reason: str = ""


@dataclass(frozen=True)
class End:
    """The assistant has said goodbye. `outcome` is a short stable word such as "done" or "abusive"."""

    outcome: str = "done"


Act = HandOver | End


@dataclass(frozen=True)
class Report:
    """What went on inside a turn, for tests, statistics and learning. Never shown to the person."""

    intent: str = ""
    confidence: float = 0.0
    flow: str = ""
    step: str = ""
    slots: dict[str, Any] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    decision: str = ""
    """Which rule answered: greet, flow, correct, cancel, answer, clarify, unknown, hand_over, silence …"""
    usage: Usage = field(default_factory=Usage)
    worded: str = ""
    """What became of a language model's answer (`wording.Outcome`); "" where none was asked for one."""
    dropped: int = 0
    """How many of its sentences nothing in the documents supported."""
    assisted: str = ""
    """What a language model was asked to understand, and what came of it (`assisted.Outcome`)."""


@dataclass(frozen=True)
class Turn:
    """One turn as it is remembered. `said` is None when the assistant spoke first (greeting, silence)."""

    said: Said | None
    delivered: Delivered
    act: Act | None = None
    report: Report = Report()


class Memory(Protocol):
    """One conversation's memory. Turns are taken one at a time; the caller holds the conversation's turn lock."""

    async def recall(self) -> State:
        """The state after the last turn."""

    async def hear(self, said: Said) -> bool:
        """Store durably what was said, before anything is answered. False: this `key` was stored before, ignore it."""

    async def keep(self, turn: Turn, state: State) -> None:
        """Store durably what was delivered, together with the state that follows from it, as one."""

    async def history(self) -> list[Turn]:
        """All turns so far, oldest first."""


class Notebook:
    """A memory that lives as long as the process."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.state: State = {}
        self._keys: set[str] = set()

    async def recall(self) -> State:
        return self.state

    async def hear(self, said: Said) -> bool:
        if said.key and said.key in self._keys:
            return False
        self._keys.add(said.key)
        return True

    async def keep(self, turn: Turn, state: State) -> None:
        self.turns.append(turn)
        self.state = state

    async def history(self) -> list[Turn]:
        return list(self.turns)
