"""Calls passed on: blind and attended, with every way in which the other side reports it, and calls that take the place
of others.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from urllib.parse import unquote

import pytest

from giong.clock import run_virtually
from giong.telephony.call import Call
from giong.telephony.rtp.sockets import PortRange
from giong.telephony.sip.address import parse_name_addr
from giong.telephony.sip.syntax import Malformed
from giong.telephony.transfer import PATIENCE_S, Referred, replaces
from tests.telephony.phone import Phone, header
from tests.telephony.test_telephone import CONFIG, OTHER, Desk, called, telephone, until, uri

PATIENT = replace(CONFIG, no_media_s=5000)
CAN_REFER = (("Allow", "INVITE, ACK, BYE, REFER, NOTIFY"), ("Supported", "replaces"))


async def report(phone: Phone, fragment: str, *, state: str = "active") -> int:
    """Tell how the reference goes; how that was answered."""
    answer = await phone.ask(
        "NOTIFY",
        headers=[("Event", "refer"), ("Subscription-State", state)],
        body=f"{fragment}\r\n".encode(),
        kind="message/sipfrag",
    )
    return answer.status


async def referring(phone: Phone, call: Call, target: str = "102") -> asyncio.Task[Referred]:
    """A reference that has been accepted."""
    doing = asyncio.create_task(call.refer(target))
    await phone.asked("REFER")
    return doing


def test_a_blind_transfer_that_is_reached() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            await phone.talk(headers=CAN_REFER)
            call = desk.calls[0]
            assert call.allows_refer
            assert call.allows_replaces
            doing = await referring(phone, call)
            refer = await phone.asked("REFER")
            assert str(parse_name_addr(header(refer, "Refer-To")).uri) == "sip:102@127.0.0.1"
            assert await report(phone, "SIP/2.0 100 Trying") == 200
            assert await report(phone, "SIP/2.0 180 Ringing") == 200
            assert not doing.done()
            assert await report(phone, "SIP/2.0 200 OK", state="terminated;reason=noresource") == 200
            assert await doing == Referred(True, 200)
            assert call.ending == "transferred"
            await phone.asked("BYE")

    run_virtually(scenario())


def test_a_transfer_that_is_not_reached_leaves_the_call_as_it_was() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, PATIENT) as (_, phone):
            await phone.talk(headers=CAN_REFER)
            call = desk.calls[0]
            doing = await referring(phone, call, "sip:nobody@pbx.example.vn")
            await report(phone, "SIP/2.0 486 Busy Here")
            assert await doing == Referred(False, 486)
            phone.answers["REFER"] = lambda request: (phone.reply(request, 603),)
            assert await call.refer("102") == Referred(False, 603)
            phone.answers["REFER"] = lambda request: (phone.reply(request, 202),)
            assert await call.refer("102") == Referred(False, 408)  # nothing is ever told of it
            assert not call.ended.is_set()
            assert await report(phone, "SIP/2.0 200 OK") == 405  # too late: nobody waits for it

    run_virtually(
        scenario(),
    )


@pytest.mark.parametrize(("told", "expected"), [("SIP/2.0 180 Ringing", True), ("SIP/2.0 100 Trying", False)])
def test_some_hang_up_instead_of_reporting(told: str, expected: bool) -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            await phone.talk(headers=CAN_REFER)
            doing = await referring(phone, desk.calls[0])
            await report(phone, told)
            await phone.ask("BYE")
            assert (await doing).ok is expected
            assert desk.calls[0].ending == ("transferred" if expected else "remote")

    run_virtually(scenario())


def test_other_events_are_not_taken_for_a_report() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, PATIENT) as (_, phone):
            await phone.talk(headers=CAN_REFER)
            doing = await referring(phone, desk.calls[0])
            other = await phone.ask(
                "NOTIFY", headers=[("Event", "presence")], body=b"SIP/2.0 200 OK", kind="text/plain"
            )
            assert other.status == 489
            assert not doing.done()
            await asyncio.sleep(PATIENCE_S)
            assert not (await doing).ok

    run_virtually(scenario())


def test_an_attended_transfer_names_the_other_dialog() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (opened, caller):
            with Phone(opened.binds[0].port) as person:
                await caller.talk(headers=CAN_REFER)
                consulted = await opened.dial(person.uri)
                assert person.dialog is not None
                doing = asyncio.create_task(desk.calls[0].replace(consulted))
                target = parse_name_addr(header(await caller.asked("REFER"), "Refer-To")).uri
                wanted = replaces(unquote(target.headers["Replaces"]))
                assert wanted.key == person.dialog.key  # as the person's own telephone names it
                assert str(target.bare()) == person.uri
                await report(caller, "SIP/2.0 200 OK")
                assert (await doing).ok
                assert (desk.calls[0].ending, consulted.ending) == ("transferred", "transferred")
                await person.asked("BYE")
                await caller.asked("BYE")

    run_virtually(scenario())


def test_we_call_nobody_because_a_caller_says_so() -> None:
    async def scenario() -> None:
        async with called() as (_, phone):
            await phone.talk()
            assert (await phone.ask("REFER", headers=[("Refer-To", "<sip:0900999999@127.0.0.1>")])).status == 603

    run_virtually(scenario())


@pytest.mark.parametrize(("reached", "last"), [(True, b"SIP/2.0 200 OK"), (False, b"SIP/2.0 503")])
def test_who_may_refer_us_is_told_how_it_went(reached: bool, last: bytes) -> None:
    asked: list[str] = []

    async def reach(target: str) -> bool:
        asked.append(target)
        return reached

    async def scenario() -> None:
        desk = Desk()
        async with called(desk) as (_, phone):
            await phone.talk()
            desk.calls[0].reach = reach
            assert (await phone.ask("REFER")).status == 400
            assert (await phone.ask("REFER", headers=[("Refer-To", "<sip:103@pbx.example.vn>")])).status == 202
            final = await phone.asked("NOTIFY", times=2)
            assert asked == ["sip:103@pbx.example.vn"]
            assert phone.requests[-2].body.startswith(b"SIP/2.0 100")
            assert final.body.startswith(last)
            assert header(final, "Subscription-State").startswith("terminated")

    run_virtually(scenario())


def test_an_attended_transfer_between_our_own_telephones() -> None:
    """Our caller is referred to the person, calls with Replaces, and takes our place there."""

    async def scenario() -> None:
        asked, people = Desk(), Desk()
        async with (
            telephone(asked) as bot,
            telephone(config=OTHER) as caller,
            telephone(people, replace(CONFIG, rtp_ports=PortRange(27_200, 27_299))) as person,
        ):
            talk = await caller.dial(uri(bot))
            joined: list[Call] = []

            async def reach(target: str) -> bool:
                joined.append(await caller.dial(target))
                return True

            talk.reach = reach
            consulted = await bot.dial(uri(person, "102"))
            assert (await asked.calls[0].replace(consulted)).ok
            assert (talk.ending, consulted.ending, people.calls[0].ending) == ("remote", "transferred", "transferred")
            assert not people.calls[1].ended.is_set()
            await joined[0].hang_up()

    run_virtually(scenario())


def test_a_call_takes_the_place_of_another() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with telephone(desk) as one, telephone(config=OTHER) as other:
            first = await other.dial(uri(one))
            with Phone(one.binds[0].port) as third:
                call_id, ours, theirs = desk.calls[0].key
                wrong = third.invite(headers=[("Replaces", f"{call_id};to-tag={ours};from-tag=nobody")])
                assert (await third.final(wrong)).status == 481
                early = third.invite(headers=[("Replaces", f"{call_id};to-tag={ours};from-tag={theirs};early-only")])
                assert (await third.final(early)).status == 486
                broken = third.invite(headers=[("Replaces", call_id)])
                assert (await third.final(broken)).status == 400
                await third.talk(headers=[("Replaces", f"{call_id};to-tag={ours};from-tag={theirs}")])
                await first.ended.wait()
                assert (first.ending, desk.calls[0].ending) == ("remote", "transferred")
                await until(lambda: len(desk.calls) == 2)
                assert not desk.calls[1].ended.is_set()
                await third.ask("BYE")

    run_virtually(scenario())


def test_replaces_is_read_or_refused() -> None:
    assert replaces("a@b;from-tag=2;to-tag=1;early-only").early_only
    assert replaces("a@b ;to-tag=1;from-tag=2").key == ("a@b", "1", "2")
    for broken in (
        "",
        "a@b",
        "a@b;to-tag=1",
        ";to-tag=1;from-tag=2",
        "a@b;to-tag;from-tag=1",
        "a\r\nVia: x;to-tag=1;from-tag=2",
    ):
        with pytest.raises(Malformed):
            replaces(broken)
