"""A paper's life on SQLite and on PostgreSQL: received twice at once, read, listed, sent, erased."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from giong.clock import FixedClock
from giong.papers.delivery import RETRY_S, Deliveries
from giong.papers.paper import Status
from tests.papers.conftest import office
from tests.papers.fakes import CARD

HOST = "crm.example.vn"


async def test_received_read_listed_and_erased(data: Path, database_url: str) -> None:
    async with office(data, url=database_url) as here:
        both = await asyncio.gather(
            *(here.papers.receive(here.organisation, CARD, purpose="thử", key="k", now=True) for _ in range(2))
        )
        assert len({one.id for one in both}) == 1
        id = both[0].id
        paper = await here.papers.finished(here.organisation, id)
        assert (paper.status, paper.done) == (Status.DONE, 2)
        assert [one.id for one in await here.papers.recent(here.organisation, kind="cccd_front", status="done")] == [id]
        assert await here.papers.recent(here.organisation, before=paper.created_at) == []
        await here.papers.erase(here.organisation, id)
        assert (await here.papers.get(here.organisation, id)).status is Status.ERASED
        await here.papers.erase_organisation(here.organisation)
        assert await here.papers.recent(here.organisation) == []


async def test_a_callback_is_tried_again_at_its_times_and_given_up(data: Path, database_url: str) -> None:
    clock, asked = FixedClock(datetime(2026, 11, 1, tzinfo=UTC)), []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(clock.now())
        return httpx.Response(302, headers={"Location": "http://169.254.169.254/"})

    async with office(data, url=database_url, clock=clock) as here:
        transport = httpx.MockTransport(refuse)
        deliveries = Deliveries(
            here.database, here.papers, here.shelf, hosts=frozenset({HOST}), clock=clock, transport=transport
        )
        taken = await here.papers.receive(
            here.organisation, CARD, purpose="thử", now=True, callback_url=f"https://{HOST}/xong"
        )
        await here.papers.finished(here.organisation, taken.id)
        for _ in range(len(RETRY_S) + 3):
            await deliveries.deliver_due()
            await deliveries.deliver_due()  # not before its time
            clock.moment += timedelta(days=1)
        assert len(asked) == len(RETRY_S) + 1
        paper = await here.papers.get(here.organisation, taken.id)
        assert (paper.callback, paper.delivered_at) == ("failed", None)
