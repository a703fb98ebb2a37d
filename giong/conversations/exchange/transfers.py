"""A caller handed over to a person: rung, briefed, joined. Knows no dialogue and no record.

    ring each person in turn (the caller hears it ring) → tell the person what it is about → join the two

They are joined outside (REFER with Replaces, RFC 3891) where both sides can be, or here, where the call goes on being
recorded. `refer` passes the caller on unseen. Whatever happens, nobody is left on a line that leads nowhere.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from giong.clock import Clock, SystemClock
from giong.conversations.exchange.announcing import Announcer
from giong.conversations.exchange.desks import Desks
from giong.conversations.exchange.handover import Outcome, Transferred
from giong.conversations.exchange.ringback import ringing
from giong.dialogue.memory import HandOver
from giong.telephony.call import Call
from giong.telephony.dialling import NotAnswered
from giong.telephony.rtp.bridge import bridge
from giong.telephony.telephone import Telephone
from giong.voice.port import AudioPort

log = logging.getLogger(__name__)

Mode = Literal["auto", "bridge", "attended", "refer"]
"""As the setting `phone_transfer`."""

REFER_SPARE_S = 5.0
"""So much longer than it may ring a blind transfer may take to be reported."""

T = TypeVar("T")


@dataclass(frozen=True)
class Transfers:
    """How callers reach people on this telephone."""

    telephone: Telephone
    announcer: Announcer
    desks: Desks
    mode: Mode = "auto"
    ring_s: float = 20.0
    clock: Clock = field(default_factory=SystemClock)

    def of(self, call: Call, *, otherwise: str = "") -> CallTransfer:
        """The transfer of one call; `otherwise` is rung where the settings name nobody."""
        return CallTransfer(self, call, otherwise)


class CallTransfer:
    """Implements `handover.Transfer` for one call."""

    def __init__(self, transfers: Transfers, call: Call, otherwise: str) -> None:
        self._ways = transfers
        self._call = call
        self._otherwise = otherwise

    async def __call__(self, act: HandOver, *, briefing: str, port: AudioPort) -> Transferred:
        desks = self._ways.desks
        targets = desks.targets(act.queue, otherwise=self._otherwise)
        if not targets or not desks.open_at(act.queue, self._ways.clock.now()):
            return Transferred(Outcome.NO_AGENT)
        if self._ways.mode == "refer" and self._call.allows_refer:
            return await self._pass_on(targets)
        found = await unless(self._call.ended, self._find(targets, briefing, port))
        if found is None:
            return Transferred(Outcome.LEFT)
        if isinstance(found, Transferred):
            return found
        return await self._join(found, port)

    async def _pass_on(self, targets: Sequence[str]) -> Transferred:
        """Have the caller's side ring the person itself."""
        for target in targets:
            try:
                async with asyncio.timeout(self._ways.ring_s + REFER_SPARE_S):
                    referred = await self._call.refer(target)
            except TimeoutError:
                continue
            if referred.ok:
                return Transferred(Outcome.TRANSFERRED, target)
            if self._call.ended.is_set():
                return Transferred(Outcome.LEFT, target)
        return Transferred(Outcome.NO_AGENT, targets[-1])

    async def _find(self, targets: Sequence[str], briefing: str, port: AudioPort) -> Call | Transferred:
        """The first person who picks up and stays to hear what it is about; otherwise why there was none."""
        outcome = Outcome.NO_AGENT
        async with ringing(port):
            for target in targets:
                try:
                    person = await self._ways.telephone.dial(
                        target, caller=self._shown(target), ring_s=self._ways.ring_s
                    )
                except NotAnswered as refused:
                    log.info("transfer to %s: %s", target, refused.outcome)
                    outcome = _outcome(refused)
                    continue
                if await self._brief(person, briefing):
                    return person
        return Transferred(outcome, targets[-1])

    async def _brief(self, person: Call, briefing: str) -> bool:
        try:
            if briefing:
                await unless(person.ended, self._ways.announcer.say(person.port, briefing))
        except BaseException:
            await person.hang_up()
            raise
        return not person.ended.is_set()

    async def _join(self, person: Call, port: AudioPort) -> Transferred:
        reached = Transferred(Outcome.TRANSFERRED, person.callee)
        try:
            if self._can_replace(person) and (await self._call.replace(person)).ok:
                return reached
            await bridge(port, person.port)
        finally:
            await person.hang_up()
        return reached

    def _can_replace(self, person: Call) -> bool:
        if self._ways.mode == "attended":
            return self._call.allows_refer
        return self._ways.mode == "auto" and self._call.allows_replaces and person.allows_replaces

    def _shown(self, target: str) -> str:
        """Those who are registered here see who calls; a trunk shows our own number, as it refuses others' numbers."""
        return self._call.caller if self._ways.telephone.registrar.knows(target) else ""


async def unless(gone: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of `work`, or None if `gone` came first; then it is cancelled."""
    doing, leaving = asyncio.create_task(work), asyncio.create_task(gone.wait())
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return doing.result() if doing.done() else None
    finally:
        doing.cancel()
        leaving.cancel()
        await asyncio.gather(doing, leaving, return_exceptions=True)


def _outcome(refused: NotAnswered) -> Outcome:
    if refused.outcome == "busy":
        return Outcome.BUSY
    return Outcome.NO_AGENT if refused.outcome in ("no_answer", "rejected") else Outcome.FAILED
