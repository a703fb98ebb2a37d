"""How soon a piece of engine work is wanted, and the pool that asks. Knows no engine and no thread."""

from __future__ import annotations

from concurrent.futures import Executor
from enum import Enum
from typing import Protocol, runtime_checkable


class Urgency(Enum):
    """What the work is for. The value is the time, in seconds, within which it should begin.

    Work is begun in the order of these times, counted from when each was handed over: an answer goes before everything
    that came in the second before it, and nothing waits for ever.
    """

    ANSWER = 0.0
    """Somebody has finished speaking, or waits for the first sound of an answer."""
    SPEECH = 0.3
    """The next sentence of an answer that is being heard."""
    FOLLOWING = 1.0
    """What somebody says, while they say it."""
    BACKGROUND = 30.0
    """Nobody is on the line."""

    @property
    def within_s(self) -> float:
        return self.value


@runtime_checkable
class Lanes(Protocol):
    """A pool that serves what is wanted first before the rest."""

    def at(self, urgency: Urgency) -> Executor:
        """The pool, for work that is wanted so soon."""

    @property
    def crowded(self) -> bool:
        """Whether work waits for a thread."""


def at(pool: Executor, urgency: Urgency) -> Executor:
    """`pool` for work of this urgency. A pool without lanes serves everything in turn."""
    return pool.at(urgency) if isinstance(pool, Lanes) else pool


def crowded(pool: Executor) -> bool:
    """Whether work waits for a thread of `pool`, as far as the pool can tell."""
    return isinstance(pool, Lanes) and pool.crowded
