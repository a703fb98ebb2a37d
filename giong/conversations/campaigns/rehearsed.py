"""The fake that ships beside the telephone: people who answer a campaign's calls as they are told to. Knows no wire.

It does to the database what a real call does: that somebody has picked up is stored before they hear a word, and the
call's record has the attempt's key. Everything that happens at the other end is written, line by line,
to a file that outlives a kill, so that it can be counted afterwards who was called:

    rings 0912000001 try_…      it began to ring
    answers 0912000001 try_…    they picked up
    hears 0912000001 try_…      the first word was said to them
    ends 0912000001 try_…       the talk came to its end
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from giong.conversations.calls.record import OUT, Calls, Dialled, Ended
from giong.conversations.campaigns.outbound import Answered, Attempted, Outcome, unnoted
from giong.conversations.catalogue import Conversations
from giong.storage.database import Database


@dataclass(frozen=True)
class Behaviour:
    """What somebody does when they are called: lets it ring, then answers (or what else became of it), and talks."""

    outcome: Outcome = Outcome.ANSWERED
    ring_s: float = 0.0
    talk_s: float = 0.0
    ending: str = "done"
    slots: Mapping[str, Any] = field(default_factory=dict)


Behave = Callable[[str, int], Behaviour]
"""Gets the number and how often it was called before by this process."""


class RehearsedOutbound:
    """An `Outbound` without a telephone. `log` is the callees' own record."""

    def __init__(self, database: Database, behave: Behave, log: Path) -> None:
        self._calls = Calls(database)
        self._conversations = Conversations(database)
        self._behave = behave
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._called: dict[str, int] = {}
        self.variables: dict[str, Mapping[str, Any]] = {}

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
        behaviour = self._behave(number, self._called.get(number, 0))
        self._called[number] = self._called.get(number, 0) + 1
        self.variables[number] = variables
        self._write("rings", number, key)
        await asyncio.sleep(min(behaviour.ring_s, ring_s))
        if behaviour.outcome is not Outcome.ANSWERED:
            return Attempted(behaviour.outcome)
        self._write("answers", number, key)
        await answered()
        self._write("hears", number, key)
        call_id = await self._begin(organisation_id, assistant, number, key)
        await asyncio.sleep(behaviour.talk_s)
        self._write("ends", number, key)
        await self._calls.end(organisation_id, call_id, Ended(behaviour.ending))
        return Attempted(Outcome.ANSWERED, call_id, behaviour.slots, behaviour.ending)

    def close(self) -> None:
        os.close(self._log)

    async def _begin(self, organisation_id: str, assistant: str, number: str, key: str) -> str:
        conversation, _ = await self._conversations.open(organisation_id, assistant=assistant, channel="call")
        call = await self._calls.begin(
            organisation_id,
            assistant=assistant,
            channel="call",
            conversation_id=conversation.id,
            dialled=Dialled(callee=number, direction=OUT, key=key),
        )
        return call.id

    def _write(self, what: str, number: str, key: str) -> None:
        # One write of a few bytes to a file opened for appending is whole or not at all, whoever is killed.
        os.write(self._log, f"{what} {number} {key}\n".encode())
