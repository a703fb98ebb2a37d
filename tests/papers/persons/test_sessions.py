"""Sessions in which a person is checked: what is proven, what is refused, and that a weak signal is never a yes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx
import pytest

from bench.papers.mrz import td1
from giong.clock import SystemClock
from giong.errors import BadInput, Conflict, NotFound, Unavailable
from giong.papers.delivery import Deliveries
from giong.papers.persons.faces import Faces
from giong.papers.persons.likeness import Likeness, Thresholds, likeness, similarity
from giong.papers.persons.sessions import Persons, Policy, Session
from giong.papers.persons.telling import Telling
from tests.labelling.fakes import WORK
from tests.papers.conftest import Office, office
from tests.papers.fakes import paper
from tests.papers.persons.fakes import ENGINE, frame, performed

NUMBER, NAME = "001188004567", "LÊ THỊ HẠNH"


def front(number: str = NUMBER, *, name: str = NAME, doe: str = "15/08/2048") -> bytes:
    return paper(f"=id {number}", f"=name {name}", "=dob 15/08/1988", f"=doe {doe}")


def back(number: str = NUMBER) -> bytes:
    zone = td1(number=number, full_name=NAME, dob=date(1988, 8, 15), sex="Nữ", expires=date(2048, 8, 15))
    return paper("=mrz " + zone.replace("\n", "¶"), kind="cccd_back")


class Counter:
    """An office where persons are checked."""

    def __init__(self, rooms: Office, persons: Persons) -> None:
        self.rooms, self.persons, self.organisation = rooms, persons, rooms.organisation

    async def session(self, *, front_: bytes | None = None, back_: bytes | None = None, who: int = 240) -> Session:
        """Everything sent; not settled."""
        session = await self.persons.open(self.organisation)
        await self.persons.front(self.organisation, session.id, front_ or front())
        await self.persons.back(self.organisation, session.id, back_ or back())
        await self.persons.frames(self.organisation, session.id, performed(session.challenge, who))
        return session

    async def settled(self, **sent: bytes | int) -> Session:
        session = await self.session(**sent)  # type: ignore[arg-type]
        return await self.persons.settle(self.organisation, session.id)


@asynccontextmanager
async def counter(
    data: Path, *, automatic: bool = True, engine: str = ENGINE, seconds: int = 60
) -> AsyncIterator[Counter]:
    async with office(data, work=WORK) as rooms:
        faces = Faces(engine)
        persons = Persons(rooms.database, rooms.papers, faces, Policy(automatic=automatic, seconds=seconds))
        rooms.papers.on_erased.append(persons.forget)
        try:
            yield Counter(rooms, persons)
        finally:
            faces.close()


@pytest.fixture
async def desk(data: Path) -> AsyncIterator[Counter]:
    async with counter(data) as one:
        yield one


async def test_only_where_that_is_set_and_nothing_speaks_against_it_nobody_looks(desk: Counter) -> None:
    settled = await desk.settled()
    assert (settled.verdict, settled.reasons) == ("approved", ("person.to_confirm",))
    with pytest.raises(Conflict):
        await desk.persons.front(desk.organisation, settled.id, front())


async def test_without_that_setting_a_person_always_looks(data: Path) -> None:
    async with counter(data, automatic=False) as desk:
        settled = await desk.settled()
        assert settled.verdict == "review"
        assert [one.id for one in await desk.persons.in_review(desk.organisation)] == [settled.id]
        assert (await desk.persons.portrait(desk.organisation, settled.id, "card")).startswith(b"\xff\xd8")
        assert (await desk.persons.similarity(desk.organisation, settled.id) or 0) > 80
        decided = await desk.persons.decide(desk.organisation, settled.id, approved=True, who="Mai")
        assert (decided.verdict, decided.who) == ("approved", "Mai")
        assert await desk.persons.in_review(desk.organisation) == []
        for which in ("card", "selfie"):
            with pytest.raises(NotFound):
                await desk.persons.portrait(desk.organisation, settled.id, which)
        with pytest.raises(Conflict):
            await desk.persons.decide(desk.organisation, settled.id, approved=False, who="Lan")


@pytest.mark.parametrize(("who", "reason"), [(187, "face.unsure"), (120, "face.no_match")])
async def test_a_face_that_is_hardly_that_of_the_card_is_for_a_person(desk: Counter, who: int, reason: str) -> None:
    settled = await desk.settled(who=who)
    assert settled.verdict == "review"
    assert reason in settled.reasons


async def test_the_back_of_another_card_is_refused(desk: Counter) -> None:
    settled = await desk.settled(back_=back("001188004999"))
    assert settled.verdict == "rejected"
    assert "side.other_card" in settled.reasons


async def test_an_expired_card_is_refused(desk: Counter) -> None:
    settled = await desk.settled(front_=front(doe="15/08/2020"))
    assert (settled.verdict, "paper.expired" in settled.reasons) == ("rejected", True)


async def test_what_is_read_unsurely_is_for_a_person(desk: Counter) -> None:
    settled = await desk.settled(front_=front(name=f"{NAME}~0.7"))
    assert (settled.verdict, settled.reasons) == ("review", ("front.unsure",))


async def test_a_still_photo_does_not_meet_the_challenge(desk: Counter) -> None:
    session = await desk.session()
    performance = await desk.persons.frames(desk.organisation, session.id, [frame("straight")] * len(session.challenge))
    assert set(performance.problems) == {"liveness.not_as_asked", "liveness.same_picture"}
    settled = await desk.persons.settle(desk.organisation, session.id)
    assert settled.verdict == "review"
    assert "liveness.not_as_asked" in settled.reasons


async def test_without_a_comparison_of_faces_a_person_compares(data: Path) -> None:
    async with counter(data, engine="") as desk:
        session = await desk.persons.open(desk.organisation)
        await desk.persons.front(desk.organisation, session.id, front())
        await desk.persons.back(desk.organisation, session.id, back())
        with pytest.raises(Unavailable):
            await desk.persons.frames(desk.organisation, session.id, performed(session.challenge))
        settled = await desk.persons.settle(desk.organisation, session.id)
        assert (settled.verdict, settled.reasons) == ("review", ("face.no_engine",))


async def test_sides_come_in_order_and_a_wrong_one_changes_nothing(desk: Counter) -> None:
    session = await desk.persons.open(desk.organisation, key="đơn 7")
    assert (await desk.persons.open(desk.organisation, key="đơn 7")).id == session.id
    with pytest.raises(Conflict):
        await desk.persons.back(desk.organisation, session.id, back())
    wrong = await desk.persons.front(desk.organisation, session.id, back())
    assert (wrong.refused, wrong.session.front_id) == ("wrong_document", None)
    blurred = await desk.persons.front(desk.organisation, session.id, paper("x", kind="blurred"))
    assert blurred.refused == "blur"
    await desk.persons.front(desk.organisation, session.id, front())
    with pytest.raises(Conflict):
        await desk.persons.settle(desk.organisation, session.id)
    with pytest.raises(BadInput):
        await desk.persons.frames(desk.organisation, session.id, [frame("straight")])


async def test_a_session_ends_in_time(data: Path) -> None:
    async with counter(data, seconds=0) as desk:
        session = await desk.persons.open(desk.organisation)
        with pytest.raises(Conflict) as late:
            await desk.persons.front(desk.organisation, session.id, front())
        assert late.value.code == "ekyc.expired"
        assert await desk.persons.sweep() == 1
        with pytest.raises(NotFound):
            await desk.persons.get(desk.organisation, session.id)


async def test_what_was_sent_in_a_session_that_ended_is_erased(data: Path) -> None:
    async with counter(data, seconds=3) as desk:
        session = await desk.persons.open(desk.organisation)
        sent = await desk.persons.front(desk.organisation, session.id, front())
        assert sent.session.front_id is not None
        while not await desk.persons.sweep():  # noqa: ASYNC110 - nothing tells that the time is over
            await asyncio.sleep(0.2)
        assert (await desk.rooms.papers.get(desk.organisation, sent.session.front_id)).status == "erased"


async def test_a_session_goes_with_its_papers_and_is_nobody_elses(desk: Counter) -> None:
    settled = await desk.settled(who=187)
    stranger = (await desk.rooms.organisations.ensure("other")).id
    with pytest.raises(NotFound):
        await desk.persons.get(stranger, settled.id)
    assert settled.front_id is not None
    await desk.rooms.papers.erase(desk.organisation, settled.front_id)
    with pytest.raises(NotFound):
        await desk.persons.get(desk.organisation, settled.id)


async def test_the_verdict_is_told_signed_and_without_values(desk: Counter) -> None:
    told: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        told.append(request)
        return httpx.Response(200)

    rooms = desk.rooms
    deliveries = Deliveries(rooms.database, rooms.papers, rooms.shelf, hosts=frozenset({"crm.example"}))
    telling = Telling(deliveries, clock=SystemClock(), transport=httpx.MockTransport(take))
    with pytest.raises(BadInput):
        telling.check("https://elsewhere.example/x")
    session = await desk.persons.open(desk.organisation, callback_url="https://crm.example/ekyc")
    await desk.persons.front(desk.organisation, session.id, front())
    await desk.persons.back(desk.organisation, session.id, back())
    await desk.persons.frames(desk.organisation, session.id, performed(session.challenge))
    await telling._tell(await desk.persons.settle(desk.organisation, session.id))
    assert json.loads(told[0].content)["session"]["verdict"] == "approved"
    assert NUMBER not in told[0].content.decode()
    assert told[0].headers["X-Giong-Signature"].startswith("t=")


def test_the_band_between_the_thresholds_is_for_people() -> None:
    thresholds = Thresholds(0.45, 0.62)
    assert [likeness(apart, thresholds) for apart in (0.3, 0.45, 0.5, 0.62, 0.9)] == [
        Likeness.MATCH, Likeness.MATCH, Likeness.REVIEW, Likeness.NO_MATCH, Likeness.NO_MATCH,
    ]  # fmt: skip
    assert [round(similarity(apart, thresholds)) for apart in (0, 0.45, 0.62, 2)] == [100, 80, 50, 0]
