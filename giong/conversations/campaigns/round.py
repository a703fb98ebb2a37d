"""One campaign being called by this process: who is dialled now, how fast, and what happens when it is steered.

It holds the campaign's lease and looks at the campaign's row about once a second, so a pause or a stop from any process
is obeyed; none is dialled after it anyway, since every claim reads the row in its own transaction.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from giong.clock import Clock, now_s
from giong.conversations.campaigns import attempts, lease
from giong.conversations.campaigns.attempts import Claim
from giong.conversations.campaigns.campaign import Campaign, Status, Trouble
from giong.conversations.campaigns.outbound import Attempted, Outbound, Outcome
from giong.conversations.campaigns.pace import Pace
from giong.errors import BadConfiguration, GiongError, NotFound, Unavailable
from giong.failure import place_of
from giong.storage.database import Database, Work

log = logging.getLogger(__name__)

T = TypeVar("T")

NOT_DIALLED = (Unavailable, NotFound, BadConfiguration)
"""Errors that say that nothing was dialled: no line is free, the trunk is away, the assistant cannot be used."""
FIRST_HOLD_S, LONGEST_HOLD_S = 2.0, 60.0
"""How long nobody is dialled then: twice as long each time, until a call comes about."""
AGAIN_S = 2.0
"""How soon is tried again what the database would not take."""


@dataclass(frozen=True)
class Terms:
    """How a process dials: under which name, how long its lease lasts, how often it looks, and how many calls of all
    its campaigns may go on at once (`places` tells how many are free).
    """

    runner: str
    lease_s: float
    poll_s: float
    places: Callable[[], int]


class Round:
    """Runs one campaign until it is over, steered away or lost."""

    def __init__(
        self, campaign: Campaign, *, database: Database, clock: Clock, outbound: Outbound, terms: Terms
    ) -> None:
        self._campaign = campaign
        self._database = database
        self._clock = clock
        self._outbound = outbound
        self._terms = terms
        self._pace = Pace(campaign.plan.per_s)
        self._calls: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._leaving = False
        self._hung_up = False
        self._hold_s = 0.0
        self._held_until_s = 0.0
        self._look_at_s = 0.0
        self._dry = False
        """Nobody was due when it was last asked."""

    @property
    def campaign_id(self) -> str:
        return self._campaign.id

    @property
    def calls(self) -> int:
        """How many go on now."""
        return len(self._calls)

    def leave(self) -> None:
        """Dial no more; `run` returns when the calls in progress are over."""
        self._leaving = True
        self._changed.set()

    async def run(self) -> None:
        try:
            left = await self._insist(lambda c: attempts.recover(c, self._campaign.id, now=self._clock.now()))
            if self._campaign.trouble:
                await self._insist(lambda c: lease.tell(c, self._campaign.id, None))
            if left:
                log.warning("campaign %s: %d attempts were interrupted", self._campaign.id, left)
            while await self._step():
                await self._wait()
            await self._insist(lambda c: lease.release(c, self._campaign.id, self._terms.runner))
        finally:
            await self._end_calls()

    async def _step(self) -> bool:
        """Look at the campaign, and dial if it is time; False when there is nothing left to do here."""
        if now_s() >= self._look_at_s:
            await self._look()
        if self._leaving or self._campaign.status is not Status.RUNNING:
            return bool(self._calls)
        if not await self._dial() and not self._calls and await self._is_over():
            await self._insist(self._finish)
            self._look_at_s = 0.0  # somebody may just have added to the list
        return True

    async def _look(self) -> None:
        """See how the campaign is steered, and hold it for longer."""
        now = self._clock.now()
        idle = not self._calls and not self._is_open(now)
        self._look_at_s = now_s() + (self._terms.lease_s / 3 if idle else self._terms.poll_s)
        until = now + timedelta(seconds=self._terms.lease_s)
        held = await self._insist(lambda c: lease.renew(c, self._campaign.id, self._terms.runner, until=until))
        if held is None:
            log.warning("campaign %s: another process has taken it", self._campaign.id)
            self._leaving = True
            return
        self._plan_anew(held)
        if held.hang_up and not self._hung_up:
            self._hung_up = True  # once: to cancel what is being hung up would break that off
            self._hang_up()
        if held.status is Status.RUNNING and held.end_at is not None and now >= held.end_at:
            await self._insist(lambda c: lease.finish(c, held.id, now=now))
            self._campaign = replace(held, status=Status.FINISHED)

    def _plan_anew(self, campaign: Campaign) -> None:
        if campaign.plan.per_s != self._campaign.plan.per_s:
            self._pace = Pace(campaign.plan.per_s)
        self._campaign = campaign

    async def _is_over(self) -> bool:
        return await self._database.read(lambda c: attempts.is_over(c, self._campaign.id))

    def _finish(self, connection: Connection) -> None:
        if attempts.is_over(connection, self._campaign.id):
            lease.finish(connection, self._campaign.id, now=self._clock.now())

    async def _dial(self) -> bool:
        """Begin the calls that may begin now; whether there were any."""
        now = self._clock.now()
        count = min(self._campaign.plan.at_once - self.calls, self._terms.places(), self._pace.free())
        if count < 1 or now_s() < self._held_until_s or not self._is_open(now):
            return False
        claims = await self._insist(
            lambda c: attempts.claim(c, self._campaign, self._terms.runner, count=count, now=now)
        )
        self._pace.take(len(claims))
        self._dry = not claims
        for claim in claims:
            task = asyncio.create_task(self._call(claim))
            self._calls.add(task)
            task.add_done_callback(self._called)
        return bool(claims)

    def _is_open(self, now: datetime) -> bool:
        started = self._campaign.start_at is None or now >= self._campaign.start_at
        return started and self._campaign.plan.calling.open_at(now)

    def _called(self, task: asyncio.Task[None]) -> None:
        self._calls.discard(task)
        self._changed.set()

    async def _call(self, claim: Claim) -> None:
        try:
            attempted = await self._placed(claim)
        except asyncio.CancelledError:
            outcome = Outcome.STOPPED if self._campaign.hang_up else Outcome.INTERRUPTED
            attempted = await self._recorded(claim) or Attempted(outcome)
        except Exception as error:
            known = await self._recorded(claim)
            if known is None and isinstance(error, NOT_DIALLED) and not self._leaving:
                await self._hold(claim, error)
                return
            log.error("campaign %s: a call failed: %s", self._campaign.id, place_of(error))
            attempted = known or Attempted(Outcome.INTERRUPTED if self._leaving else Outcome.FAILED)
        await self._insist(lambda c: attempts.settle(c, claim.key, attempted, now=self._clock.now()))
        if self._hold_s:
            self._hold_s = 0.0
            await self._insist(lambda c: lease.tell(c, self._campaign.id, None))

    async def _placed(self, claim: Claim) -> Attempted:
        plan = self._campaign.plan

        async def answered() -> None:
            try:
                await self._database.write(lambda c: attempts.answer(c, claim.key, now=self._clock.now()))
            except GiongError as error:  # somebody is on the line: the talk does not wait for the disk
                log.error("campaign %s: %s", self._campaign.id, error.code)

        return await self._outbound.call(
            organisation_id=claim.organisation_id,
            assistant=self._campaign.assistant,
            number=claim.number,
            variables=claim.variables,
            ring_s=plan.ring_s,
            key=claim.key,
            caller=plan.caller,
            answered=answered,
        )

    async def _recorded(self, claim: Claim) -> Attempted | None:
        return await self._insist(lambda c: attempts.recorded(c, claim.key))

    async def _hold(self, claim: Claim, error: GiongError) -> None:
        """No line, or no assistant: the attempt does not count, and nobody is dialled for a while."""
        if now_s() >= self._held_until_s:  # of calls that fail together the first one decides
            self._hold_s = min(max(FIRST_HOLD_S, self._hold_s * 2), LONGEST_HOLD_S)
            self._held_until_s = now_s() + self._hold_s
        trouble = Trouble(error.code, error.vi, error.en)
        log.warning("campaign %s waits %.0f s: %s", self._campaign.id, self._hold_s, error.code)
        now = self._clock.now()
        await self._insist(lambda c: attempts.withdraw(c, claim.key, now=now, after_s=0))
        await self._insist(lambda c: lease.tell(c, self._campaign.id, trouble))

    async def _wait(self) -> None:
        """Until something changes, the next call may begin, or it is time to look at the campaign again."""
        wait_s = max(0.0, self._look_at_s - now_s())
        if not self._dry and self._pace.wait_s and self.calls < self._campaign.plan.at_once:
            wait_s = min(wait_s, self._pace.wait_s)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._changed.wait()
        self._changed.clear()

    def _hang_up(self) -> None:
        for task in self._calls:
            task.cancel()

    async def _end_calls(self) -> None:
        """Only where `run` was cancelled are there any left."""
        self._hang_up()
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def _insist(self, work: Work[T]) -> T:
        """What became of a call must not be lost to a disk that is full for a while."""
        while True:
            try:
                return await self._database.write(work)
            except GiongError as error:
                log.error("campaign %s: %s", self._campaign.id, error.code)
                await asyncio.sleep(AGAIN_S)
