"""A hall of people who are called in virtual time: a database, a campaign, a dialler, and what everybody does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM
from giong.conversations.campaigns.campaign import Campaign, Campaigns, Status
from giong.conversations.campaigns.contact import Contact
from giong.conversations.campaigns.dialler import Dialler
from giong.conversations.campaigns.do_not_call import DoNotCall
from giong.conversations.campaigns.lists import Lists
from giong.conversations.campaigns.outbound import Attempted, Outbound, Outcome
from giong.conversations.campaigns.plan import Plan
from giong.conversations.campaigns.rehearsed import Behaviour, RehearsedOutbound
from giong.conversations.campaigns.results import Results
from giong.storage.database import Database
from giong.storage.migrate import migrate

MONDAY = datetime(2026, 11, 16, 9, tzinfo=VIETNAM)
"""An ordinary working day, in the middle of the calling hours."""


class LoopClock:
    """The date and the hour as the loop's time goes on from a moment."""

    def __init__(self, begins: datetime) -> None:
        self._begins = begins
        self._loop = asyncio.get_running_loop()

    def now(self) -> datetime:
        return self._begins + timedelta(seconds=self._loop.time())


@dataclass
class Noted:
    """An `Outbound` that notes when each number was dialled, and how many were at once."""

    inner: Outbound
    clock: LoopClock
    dialled: list[tuple[str, datetime]] = field(default_factory=list)
    going: int = 0
    most: int = 0

    async def call(self, **call: Any) -> Attempted:
        self.dialled.append((call["number"], self.clock.now()))
        self.going += 1
        self.most = max(self.most, self.going)
        try:
            return await self.inner.call(**call)
        finally:
            self.going -= 1

    def times(self, number: str) -> list[datetime]:
        return [at for one, at in self.dialled if one == number]


@dataclass
class Hall:
    """`people` says what each number does, the first time, the second …; the last holds for all that follow. Who is not
    named answers at once.
    """

    database: Database
    organisation: str
    clock: LoopClock
    folder: Path
    people: dict[str, Sequence[Behaviour]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.campaigns = Campaigns(self.database, self.clock)
        self.lists = Lists(self.database, self.clock)
        self.results = Results(self.database, self.clock)
        self.do_not_call = DoNotCall(self.database, self.clock)
        self.outbound = Noted(RehearsedOutbound(self.database, self._behave, self.folder / "callees"), self.clock)

    def _behave(self, number: str, before: int) -> Behaviour:
        does = self.people.get(number, [Behaviour(talk_s=30)])
        return does[min(before, len(does) - 1)]

    async def campaign(self, numbers: Sequence[str], plan: Plan | None = None, **more: Any) -> Campaign:
        """A campaign that was started."""
        name = more.pop("name", "thử")
        made = await self.campaigns.create(self.organisation, name=name, assistant="a", plan=plan, **more)
        data = "\n".join(["sdt,tên", *(f"{number},Lan" for number in numbers)]).encode()
        taken = await self.lists.take_in(self.organisation, made.id, "a.csv", data)
        assert taken.taken == len(numbers), taken.problems
        return await self.campaigns.start(self.organisation, made.id)

    @asynccontextmanager
    async def dialling(self, outbound: Outbound | None = None, *, slowly: bool = False) -> AsyncIterator[Dialler]:
        """`slowly`: it looks every ten minutes, for scenes of days."""
        poll_s = 600.0 if slowly else 5.0
        dialler = Dialler(self.database, at_once=50, clock=self.clock, lease_s=4 * poll_s, poll_s=poll_s)
        running = asyncio.create_task(dialler.run(outbound or self.outbound))
        try:
            yield dialler
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def finished(self, campaign: Campaign, *, every_s: float = 60.0) -> dict[str, Contact]:
        """Everybody by number, once the campaign has nobody left to call."""

        async def is_over() -> bool:
            return (await self.campaigns.get(self.organisation, campaign.id)).status is Status.FINISHED

        await until(is_over, every_s)
        return await self.contacts(campaign)

    async def contacts(self, campaign: Campaign) -> dict[str, Contact]:
        found = await self.lists.contacts(self.organisation, campaign.id)
        return {one.number: one for one in found}


@asynccontextmanager
async def hall(url: str, folder: Path, begins: datetime = MONDAY) -> AsyncIterator[Hall]:
    database = Database(url)
    await migrate(database)
    organisation = await Organisations(database).ensure("dien-may")
    try:
        yield Hall(database, organisation.id, LoopClock(begins), folder)
    finally:
        await database.close()


async def until(true: Callable[[], Awaitable[bool]], every_s: float = 60.0) -> None:
    """Wait; time is virtual."""
    while not await true():  # noqa: ASYNC110
        await asyncio.sleep(every_s)


def busy(times: int = 1) -> list[Behaviour]:
    return [Behaviour(Outcome.BUSY, ring_s=1)] * times


def numbers(count: int) -> list[str]:
    return [f"0912{number:06}" for number in range(count)]
