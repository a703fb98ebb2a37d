"""Calls the people of all running campaigns, in this process. Knows no list and no wire.

dialler = Dialler(database, at_once=settings.calls_at_once)
task = asyncio.create_task(dialler.run(outbound))
...
dialler.leave()     # dial no more
await task          # when the calls in progress are over; cancelling it hangs them up
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from giong.clock import Clock, SystemClock
from giong.conversations.campaigns import lease
from giong.conversations.campaigns.outbound import Outbound
from giong.conversations.campaigns.round import Round, Terms
from giong.errors import GiongError
from giong.failure import place_of
from giong.storage.database import Database
from giong.storage.ids import new_id

log = logging.getLogger(__name__)

LEASE_S = 15.0
"""So long after a crash another process waits before it goes on with a campaign."""
POLL_S = 1.0


class Dialler:
    """At most `at_once` calls of all campaigns together. Several processes may each run one on the same database."""

    def __init__(
        self,
        database: Database,
        *,
        at_once: int,
        clock: Clock | None = None,
        lease_s: float = LEASE_S,
        poll_s: float = POLL_S,
    ) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._at_once = at_once
        self._poll_s = poll_s
        self._terms = Terms(new_id("run"), lease_s=lease_s, poll_s=poll_s, places=self._places)
        self._rounds: dict[asyncio.Task[None], Round] = {}
        self._leaving = asyncio.Event()

    @property
    def calls(self) -> int:
        """How many go on now."""
        return sum(one.calls for one in self._rounds.values())

    def leave(self) -> None:
        """Dial no more; `run` returns when the calls in progress are over."""
        self._leaving.set()
        for one in self._rounds.values():
            one.leave()

    async def run(self, outbound: Outbound) -> None:
        try:
            while not self._leaving.is_set():
                await self._take(outbound)
                await self._wait()
            await asyncio.gather(*self._rounds)
        finally:
            for task in self._rounds:
                task.cancel()
            await asyncio.gather(*self._rounds, return_exceptions=True)

    async def _take(self, outbound: Outbound) -> None:
        """Begin with the campaigns that run and that nobody dials for."""
        now = self._clock.now()
        # A round of this process that was held up for longer than its lease goes on by itself.
        mine = {one.campaign_id for one in self._rounds.values()}
        try:
            free = await self._database.read(lambda c: lease.free(c, now=now))
            for campaign_id in set(free) - mine:
                await self._begin(campaign_id, now, outbound)
        except GiongError as error:
            log.error("campaigns: %s", error.code)

    async def _begin(self, campaign_id: str, now: datetime, outbound: Outbound) -> None:
        runner, until = self._terms.runner, now + timedelta(seconds=self._terms.lease_s)
        campaign = await self._database.write(lambda c: lease.take(c, campaign_id, runner, now=now, until=until))
        if campaign is None:
            return
        one = Round(campaign, database=self._database, clock=self._clock, outbound=outbound, terms=self._terms)
        task = asyncio.create_task(one.run())
        self._rounds[task] = one
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._rounds.pop(task, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("a campaign's round failed: %s", place_of(error))

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._poll_s):
                await self._leaving.wait()

    def _places(self) -> int:
        return self._at_once - self.calls
