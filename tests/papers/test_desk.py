"""Reading goes on where a server stopped, and papers are forgotten in time."""

from __future__ import annotations

import asyncio
import errno
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from giong.clock import FixedClock
from giong.errors import BadInput, StorageFull
from giong.papers import vault as vaults
from giong.papers.paper import Act, Status
from giong.papers.retention import Policy, Retention, Swept
from giong.vision.page import Page
from tests.papers.conftest import Office, office
from tests.papers.fakes import CARD, paper

LONG = paper(*(f"slow trang {number}" for number in range(1, 9)), kind="letter")


async def received(here: Office, data: bytes = CARD, *, now: bool = True) -> str:
    return (await here.papers.receive(here.organisation, data, purpose="thử", now=now)).id


async def pages_read(here: Office, id: str, count: int) -> None:
    async with asyncio.timeout(30):
        while True:
            if (await here.papers.get(here.organisation, id)).done >= count:
                return
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("now", [True, False])
async def test_a_long_file_is_read_on_after_the_server_stopped(data: Path, now: bool) -> None:
    async with office(data) as here:
        id = await received(here, LONG, now=now)
        await pages_read(here, id, 3)
    async with office(data) as here:
        before = await here.papers.get(here.organisation, id)
        assert before.status is Status.READING
        await here.desk.catch_up()
        assert (await here.papers.finished(here.organisation, id)).status is Status.DONE
        document = (await here.papers.result(here.organisation, id, reveal_for="đọc")).document
        assert document is not None
        readers = [page.lines[0].engine for page in document.pages]
        assert [page.lines[0].text for page in document.pages] == [f"slow trang {number}" for number in range(1, 9)]
        assert readers[0] == readers[2] != readers[-1]  # what was read before is not read again
        await here.desk.catch_up()
        assert [line.act for line in await here.papers.trail(here.organisation, id)].count(Act.RECEIVED) == 1


async def test_what_is_erased_while_it_is_read_stays_erased(data: Path) -> None:
    async with office(data) as here:
        id = await received(here, LONG)
        await pages_read(here, id, 2)
        await here.papers.erase(here.organisation, id)
        await asyncio.gather(*here.desk.at_work.values())
        assert (await here.papers.get(here.organisation, id)).status is Status.ERASED
        assert here.vault.parts(here.organisation, id) == []


async def test_a_page_that_kills_its_reader_is_named_and_a_file_that_always_does_is_given_up(data: Path) -> None:
    async with office(data) as here:
        partly, never = await received(here, paper("một", "!", "ba", kind="letter")), await received(here, paper("!"))
        await asyncio.gather(*(here.papers.finished(here.organisation, id) for id in (partly, never)))
        document = (await here.papers.result(here.organisation, partly, reveal_for="đọc")).document
        assert document is not None
        assert [page.problem for page in document.pages] == ["", "page.too_costly", ""]
        given_up = await here.papers.get(here.organisation, never)
        assert given_up.status is Status.FAILED
        assert given_up.problem is not None
        assert given_up.problem.code == "paper.too_costly"


async def test_a_reader_that_always_fails_takes_no_page_for_lost(data: Path) -> None:
    async with office(data) as here:
        known = {1: Page(1, 8, 6)}
        told: list[int] = []
        with pytest.raises(BadInput, match="reader failed"):
            await asyncio.to_thread(
                here.readers.read,
                paper("một", "hai", "ba", kind="broken reader"),
                known=known,
                on_page=lambda page, total, picture: told.append(page.number),
            )
        assert told == []


async def test_a_full_disk_refuses_and_leaves_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with office(data) as here:
        await received(here)
        before = sorted((here.data / "papers").rglob("*"))
        monkeypatch.setattr(vaults, "replace", full)
        with pytest.raises(StorageFull):
            await received(here)
        assert sorted((here.data / "papers").rglob("*")) == before


async def test_pictures_and_results_are_forgotten_in_time(data: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    async with office(data, clock=clock, keep_pictures=True) as here:
        retention = Retention(here.database, here.papers, here.vault, Policy(3, 30), clock)
        ids = [await received(here) for _ in range(2)]
        for id in ids:
            await here.papers.finished(here.organisation, id)
            await here.papers.result(here.organisation, id)
        await here.papers.hold(here.organisation, ids[1])
        assert await retention.sweep() == Swept(0, 0, 0)
        clock.moment += timedelta(days=4)
        assert await retention.sweep() == Swept(1, 0, 0)
        assert await here.papers.picture(here.organisation, ids[1], purpose="duyệt")
        clock.moment += timedelta(days=27)
        assert await retention.sweep() == Swept(0, 2, 0)
        assert [paper.status for paper in await here.papers.recent(here.organisation)] == [Status.ERASED] * 2
        assert [line.act for line in await here.papers.trail(here.organisation, ids[0])][-1] is Act.EXPIRED
        assert list(here.data.glob("papers/*/paper_*")) == []


async def test_folders_that_a_crash_left_behind_are_removed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with office(data) as here:
        id = await received(here)
        await here.papers.finished(here.organisation, id)
        here.vault.put(here.organisation, "paper_x", "original", b"left")
        monkeypatch.setattr("giong.papers.retention._LEFT_BEHIND_S", -1)
        assert await Retention(here.database, here.papers, here.vault).sweep() == Swept(0, 0, 1)
        assert [path.name for path in here.data.glob("papers/*/paper_*")] == [id]
