"""Calls in and out at the exchange: who answers, who has to wait, who is refused, and what the record says of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from giong.conversations.campaigns.outbound import Outcome
from giong.conversations.exchange.desks import Desks
from giong.conversations.exchange.directory import Directory
from giong.conversations.exchange.exchange import PATIENCE_S, SORRY, WAIT, Exchange
from giong.conversations.exchange.transfers import Transfers
from giong.errors import Busy, Unavailable
from giong.telephony.dialling import NotAnswered
from giong.telephony.door import Refused
from giong.voice.caller import ScriptedCaller
from tests.conversations.switchboards import ASSISTANT, Hall, in_hall


@dataclass
class FakeCall:
    """A telephone whose caller follows a script. `did` is what was done with it."""

    port: ScriptedCaller
    caller: str = "+84912345678"
    callee: str = "19001234"
    trunk: str = "viettel"
    id: str = "call"
    ending: str = ""
    allows_refer: bool = False
    allows_replaces: bool = False
    did: list[str] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def ring(self) -> None:
        self.did.append("ring")

    async def accept(self) -> None:
        self.did.append("accept")

    async def reject(self, status: int, reason: str = "", *, headers: Iterable[tuple[str, str]] = ()) -> None:
        self.did.append(f"reject {status} {dict(headers)}")
        self.ended.set()

    async def hang_up(self, reason: str = "") -> None:
        self.did.append("hang up")
        self.ended.set()
        await self.port.hang_up()


class FakeAnnouncer:
    def __init__(self) -> None:
        self.said: list[str] = []

    async def say(self, port: object, text: str) -> None:
        self.said.append(text)
        await asyncio.sleep(3.0)


class FakeTelephone:
    """Whoever is dialled picks up with this call, or not."""

    def __init__(self, answers: Callable[[], FakeCall]) -> None:
        self._answers = answers

    async def dial(self, target: str, *, caller: str = "", ring_s: float = 40.0) -> FakeCall:
        await asyncio.sleep(2.0)
        return self._answers()

    async def close(self, grace_s: float) -> None:
        pass


@dataclass
class Desk:
    hall: Hall
    exchange: Exchange
    announcer: FakeAnnouncer

    @property
    def admission(self) -> Any:
        return self.hall.switchboard._admission


def at_desk(
    folder: Path,
    work: Callable[[Desk], Awaitable[None]],
    *,
    most: int = 4,
    answers: Callable[[Hall], FakeCall] | None = None,
) -> None:
    async def begin(hall: Hall) -> None:
        board, announcer = hall.switchboard, FakeAnnouncer()
        exchange = Exchange(
            organisation_id=hall.organisation_id,
            directory=Directory({"19001234": ASSISTANT}),
            staff=board._staff,
            switchboard=board,
            calls=hall.archive.calls,
            admission=board._admission,
            announcer=announcer,
            echo_number="*43",
        )
        telephone = FakeTelephone(lambda: answers(hall) if answers else FakeCall(hall.says()))
        exchange.open(Transfers(telephone, announcer, Desks.read([], [])))
        await work(Desk(hall, exchange, announcer))

    in_hall(folder, begin, most=most)


async def records(desk: Desk) -> list[Any]:
    await desk.hall.recordings.settled()
    return await desk.hall.archive.calls.recent(desk.hall.organisation_id)


async def codes(desk: Desk) -> list[str]:
    [record] = await records(desk)
    return [note.code for note in await desk.hall.archive.calls.notes(desk.hall.organisation_id, record.id)]


def test_a_call_is_rung_answered_talked_and_hung_up(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        call = FakeCall(desk.hall.says("thư viện mở cửa mấy giờ"))
        await desk.exchange.take(call)
        assert call.did == ["ring", "accept", "hang up"]
        [record] = await records(desk)
        dialled = record.dialled
        assert (dialled.caller, dialled.callee, dialled.trunk, dialled.direction) == (
            *("0912345678", "19001234", "viettel"),
            "in",
        )
        assert (record.assistant, record.channel, record.outcome) == (ASSISTANT, "phone", "hung_up")
        assert desk.admission.taken == 0

    at_desk(tmp_path, work)


def test_a_number_that_nobody_answers_is_refused_and_written_down(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        call = FakeCall(desk.hall.says(), callee="999")
        await desk.exchange.take(call)
        assert call.did == ["reject 404 {}"]
        [record] = await records(desk)
        assert (record.outcome, record.dialled.callee) == ("refused", "999")
        assert await codes(desk) == ["call.refused"]

    at_desk(tmp_path, work)


def test_a_caller_waits_politely_for_a_place(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        place = desk.admission.take()
        call = FakeCall(desk.hall.says("thư viện mở cửa mấy giờ"))
        taking = asyncio.create_task(desk.exchange.take(call))
        await asyncio.sleep(10.0)
        assert call.did == ["ring", "accept"]
        assert desk.announcer.said == [WAIT]
        place.leave()
        await taking
        [record] = await records(desk)
        assert record.outcome == "hung_up"
        assert desk.admission.taken == desk.admission.waiting == 0

    at_desk(tmp_path, work, most=1)


def test_who_has_waited_too_long_is_told_so(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        with desk.admission.take():
            call = FakeCall(desk.hall.says())
            began_s = asyncio.get_running_loop().time()
            await desk.exchange.take(call)
            assert asyncio.get_running_loop().time() - began_s == pytest.approx(PATIENCE_S + 3.0, abs=1.0)
        assert desk.announcer.said == [WAIT, SORRY]
        assert call.did == ["ring", "accept", "hang up"]
        assert await codes(desk) == ["call.no_places"]

    at_desk(tmp_path, work, most=1)


def test_who_hangs_up_while_waiting_leaves_nothing_behind(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        with desk.admission.take():
            call = FakeCall(desk.hall.says())
            taking = asyncio.create_task(desk.exchange.take(call))
            await asyncio.sleep(10.0)
            call.ended.set()
            await taking
            assert desk.admission.waiting == 0
            assert desk.admission.taken == 1
        assert desk.announcer.said == [WAIT]

    at_desk(tmp_path, work, most=1)


def test_when_all_who_may_wait_are_waiting_the_next_is_sent_elsewhere(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        with desk.admission.take():
            first = asyncio.create_task(desk.exchange.take(FakeCall(desk.hall.says())))
            await asyncio.sleep(1.0)
            call = FakeCall(desk.hall.says())
            await desk.exchange.take(call)
            assert call.did == ["reject 503 {'Retry-After': '30'}"]
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
        assert await codes(desk) == ["call.no_places"]

    at_desk(tmp_path, work, most=1)


def test_what_the_telephone_itself_refuses_is_in_the_records_too(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.exchange.refuse(Refused("0912345678", "19001234", "viettel", 488, "sdp.not_acceptable"))
        await desk.exchange.close(0)
        [record] = await records(desk)
        assert (record.outcome, record.assistant, record.dialled.caller) == ("refused", ASSISTANT, "0912345678")
        assert await codes(desk) == ["call.no_common_codec"]

    at_desk(tmp_path, work)


async def place(desk: Desk, number: str = "0912345678") -> Any:
    return await desk.exchange.call(
        organisation_id=desk.hall.organisation_id,
        assistant=ASSISTANT,
        number=number,
        variables={},
        ring_s=20.0,
        key="attempt-1",
    )


def test_a_call_of_ours_is_held_and_told_of(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        attempted = await place(desk)
        [record] = await records(desk)
        assert (attempted.outcome, attempted.call_id, attempted.ending) == (Outcome.ANSWERED, record.id, record.outcome)
        assert (record.dialled.direction, record.dialled.key) == ("out", "attempt-1")
        assert desk.admission.taken == 0

    at_desk(tmp_path, work, answers=lambda hall: FakeCall(hall.says("a lô"), callee="0912345678"))


@pytest.mark.parametrize("outcome", ["busy", "no_answer", "rejected", "unreachable", "bad_number", "failed"])
def test_who_does_not_pick_up_is_in_the_records_under_the_attempts_key(tmp_path: Path, outcome: str) -> None:
    def nobody(hall: Hall) -> FakeCall:
        raise NotAnswered(outcome, 480)

    async def work(desk: Desk) -> None:
        attempted = await place(desk)
        [record] = await records(desk)
        assert (attempted.outcome, record.outcome, record.dialled.key) == (outcome, outcome, "attempt-1")
        assert await codes(desk) == [f"call.{outcome}"]
        assert desk.admission.taken == 0

    at_desk(tmp_path, work, answers=nobody)


def test_nothing_is_dialled_without_a_place_or_a_trunk(tmp_path: Path) -> None:
    def away(hall: Hall) -> FakeCall:
        raise NotAnswered("trunk_away")

    async def work(desk: Desk) -> None:
        with pytest.raises(Unavailable):
            await place(desk)
        with desk.admission.take(), pytest.raises(Busy):
            await place(desk)
        assert await records(desk) == []

    at_desk(tmp_path, work, most=1, answers=away)


def test_the_echo_number_needs_no_place_and_no_assistant(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        port = desk.hall.says("một hai ba")
        played: list[int] = []
        play = port.play
        port.play = lambda samples: (played.append(len(samples)), play(samples))[1]
        port.statistics = lambda: SimpleNamespace(received=1, sent=1, lost=0)
        call = FakeCall(port, callee="*43")
        with desk.admission.take():
            await desk.exchange.take(call)
        assert call.did == ["accept", "hang up"]
        assert sum(played) > 8000
        assert await records(desk) == []

    at_desk(tmp_path, work, most=1)
