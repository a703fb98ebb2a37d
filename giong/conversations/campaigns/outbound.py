"""The seam through which a campaign has its calls placed. Knows no telephone and no list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class Outcome(StrEnum):
    """What became of one attempt to reach a number."""

    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    """The network says that the telephone is off or out of reach."""
    BAD_NUMBER = "bad_number"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """This process died meanwhile; the person did not pick up as far as anything was stored."""
    STOPPED = "stopped"
    """Somebody stopped the campaign while it rang."""
    CALL_BACK = "call_back"
    """Reached, and asked to be called another time."""

    @classmethod
    def of(cls, word: str) -> Outcome:
        """The outcome of that name; a word that is none of ours counts as a failure."""
        return cls(word) if word in cls._value2member_map_ else cls.FAILED


@dataclass(frozen=True)
class Attempted:
    """One attempt that is over. `ending` is how the talk ended, in the call record's word ("done", "hung_up",
    "handed_over", or the `end:` of a flow such as "do_not_call" or "call_back"); "" where nobody was spoken to.
    """

    outcome: str
    call_id: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    ending: str = ""


Answered = Callable[[], Awaitable[None]]
"""Stores that somebody has picked up."""


async def unnoted() -> None:
    """Nobody wants to know."""


class Outbound(Protocol):
    """Places calls."""

    async def call(
        self,
        *,
        organisation_id: str,
        assistant: str,
        number: str,
        variables: Mapping[str, Any],
        ring_s: float,
        key: str,
        caller: str = "",
        answered: Answered = unnoted,
    ) -> Attempted:
        """Ring `number` for at most `ring_s` and, when somebody answers, talk until it is over.

        `answered` is awaited as soon as somebody picks up, before they hear a word, and `key` names the attempt on the
        call's record: so it is known after a crash who was reached. `caller` is the number shown; "" the trunk's own.
        Raises `Unavailable` (also `Busy`) only if nothing was dialled: no free line, the trunk is away. Cancelled, it
        hangs up.
        """
