"""One call from its first sound to its last: who is there, the talk, the hand-over to people. Knows no wire and no
place at the switchboard.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from giong.clock import Clock
from giong.conversations.calls.file import CALL_BACK, CallFile
from giong.conversations.calls.record import Ended
from giong.conversations.calls.summaries import briefing
from giong.conversations.exchange.announcement import Announced
from giong.conversations.exchange.desks import Desks
from giong.conversations.exchange.handover import Outcome, Transfer
from giong.conversations.exchange.pickup import LONGEST_S, Pickup
from giong.conversations.staff import Colleague
from giong.conversations.threads import Thread
from giong.dialogue.converse import Patience, converse
from giong.dialogue.line import Piece, Said
from giong.dialogue.memory import Act, HandOver, Memory, State, Turn
from giong.dialogue.notes import Notes
from giong.dialogue.speaking import Speaker as Wording
from giong.voice.kept import KeptPort
from giong.voice.line import VoiceLine
from giong.voice.listen import Ears
from giong.voice.talk import Speaker

CHANNEL = "call"
"""What dialogues and histories call it, whatever wire it came over."""


@dataclass(frozen=True)
class House:
    """What holds for every call: how long a silence may last, whether callers are told that they are recorded, when
    people are there.
    """

    silence_s: float
    announce: bool
    desks: Desks | None
    clock: Clock


@dataclass(frozen=True)
class Voice:
    """With what an assistant hears and speaks on calls."""

    ears: Ears
    speaker: Speaker


class Connection:
    """One call over `port`, which is its file's. `run` it once."""

    def __init__(
        self,
        house: House,
        colleague: Colleague,
        thread: Thread,
        *,
        file: CallFile,
        port: KeptPort,
        voice: Voice,
        pickup: Pickup | None = None,
        transfer: Transfer | None = None,
    ) -> None:
        """`pickup` is there if we have called, `transfer` if there are people who can take over."""
        self._house = house
        self._colleague = colleague
        self._thread = thread
        self._file = file
        self._port = port
        self._voice = voice
        self._pickup = pickup
        self._transfer = transfer
        self._closing = asyncio.Event()

    def close(self) -> None:
        """The system has to stop: say so, and hang up."""
        self._closing.set()

    async def run(self) -> tuple[Ended, Act | None]:
        """Talk until the call is over: how it ended, and what the assistant decided."""
        if self._pickup is not None:
            await self._hear_who_it_is(self._pickup)
        act = await self._talk()
        if act is None and self._closing.is_set():
            await self._tell("shutting_down")
            self._file.scribe.note("call.shut_down")
            return Ended("shut_down"), None
        if act is None and self._pickup is not None and self._pickup.outcome:
            self._file.scribe.note("call.machine", self._pickup.reason)
            return Ended(self._pickup.outcome), None
        if isinstance(act, HandOver):
            return await self._hand_over(act), act
        return Ended(act.outcome if act else "hung_up"), act

    async def _hear_who_it_is(self, pickup: Pickup) -> None:
        """Say nothing before it is clear whether a person listens."""
        async with self._listening():
            await _first(pickup.decided.wait(), self._port.gone.wait(), within_s=LONGEST_S)

    async def _talk(self) -> Act | None:
        """The assistant's talk; None if the other side hung up, if it is a machine, or if the system has to stop."""
        if self._pickup is not None and self._pickup.machine.is_set():
            return None
        talk = asyncio.create_task(self._converse())
        machine = [self._pickup.machine.wait()] if self._pickup is not None else []
        try:
            await _first(asyncio.wait([talk]), self._closing.wait(), *machine)
        finally:
            if not talk.done():
                talk.cancel()
                await asyncio.wait([talk])
        return None if talk.cancelled() else talk.result()

    async def _converse(self) -> Act | None:
        announced = None
        if self._file.recorded and self._house.announce:
            self._file.announced()
            announced = self._worded("recorded", {})
        limits = self._colleague.assistant.limits
        return await converse(
            line=self._line(),
            answerer=Announced(self._colleague.mind.on(CHANNEL), announced),
            memory=_Followed(self._thread, self._file.learn),
            patience=Patience(min(self._house.silence_s, limits.silence_s)),
        )

    async def _hand_over(self, act: HandOver) -> Ended:
        ended = Ended("handed_over", queue=act.queue, reason=act.reason)
        if self._transfer is None:
            return ended
        transferred = await self._transfer(act, briefing=briefing(self._file.matter, act.reason), port=self._port)
        ended = replace(ended, target=transferred.target)
        if transferred.outcome is Outcome.TRANSFERRED:
            self._file.scribe.note("call.transferred", transferred.target)
            return ended
        self._file.scribe.note("call.transfer_failed", f"{transferred.outcome} {transferred.target}".strip())
        await self._file.open_ticket(act.queue, str(transferred.outcome))
        if transferred.outcome is not Outcome.LEFT:
            desks = self._house.desks
            await self._tell("nobody_free", open_hours=desks.hours_in_words(act.queue) if desks else "")
        return replace(ended, outcome=CALL_BACK)

    async def _tell(self, line: str, **extra: str) -> None:
        """Say a fixed line outside of the talk, whatever the other side says meanwhile."""
        if self._port.gone.is_set():
            return
        self._port.flush()
        piece = self._worded(line, await self._thread.recall(), **extra)
        async with self._listening() as voice:
            await voice.say(_only(piece), self._port.gone)

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[VoiceLine]:
        """A line on which what is heard is written down and not answered."""
        line = self._line()
        listening = asyncio.create_task(_overhear(line))
        try:
            yield line
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    def _line(self) -> VoiceLine:
        self._file.scribe.new_line()
        return VoiceLine(self._port, ears=self._voice.ears, speaker=self._voice.speaker, watch=self._file.scribe)

    def _worded(self, key: str, state: State, **extra: str) -> Piece:
        wording = Wording(self._colleague.assistant, Notes.load(state), CHANNEL, self._house.clock.now())
        return wording.line(key, **{name: words for name, words in extra.items() if words})


class _Followed:
    """A memory of which somebody learns each turn that was kept."""

    def __init__(self, memory: Memory, learn: Callable[[Turn], None]) -> None:
        self._memory = memory
        self._learn = learn

    async def recall(self) -> State:
        return await self._memory.recall()

    async def hear(self, said: Said) -> bool:
        return await self._memory.hear(said)

    async def keep(self, turn: Turn, state: State) -> None:
        await self._memory.keep(turn, state)
        self._learn(turn)

    async def history(self) -> list[Turn]:
        return await self._memory.history()


async def _overhear(line: VoiceLine) -> None:
    async for _ in line.heard():
        pass


async def _first(*waits: Coroutine[Any, Any, Any], within_s: float | None = None) -> None:
    """Return when the first of them does."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _only(piece: Piece) -> AsyncIterator[Piece]:
    yield piece
