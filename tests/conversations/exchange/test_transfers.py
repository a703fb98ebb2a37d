"""A caller handed over to a person: who is rung, what they hear, how the two are joined, what never stays open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pytest

from giong.clock import VIETNAM, FixedClock, run_virtually
from giong.conversations.exchange.desks import Desks
from giong.conversations.exchange.handover import Outcome
from giong.conversations.exchange.transfers import Transfers
from giong.dialogue.memory import HandOver
from giong.speech.pcm import Samples
from giong.telephony.dialling import NotAnswered
from giong.telephony.transfer import Referred
from giong.voice.port import Frame, Hold, Key

ASKED = HandOver("cskh", "asked")
MONDAY_MORNING = datetime(2026, 11, 2, 9, tzinfo=VIETNAM)


class FakePort:
    """Plays at once, and hears what is put into `said`."""

    rate_hz = 8000

    def __init__(self) -> None:
        self.said: asyncio.Queue[Frame | Key | Hold | None] = asyncio.Queue()
        self.heard: list[Samples] = []
        self.pressed = ""

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        while (item := await self.said.get()) is not None:
            yield item

    def play(self, samples: Samples) -> None:
        self.heard.append(samples)

    def flush(self) -> int:
        return self.played()

    def played(self) -> int:
        return sum(map(len, self.heard))

    def press(self, symbols: str) -> None:
        self.pressed += symbols

    async def hang_up(self) -> None:
        self.said.put_nowait(None)


@dataclass
class FakeCall:
    """A connected telephone. `refers` is what becomes of each REFER, in turn."""

    caller: str = "0912345678"
    callee: str = "19001234"
    allows_refer: bool = True
    allows_replaces: bool = False
    refers: list[Referred] = field(default_factory=list)
    port: FakePort = field(default_factory=FakePort)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    replaced: object = None
    referred: list[str] = field(default_factory=list)

    async def hang_up(self, reason: str = "") -> None:
        self.ended.set()
        await self.port.hang_up()

    async def refer(self, target: str) -> Referred:
        self.referred.append(target)
        return self.refers.pop(0)

    async def replace(self, other: FakeCall) -> Referred:
        self.replaced = other
        return self.refers.pop(0)


class FakeTelephone:
    """`people`: whom it reaches; nobody else answers. Users of three digits are its own."""

    def __init__(self, people: dict[str, FakeCall | NotAnswered], *, picks_up_s: float = 3.0) -> None:
        self._people = people
        self._picks_up_s = picks_up_s
        self.rung: list[tuple[str, str]] = []
        self.ringing = 0
        self.registrar = self

    def knows(self, user: str) -> bool:
        return len(user) == 3

    async def dial(self, target: str, *, caller: str = "", ring_s: float = 40.0) -> FakeCall:
        self.rung.append((target, caller))
        self.ringing += 1
        try:
            await asyncio.sleep(min(self._picks_up_s, ring_s))
        finally:
            self.ringing -= 1
        found = self._people.get(target) or NotAnswered("no_answer", 480)
        if isinstance(found, NotAnswered):
            raise found
        found.callee = target
        return found


class FakeAnnouncer:
    """Takes two seconds for everything."""

    def __init__(self) -> None:
        self.said: list[tuple[object, str]] = []

    async def say(self, port: object, text: str) -> None:
        self.said.append((port, text))
        await asyncio.sleep(2.0)


def frame(level: float) -> Frame:
    return Frame(np.full(160, level, np.float32))


def ways(telephone: FakeTelephone, announcer: FakeAnnouncer | None = None, **settings: object) -> Transfers:
    people = settings.pop("people", ["101|0241234567"])
    hours = settings.pop("hours", [])
    return Transfers(
        telephone, announcer or FakeAnnouncer(), Desks.read(people, hours), clock=FixedClock(MONDAY_MORNING), **settings
    )


def test_the_person_is_briefed_while_it_rings_for_the_caller_and_then_they_hear_each_other() -> None:
    async def talk() -> None:
        caller, person, announcer = FakeCall(), FakeCall(), FakeAnnouncer()
        telephone = FakeTelephone({"101": person})
        transfer = asyncio.create_task(
            ways(telephone, announcer).of(caller)(ASKED, briefing="Khách hỏi hoá đơn.", port=caller.port)
        )
        await asyncio.sleep(4.0)
        assert announcer.said == [(person.port, "Khách hỏi hoá đơn.")]
        assert person.port.heard == []  # the caller is not let into the briefing
        assert np.abs(np.concatenate(caller.port.heard)).max() > 0.05  # it rings
        await asyncio.sleep(2.0)
        rung = len(caller.port.heard)
        for _ in range(5):
            caller.port.said.put_nowait(frame(0.3))
            person.port.said.put_nowait(frame(0.2))
        caller.port.said.put_nowait(Key("5"))
        await asyncio.sleep(0.1)
        assert any(np.any(sound == np.float32(0.2)) for sound in caller.port.heard[rung:])
        assert any(np.any(sound == np.float32(0.3)) for sound in person.port.heard)
        assert person.port.pressed == "5"
        person.port.said.put_nowait(None)  # the person hangs up
        done = await transfer
        assert (done.outcome, done.target) == (Outcome.TRANSFERRED, "101")
        assert person.ended.is_set()
        assert telephone.rung == [("101", "0912345678")]

    run_virtually(talk())


def test_the_next_is_rung_when_one_does_not_answer_and_a_trunk_shows_our_number() -> None:
    async def talk() -> None:
        caller, person = FakeCall(), FakeCall()
        telephone = FakeTelephone({"02471234567": person})
        transfer = ways(telephone, people=["101|02471234567"], ring_s=20.0).of(caller)
        person.port.said.put_nowait(None)
        done = await transfer(ASKED, briefing="…", port=caller.port)
        assert done.outcome is Outcome.TRANSFERRED
        assert telephone.rung == [("101", "0912345678"), ("02471234567", "")]

    run_virtually(talk())


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        (NotAnswered("no_answer", 480), Outcome.NO_AGENT),
        (NotAnswered("rejected", 603), Outcome.NO_AGENT),
        (NotAnswered("busy", 486), Outcome.BUSY),
        (NotAnswered("unreachable"), Outcome.FAILED),
    ],
)
def test_nobody_reached_is_told_and_it_does_not_ring_on(refusal: NotAnswered, outcome: Outcome) -> None:
    async def talk() -> None:
        caller = FakeCall()
        telephone = FakeTelephone({"101": NotAnswered("no_answer"), "102": refusal})
        done = await ways(telephone, people=["101|102"]).of(caller)(ASKED, briefing="…", port=caller.port)
        assert (done.outcome, done.target) == (outcome, "102")
        sounds = len(caller.port.heard)
        await asyncio.sleep(20)
        assert len(caller.port.heard) == sounds
        assert not caller.ended.is_set()

    run_virtually(talk())


def test_outside_of_their_hours_and_without_anybody_nobody_is_rung() -> None:
    async def talk() -> None:
        caller, telephone = FakeCall(), FakeTelephone({"101": FakeCall()})
        for transfer in (
            ways(telephone, hours=["T7 08:00-09:00"]).of(caller),
            ways(telephone, people=[]).of(caller),
        ):
            assert (await transfer(ASKED, briefing="…", port=caller.port)).outcome is Outcome.NO_AGENT
        assert telephone.rung == []

    run_virtually(talk())


def test_the_telephone_of_the_assistants_own_desk_is_rung_where_the_settings_name_nobody() -> None:
    async def talk() -> None:
        caller, telephone = FakeCall(), FakeTelephone({})
        await ways(telephone, people=[]).of(caller, otherwise="19001234")(ASKED, briefing="", port=caller.port)
        assert [target for target, _ in telephone.rung] == ["19001234"]

    run_virtually(talk())


@pytest.mark.parametrize("leaves_after_s", [1.0, 4.0])
def test_a_caller_who_hangs_up_meanwhile_frees_everything(leaves_after_s: float) -> None:
    async def talk() -> None:
        caller, person = FakeCall(), FakeCall()
        telephone = FakeTelephone({"101": person})
        transfer = asyncio.create_task(ways(telephone).of(caller)(ASKED, briefing="…", port=caller.port))
        await asyncio.sleep(leaves_after_s)
        await caller.hang_up()
        assert (await transfer).outcome is Outcome.LEFT
        assert telephone.ringing == 0
        assert person.ended.is_set() == (leaves_after_s > 3)

    run_virtually(talk())


def test_a_person_who_hangs_up_during_the_briefing_declines() -> None:
    async def talk() -> None:
        caller, first, second = FakeCall(), FakeCall(), FakeCall()
        telephone = FakeTelephone({"101": first, "102": second})
        transfer = asyncio.create_task(
            ways(telephone, people=["101|102"]).of(caller)(ASKED, briefing="…", port=caller.port)
        )
        await asyncio.sleep(4.0)
        await first.hang_up()
        await asyncio.sleep(6.0)
        await second.hang_up()
        assert (await transfer).target == "102"

    run_virtually(talk())


def test_both_are_joined_outside_where_they_can_be() -> None:
    async def talk() -> None:
        caller = FakeCall(allows_replaces=True, refers=[Referred(True, 200)])
        person = FakeCall(allows_replaces=True)
        done = await ways(FakeTelephone({"101": person})).of(caller)(ASKED, briefing="…", port=caller.port)
        assert done.outcome is Outcome.TRANSFERRED
        assert caller.replaced is person
        assert person.ended.is_set()

    run_virtually(talk())


def test_if_that_fails_they_are_joined_here() -> None:
    async def talk() -> None:
        caller = FakeCall(allows_replaces=True, refers=[Referred(False, 603)])
        person = FakeCall(allows_replaces=True)
        transfer = asyncio.create_task(
            ways(FakeTelephone({"101": person})).of(caller)(ASKED, briefing="…", port=caller.port)
        )
        await asyncio.sleep(6.0)
        caller.port.said.put_nowait(frame(0.3))
        await asyncio.sleep(0.1)
        assert person.port.heard
        caller.port.said.put_nowait(None)
        assert (await transfer).outcome is Outcome.TRANSFERRED

    run_virtually(talk())


def test_passed_on_unseen_the_caller_rings_the_person_itself() -> None:
    async def talk() -> None:
        caller = FakeCall(refers=[Referred(False, 486), Referred(True, 200)])
        telephone = FakeTelephone({})
        done = await ways(telephone, people=["101|102"], mode="refer").of(caller)(ASKED, briefing="…", port=caller.port)
        assert (done.outcome, done.target) == (Outcome.TRANSFERRED, "102")
        assert caller.referred == ["101", "102"]
        assert telephone.rung == []

    run_virtually(talk())
