"""Calls over loopback in virtual time: two telephones of ours, or one and a phone played by hand that does what real
ones do, and worse. Every test leaves no call, no dialog and no port behind.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from giong.clock import run_virtually
from giong.telephony.call import Call, Gone
from giong.telephony.dialling import NotAnswered
from giong.telephony.door import Refused
from giong.telephony.rtp.sockets import PortRange, PortsTaken
from giong.telephony.sip.dialog import Dialog
from giong.telephony.sip.endpoint import Bind
from giong.telephony.sip.message import Request, Response
from giong.telephony.telephone import Telephone, TelephoneConfig
from giong.voice.port import Hold, Key
from tests.telephony import mutants
from tests.telephony.phone import HELD, SDP, Phone, header

# Below the range from which the system takes ports for others.
PORTS = PortRange(27_000, 27_099)
OTHER_PORTS = PortRange(27_100, 27_199)
CONFIG = TelephoneConfig(binds=(Bind("udp", "127.0.0.1", 0),), rtp_ports=PORTS, trusted=("127.0.0.0/8",))
OTHER = replace(CONFIG, rtp_ports=OTHER_PORTS)


class Desk:
    """Answers calls as a test wants it, and keeps them."""

    def __init__(self, answer: Callable[[Call], Awaitable[None]] | None = None) -> None:
        self.calls: list[Call] = []
        self.refused: list[Refused] = []
        self.items: list[Key | Hold] = []
        self._answer = answer

    async def take(self, call: Call) -> None:
        self.calls.append(call)
        if self._answer:
            await self._answer(call)
        else:
            await call.ring()
            await call.accept()
        async for item in call.port.incoming():
            if isinstance(item, Key | Hold):
                self.items.append(item)


@asynccontextmanager
async def telephone(desk: Desk | None = None, config: TelephoneConfig = CONFIG) -> AsyncIterator[Telephone]:
    desk = desk or Desk()
    opened = await Telephone.open(config, on_call=desk.take, on_refused=desk.refused.append)
    try:
        yield opened
        await all_free(opened, config.rtp_ports)
    finally:
        await opened.close(0)


@asynccontextmanager
async def called(desk: Desk | None = None, config: TelephoneConfig = CONFIG) -> AsyncIterator[tuple[Telephone, Phone]]:
    """A telephone, and a phone that calls it."""
    async with telephone(desk, config) as opened:
        with Phone(opened.binds[0].port) as phone:
            yield opened, phone
            for call in opened.calls:
                await call.hang_up()
            await asyncio.sleep(0.5)


async def all_free(opened: Telephone, ports: PortRange) -> None:
    """No call is left and no port of the range held. The pacing process lets go of its copies in real time."""
    for _ in range(1000):
        if not opened.calls and not ports_taken(ports):
            return
        time.sleep(0.01)  # noqa: ASYNC251
        await asyncio.sleep(0.01)
    raise AssertionError(f"leaked: {opened.calls} {ports_taken(ports)}")


def ports_taken(ports: PortRange) -> list[int]:
    lines = Path("/proc/net/udp").read_text().splitlines()[1:]
    bound = [int(line.split()[1].rpartition(":")[2], 16) for line in lines]
    return [port for port in bound if ports.first <= port <= ports.last]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(500):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def uri(opened: Telephone, user: str = "1900") -> str:
    return f"sip:{user}@127.0.0.1:{opened.binds[0].port}"


def test_two_telephones_talk_and_either_hangs_up() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with telephone(desk) as one, telephone(config=OTHER) as other:
            call = await other.dial(uri(one), caller="0903123456")
            await until(lambda: bool(desk.calls))
            theirs = desk.calls[0]
            assert (call.direction, call.callee, theirs.direction) == ("out", "1900", "in")
            assert (theirs.caller, theirs.callee, theirs.trunk) == ("0903123456", "1900", "")
            assert call.allows_refer
            assert call.allows_replaces
            assert theirs.allows_refer
            await call.hang_up()
            await theirs.ended.wait()
            assert (call.ending, theirs.ending) == ("local", "remote")
            again = await other.dial(uri(one))
            await desk.calls[1].hang_up()
            await again.ended.wait()
            assert again.ending == "remote"

    run_virtually(scenario())


def test_hold_and_resume_both_ways() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with telephone(desk) as one, telephone(config=OTHER) as other:
            call = await other.dial(uri(one))
            assert await call.hold(True)
            assert desk.calls[0].held
            assert not call.held
            assert await call.hold(False)
            assert not desk.calls[0].held
            assert await desk.calls[0].hold(True)
            assert call.held
            await call.hang_up()
            await until(lambda: len(desk.items) == 2)
            assert desk.items == [Hold(True), Hold(False)]

    run_virtually(scenario())


def test_offers_that_cross_are_made_again() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with telephone(desk) as one, telephone(config=OTHER) as other:
            call = await other.dial(uri(one))
            agreed = await asyncio.gather(call.hold(True), desk.calls[0].hold(True))
            assert agreed == [True, True]
            assert call.held
            assert desk.calls[0].held
            await call.hang_up()

    run_virtually(scenario())


@pytest.mark.parametrize(("asked", "answered"), [("sendonly", "recvonly"), ("inactive", "inactive")])
@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_hold_is_answered_as_asked(method: str, asked: str, answered: str) -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            await phone.talk()
            held = await phone.ask(method, body=SDP + f"a={asked}\r\n".encode())
            assert held.status == 200
            assert f"a={answered}\r\n".encode() in held.body
            assert desk.calls[0].held
            resumed = await phone.ask(method, body=SDP)
            assert b"a=sendrecv\r\n" in resumed.body
            assert not desk.calls[0].held
            refused = await phone.ask(method, body=SDP.replace(b"8 0 101", b"18"))
            assert refused.status == 488
            assert not desk.calls[0].ended.is_set()

    run_virtually(scenario())


def test_an_invite_without_offer_is_offered_to() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            response = await phone.talk(body=b"", answer=HELD)
            assert b"m=audio" in response.body
            await until(lambda: desk.calls[0].held)
            again = await phone.ask("INVITE")  # acknowledged without an answer: there is nothing to go on with
            assert b"m=audio" in again.body
            await desk.calls[0].ended.wait()
            assert desk.calls[0].ending == "failed"
            await phone.asked("BYE")

    run_virtually(scenario())


def test_keys_that_come_by_info() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            await phone.talk()
            relay = await phone.ask("INFO", body=b"Signal= 5\r\nDuration=160\r\n", kind="application/dtmf-relay")
            plain = await phone.ask("INFO", body=b"11", kind="application/dtmf")
            other = await phone.ask("INFO", body=b"<media_control/>", kind="application/media_control+xml")
            empty = await phone.ask("INFO")
            assert [one.status for one in (relay, plain, other, empty)] == [200, 200, 415, 200]
            await until(lambda: len(desk.items) == 2)
            assert desk.items == [Key("5"), Key("#")]

    run_virtually(scenario())


def test_a_call_that_is_taken_back_while_it_rings() -> None:
    gone: list[str] = []

    async def ring_long(call: Call) -> None:
        await call.ring()
        await asyncio.sleep(10)
        with pytest.raises(Gone):
            await call.accept()
        gone.append(call.ending)

    async def scenario() -> None:
        desk = Desk(ring_long)
        async with telephone(desk) as one, telephone(config=OTHER) as other:
            with pytest.raises(NotAnswered) as missed:
                await other.dial(uri(one), ring_s=3)
            assert missed.value.outcome == "no_answer"
            assert desk.calls[0].ending == "cancelled"
            await asyncio.sleep(10)
            assert gone == ["cancelled"]

    run_virtually(scenario())


def test_taken_back_by_whoever_waits_for_it() -> None:
    async def ring_long(call: Call) -> None:
        await call.ring()
        await call.ended.wait()

    async def scenario() -> None:
        desk = Desk(ring_long)
        async with telephone(desk) as one, telephone(config=OTHER) as other:
            dialling = asyncio.create_task(other.dial(uri(one)))
            await until(lambda: bool(desk.calls))
            dialling.cancel()
            await desk.calls[0].ended.wait()
            assert desk.calls[0].ending == "cancelled"

    run_virtually(scenario())


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [
        (486, (), "busy"),
        (600, (), "busy"),
        (603, (), "rejected"),
        (480, (), "no_answer"),
        (404, (), "bad_number"),
        (503, (), "failed"),
        (480, (("Reason", 'Q.850;cause=17;text="user busy"'),), "busy"),
        (503, (("Reason", "Q.850 ;cause=1"),), "bad_number"),
    ],
)
def test_why_nobody_picked_up(status: int, headers: Iterable[tuple[str, str]], outcome: str) -> None:
    async def scenario() -> None:
        async with called() as (opened, phone):
            phone.answers["INVITE"] = lambda request: (phone.reply(request, status, headers=headers),)
            with pytest.raises(NotAnswered) as missed:
                await opened.dial(phone.uri)
            assert (missed.value.outcome, missed.value.status) == (outcome, status)

    run_virtually(scenario())


def test_a_place_where_nobody_is() -> None:
    async def scenario() -> None:
        async with telephone() as opened:
            with pytest.raises(NotAnswered) as missed:
                await opened.dial("sip:nobody@127.0.0.1:9")
            assert missed.value.outcome == "unreachable"
            with pytest.raises(NotAnswered) as missed:
                await opened.dial("0903123456")
            assert missed.value.outcome == "trunk_away"
            for wrong in (
                "09o3123456",
                "abc",
                "",
                "sip:",
                "1" * 40,
                "0903;phone-context=x",
                "sip:a@b?Replaces=c%0d%0aX:y",
            ):
                with pytest.raises(NotAnswered) as missed:
                    await opened.dial(wrong)
                assert missed.value.outcome == "bad_number", wrong

    run_virtually(scenario())


def test_early_media_and_reliable_ringing() -> None:
    async def scenario() -> None:
        async def announce(call: Call) -> None:
            await call.ring(early=True)
            await asyncio.sleep(2)
            await call.accept()

        async with telephone(Desk(announce)) as one, telephone(config=OTHER) as other:
            call = await other.dial(uri(one))
            assert not call.ended.is_set()
            await call.hang_up()

        async with called() as (opened, phone):
            phone.answers["INVITE"] = lambda request: (
                phone.reply(request, 183, headers=[("Require", "100rel"), ("RSeq", "7")], body=SDP),
                phone.reply(request, 200),
            )
            call = await opened.dial(phone.uri)
            prack = await phone.asked("PRACK")
            assert header(prack, "RAck").startswith("7 ")
            assert not call.held
            await call.hang_up()
            await phone.asked("BYE")

    run_virtually(scenario())


def test_what_we_cannot_talk_with_is_refused_and_told() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            only_g729 = phone.invite(body=SDP.replace(b"8 0 101", b"18"))
            nonsense = phone.invite(body=b"this is no description")
            nowhere = phone.invite(headers=[("Session-Expires", "30"), ("Supported", "timer")])
            assert (await phone.final(only_g729)).status == 488
            assert (await phone.final(nonsense)).status == 488
            too_small = await phone.final(nowhere)
            assert (too_small.status, header(too_small, "Min-SE")) == (422, "90")
            assert not desk.calls
            assert [(one.status, one.reason) for one in desk.refused] == [
                (488, "sdp.not_acceptable"),
                (488, "sdp.unreadable"),
            ]

    run_virtually(scenario())


def test_no_ports_are_left() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, replace(CONFIG, rtp_ports=PortRange(27_200, 27_201))) as (opened, phone):
            await phone.talk()
            refused = await phone.final(phone.invite())
            assert (refused.status, header(refused, "Retry-After")) == (503, "30")
            with pytest.raises(PortsTaken):
                await opened.dial(phone.uri)
            await phone.ask("BYE")
            await all_free(opened, PortRange(27_200, 27_201))
            await phone.talk()

    run_virtually(scenario())


def test_a_callee_whose_answer_cannot_be_used_is_hung_up() -> None:
    async def scenario() -> None:
        async with called() as (opened, phone):
            phone.answers["INVITE"] = lambda request: (phone.reply(request, 200, body=SDP.replace(b"8 0 101", b"18")),)
            with pytest.raises(NotAnswered) as missed:
                await opened.dial(phone.uri)
            assert (missed.value.outcome, missed.value.status) == ("failed", 488)
            await phone.asked("ACK")
            await phone.asked("BYE")

    run_virtually(scenario())


def test_a_call_without_sound_ends() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            await phone.talk()
            await phone.ask("INVITE", body=HELD)
            await asyncio.sleep(100)
            await phone.ask("INVITE", body=HELD)
            assert not desk.calls[0].ended.is_set()  # on hold nothing is expected
            await phone.ask("INVITE", body=SDP)
            await asyncio.sleep(29)
            assert not desk.calls[0].ended.is_set()
            await desk.calls[0].ended.wait()
            assert desk.calls[0].ending == "no_media"
            await phone.asked("BYE")

    run_virtually(scenario())


def test_a_hold_without_end_ends() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, replace(CONFIG, longest_hold_s=600)) as (_, phone):
            await phone.talk(body=HELD)
            await asyncio.sleep(590)
            assert desk.calls[0].held
            await asyncio.sleep(20)
            assert desk.calls[0].ending == "no_media"

    run_virtually(scenario())


def test_an_answer_that_is_never_acknowledged_ends_the_call() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, replace(CONFIG, no_media_s=500)) as (_, phone):
            await phone.final(phone.invite())
            await desk.calls[0].ended.wait()
            assert desk.calls[0].ending == "failed"
            await phone.asked("BYE")

    run_virtually(scenario())


def test_a_session_that_they_must_refresh_and_do_not() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, replace(CONFIG, no_media_s=5000)) as (_, phone):
            timed = [("Session-Expires", "300;refresher=uac"), ("Supported", "timer")]
            response = await phone.talk(headers=timed)
            assert header(response, "Session-Expires") == "300;refresher=uac"
            assert header(response, "Require") == "timer"
            await asyncio.sleep(200)
            refreshed = await phone.ask("UPDATE", headers=timed)
            assert header(refreshed, "Session-Expires") == "300;refresher=uac"
            await asyncio.sleep(260)
            assert not desk.calls[0].ended.is_set()
            await asyncio.sleep(10)
            assert desk.calls[0].ending == "failed"
            await phone.asked("BYE")

    run_virtually(scenario())


@pytest.mark.parametrize("allowed", ["INVITE, ACK, BYE, UPDATE", "INVITE, ACK, BYE"])
def test_a_session_that_we_refresh(allowed: str) -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, replace(CONFIG, no_media_s=5000, session_expires_s=200)) as (_, phone):
            method = "UPDATE" if "UPDATE" in allowed else "INVITE"
            expires = [("Session-Expires", "200;refresher=uac")]
            phone.answers[method] = lambda request: (
                phone.reply(request, 200, headers=expires, body=SDP if method == "INVITE" else b""),
            )
            response = await phone.talk(headers=[("Allow", allowed)])
            assert header(response, "Session-Expires") == "200;refresher=uas"
            await asyncio.sleep(950)
            assert len([one for one in phone.requests if one.method == method]) == 9
            phone.answers[method] = lambda request: (phone.reply(request, 481),)
            await desk.calls[0].ended.wait()
            assert desk.calls[0].ending == "failed"

    run_virtually(scenario())


def test_a_longer_session_is_asked_for_when_they_want_it() -> None:
    async def scenario() -> None:
        async with called() as (opened, phone):
            answers: list[Callable[[Request], Response]] = [
                lambda request: phone.reply(request, 422, headers=[("Min-SE", "7200")]),
                lambda request: phone.reply(request, 200, body=SDP),
            ]
            phone.answers["INVITE"] = lambda request: (answers[header(request, "Min-SE") == "7200"](request),)
            call = await opened.dial(phone.uri)
            asked = [header(one, "Session-Expires") for one in phone.requests if one.method == "INVITE"]
            assert asked == ["1800", "7200"]
            await call.hang_up()

    run_virtually(scenario())


def test_requests_out_of_order_and_unknown_dialogs() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            await phone.talk()
            assert phone.dialog is not None
            phone.dialog.local_cseq = 100
            assert (await phone.ask("OPTIONS")).status == 200
            phone.dialog.local_cseq = 50
            assert (await phone.ask("INFO")).status == 500
            phone.dialog.local_cseq = 200
            assert (await phone.ask("BYE")).status == 200
            assert (await phone.ask("BYE")).status == 481
            assert desk.calls[0].ending == "remote"
            assert (await phone.final(phone.first("NOTIFY"))).status == 481

    run_virtually(scenario())


def test_whoever_takes_a_call_cannot_leave_it_behind() -> None:
    async def fail(call: Call) -> None:
        await call.ring()
        raise RuntimeError("what a caller said")

    async def forget(call: Call) -> None:
        await call.accept()
        raise OSError("connection lost")

    async def scenario() -> None:
        async with called(Desk(fail)) as (_, phone):
            assert (await phone.final(phone.invite())).status == 480
        async with called(Desk(forget)) as (_, phone):
            await phone.talk()
            await phone.asked("BYE")

    run_virtually(scenario())


def test_closing_lets_calls_finish_then_ends_them() -> None:
    async def scenario() -> None:
        desk = Desk()
        opened = await Telephone.open(replace(CONFIG, no_media_s=5000), on_call=desk.take)
        with Phone(opened.binds[0].port) as one, Phone(opened.binds[0].port) as other:
            await one.talk()
            await other.talk()
            closing = asyncio.create_task(opened.close(20))
            await asyncio.sleep(1)
            turned_away = one.invite()
            assert (await one.final(turned_away)).status == 503
            with pytest.raises(NotAnswered):
                await opened.dial(one.uri)
            assert (await one.ask("BYE")).status == 200
            assert not desk.calls[1].ended.is_set()
            await other.asked("BYE")
            await closing
            assert [call.ending for call in desk.calls] == ["remote", "local"]
            assert not opened.calls

    run_virtually(scenario())


def test_calls_over_connections() -> None:
    async def scenario() -> None:
        desk = Desk()
        tcp = replace(CONFIG, binds=(Bind("tcp", "127.0.0.1", 0),))
        async with telephone(desk, tcp) as one, telephone(config=replace(OTHER, binds=tcp.binds)) as other:
            call = await other.dial(f"{uri(one)};transport=tcp")
            assert await desk.calls[0].hold(True)
            await desk.calls[0].hang_up()
            await call.ended.wait()
            assert call.ending == "remote"

    run_virtually(scenario())


def test_a_call_that_moves_to_another_place() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (opened, phone):
            await phone.talk()
            assert phone.dialog is not None
            with Phone(opened.binds[0].port) as moved:
                phone.dialog.contact = moved.contact
                assert (await phone.ask("INVITE", body=SDP.replace(b"audio 9", b"audio 4444"))).status == 200
                await desk.calls[0].hang_up()
                await moved.asked("BYE")

    run_virtually(scenario())


def test_hanging_up_while_the_answer_is_on_its_way() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            response = await phone.final(phone.invite(body=b""))  # our offer waits for their ACK
            assert response.status == 200
            await desk.calls[0].hang_up()
            await phone.asked("BYE")
            assert desk.calls[0].ending == "local"

    run_virtually(scenario())


def test_ringing_that_they_want_to_be_sure_of() -> None:
    async def ring_and_answer(call: Call) -> None:
        await call.ring()
        await call.accept()

    async def scenario() -> None:
        async with called(Desk(ring_and_answer)) as (_, phone):
            invite = phone.invite(headers=[("Require", "100rel")])
            ringing = await phone.heard(lambda one: isinstance(one, Response) and one.status == 180)
            assert (header(ringing, "Require"), header(ringing, "RSeq")) == ("100rel", "1")
            early = Dialog.from_response(invite, ringing)
            await asyncio.sleep(2)
            assert 200 not in phone.peer.statuses()  # the answer waits for the PRACK
            rack = ("RAck", f"1 {invite.cseq}")
            assert (await phone.final(phone.send(early.request("PRACK", headers=[rack])))).status == 200
            response = await phone.final(invite)
            assert response.status == 200
            phone.dialog = early
            phone.send(early.ack(response))

    run_virtually(scenario())


def test_broken_offers_within_a_call_do_it_no_harm() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, replace(CONFIG, no_media_s=5000)) as (_, phone):
            await phone.talk()
            answers = set()
            for number, body in enumerate(mutants.sdp(seed=5, count=200)):
                answers.add((await phone.ask("UPDATE" if number % 2 else "INVITE", body=body)).status)
            assert {200, 488} <= answers <= {200, 400, 488}
            assert b"a=sendrecv" in (await phone.ask("INVITE", body=SDP)).body
            assert not desk.calls[0].ended.is_set()

    run_virtually(scenario())
