"""Registrations in virtual time: ours at a trunk played by hand, and those of softphones with us."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from giong.clock import run_virtually
from giong.telephony.dialling import NotAnswered
from giong.telephony.sip.digest import Credentials, Guard, authorised
from giong.telephony.sip.message import Request, Response
from giong.telephony.telephone import Telephone, TrunkConfig
from tests.telephony.phone import Phone, header
from tests.telephony.test_telephone import CONFIG, OTHER, Desk, called, telephone, until

PASSWORD = "bí mật"


class Pbx:
    """A registrar played by hand, which asks for the password."""

    def __init__(self, *, password: str = PASSWORD, expires_s: int = 300, least_s: int = 0) -> None:
        self.phone = Phone(9)
        self.phone.answers["REGISTER"] = self._answer
        self.route = f"<sip:127.0.0.1:{self.phone.peer.port};lr>"
        self.away = False
        self.registered = False
        self._guard = Guard("pbx", {"200": password}.get)
        self._expires_s = expires_s
        self._least_s = least_s
        self.phone.peer.on_message = self._heard

    def trunk(self, **changes: object) -> TrunkConfig:
        config = TrunkConfig("pbx", f"sip:127.0.0.1:{self.phone.peer.port}", "200", PASSWORD)
        return replace(config, **changes)  # type: ignore[arg-type]

    def asked(self, method: str = "REGISTER") -> list[Request]:
        return [one for one in self.phone.requests if one.method == method]

    def _heard(self, message: Request | Response) -> None:
        if not self.away:
            self.phone._heard(message)

    def _answer(self, request: Request) -> tuple[Response, ...]:
        if refusal := self._guard.check(request, "127.0.0.1").refusal:
            return (refusal,)
        wanted_s = int(header(request, "Expires"))
        if 0 < wanted_s < self._least_s:
            return (self.phone.reply(request, 423, headers=[("Min-Expires", str(self._least_s))]),)
        self.registered = wanted_s > 0
        granted_s = min(wanted_s, max(self._expires_s, self._least_s))
        contact = f"{header(request, 'Contact')};expires={granted_s}"
        return (self.phone.reply(request, 200, headers=[("Contact", contact), ("Service-Route", self.route)]),)


def test_registered_refreshed_and_taken_back() -> None:
    async def scenario() -> None:
        pbx = Pbx(expires_s=300)
        with pbx.phone:
            opened = await Telephone.open(replace(CONFIG, trunks=(pbx.trunk(),)), on_call=Desk().take)
            trunk = opened.trunks["pbx"]
            await until(lambda: trunk.state == "registered")
            assert trunk.usable
            assert trunk.service_routes == (pbx.route,)
            assert "<sip:200@127.0.0.1:" in header(pbx.asked()[0], "Contact")
            before = len(pbx.asked())
            await asyncio.sleep(700)
            assert before + 2 <= len(pbx.asked()) <= before + 6
            assert pbx.asked("OPTIONS")
            await opened.close(0)
            assert not pbx.registered
            assert header(pbx.asked()[-1], "Expires") == "0"

    run_virtually(scenario())


def test_a_wrong_password_is_said_aloud_once_and_not_tried_on(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        pbx = Pbx(password="another")
        with pbx.phone:
            opened = await Telephone.open(replace(CONFIG, trunks=(pbx.trunk(),)), on_call=Desk().take)
            trunk = opened.trunks["pbx"]
            await until(lambda: trunk.state == "refused")
            assert "password" in trunk.reason
            await asyncio.sleep(3 * 3600)
            assert len(pbx.asked()) <= 16
            with pytest.raises(NotAnswered) as missed:
                await opened.dial("0903123456")
            assert missed.value.outcome == "trunk_away"
            await opened.close(0)

    with caplog.at_level(logging.ERROR):
        run_virtually(scenario())
    aloud = [record.getMessage() for record in caplog.records if "trunk pbx" in record.getMessage()]
    assert aloud == ["trunk pbx is refused: wrong password or account (401)"]
    assert PASSWORD not in caplog.text


def test_a_trunk_that_is_away_is_tried_ever_more_rarely_and_comes_back() -> None:
    async def scenario() -> None:
        pbx = Pbx()
        pbx.away = True
        with pbx.phone:
            opened = await Telephone.open(replace(CONFIG, trunks=(pbx.trunk(),)), on_call=Desk().take)
            trunk = opened.trunks["pbx"]
            await until(lambda: trunk.state == "unreachable")
            await asyncio.sleep(1200)
            pbx.away = False
            await until(lambda: trunk.state == "registered")
            pbx.away = True  # noticed long before the registration runs out
            await until(lambda: trunk.state == "unreachable")
            await opened.close(0)

    run_virtually(scenario())


def test_a_registrar_that_wants_longer() -> None:
    async def scenario() -> None:
        pbx = Pbx(least_s=1800)
        with pbx.phone:
            opened = await Telephone.open(replace(CONFIG, trunks=(pbx.trunk(),)), on_call=Desk().take)
            await until(lambda: opened.trunks["pbx"].state == "registered")
            assert header(pbx.asked()[-1], "Expires") == "1800"
            await opened.close(0)

    run_virtually(scenario())


def test_calls_go_through_the_trunk_as_it_writes_numbers() -> None:
    async def scenario() -> None:
        pbx = Pbx()
        with pbx.phone:
            trunks = (pbx.trunk(), replace(pbx.trunk(register=False, international=True), name="other"))
            async with telephone(config=replace(CONFIG, trunks=trunks)) as opened:
                await until(lambda: opened.trunks["pbx"].state == "registered")
                call = await opened.dial("+84 903 123 456")
                invite = await pbx.phone.asked("INVITE")
                assert (invite.uri.user, invite.sender.uri.user, call.trunk) == ("0903123456", "200", "pbx")
                assert header(invite, "Route") == pbx.route
                await call.hang_up()
                again = await opened.dial("0903123456", trunk="other", caller="1900")
                invite = await pbx.phone.asked("INVITE", times=2)
                assert (invite.uri.user, invite.sender.uri.user, again.trunk) == ("+84903123456", "1900", "other")
                await again.hang_up()
                with pytest.raises(NotAnswered):
                    await opened.dial("0903123456", trunk="nobody's")
                pbx.phone.answers["OPTIONS"] = lambda request: ()
                await until(lambda: opened.trunks["other"].state == "unreachable")
                last = await opened.dial("0903123456", trunk="other")  # which may still take calls
                await last.hang_up()

    run_virtually(scenario())


def test_calls_of_the_trunk_need_no_password_and_name_the_number_in_to() -> None:
    async def scenario() -> None:
        desk = Desk()
        trunk = TrunkConfig("pbx", "sip:127.0.0.1:9", "200", register=False)
        async with called(desk, replace(CONFIG, trusted=(), trunks=(trunk,))) as (_, phone):
            asserted = [("P-Asserted-Identity", '"An" <sip:+84903000111@pbx>'), ("To", "<sip:19001234@pbx>")]
            request = phone.invite(to="200", caller="anonymous", headers=asserted[:1])
            assert (await phone.final(request)).status == 200
            call = desk.calls[0]
            assert (call.trunk, call.caller, call.callee) == ("pbx", "+84903000111", "200")
            await call.hang_up()

    run_virtually(scenario())


USERS = replace(CONFIG, trusted=(), users={"101": "một", "102": "hai"})


async def prove(phone: Phone, first: Request, user: str, password: str) -> Response:
    """The answer to a request that proves an account, after its challenge."""
    refusal = await phone.final(first)
    assert refusal.status == 401
    proved = authorised(first, refusal, Credentials(user, password))
    assert proved is not None
    number = first.cseq.number + 1
    headers = proved.headers.without("Via").set("CSeq", f"{number} {first.method}")
    return await phone.final(phone.send(Request(first.method, first.uri, headers, first.body)))


async def register(phone: Phone, user: str, password: str, *, expires: str = "60", to: str = "") -> Response:
    first = phone.first("REGISTER", to=to or user, caller=to or user, headers=[("Expires", expires)])
    return await prove(phone, first, user, password)


def test_softphones_register_are_rung_and_forgotten() -> None:
    async def scenario() -> None:
        async with called(config=USERS) as (opened, phone):
            with pytest.raises(NotAnswered) as missed:
                await opened.dial("101")
            assert missed.value.outcome == "unreachable"
            answer = await register(phone, "101", "một")
            assert answer.status == 200
            assert header(answer, "Contact").endswith(";expires=60")
            assert opened.registrar.registered() == ("101",)
            call = await opened.dial("101", caller="0903")
            assert (await phone.asked("INVITE")).sender.uri.user == "0903"
            await call.hang_up()
            await asyncio.sleep(61)
            assert opened.registrar.where("101") == ()

    run_virtually(scenario())


def test_two_devices_ring_and_the_first_to_pick_up_has_the_call() -> None:
    async def scenario() -> None:
        async with called(config=USERS) as (opened, slow):
            with Phone(opened.binds[0].port) as quick:
                await register(slow, "101", "một")
                await register(quick, "101", "một")
                slow.answers["INVITE"] = lambda request: (slow.reply(request, 180),)
                slow.answers["CANCEL"] = lambda request: (
                    slow.reply(request, 200),
                    slow.reply(slow.requests[0], 487),
                )
                call = await opened.dial("101")
                await slow.asked("CANCEL")
                assert quick.dialog is not None
                assert call.key[0] == quick.dialog.call_id
                await call.hang_up()

    run_virtually(scenario())


@pytest.mark.parametrize(
    ("user", "password", "expires", "to", "status"),
    [
        ("101", "wrong", "60", "", 401),
        ("999", "một", "60", "", 401),
        ("101", "một", "60", "102", 403),
        ("101", "một", "10", "", 423),
        ("101", "một", "9e9", "", 400),
    ],
)
def test_who_may_not_register(user: str, password: str, expires: str, to: str, status: int) -> None:
    async def scenario() -> None:
        async with called(config=USERS) as (opened, phone):
            assert (await register(phone, user, password, expires=expires, to=to)).status == status
            assert opened.registrar.registered() == ()

    run_virtually(scenario())


def test_contacts_are_listed_and_removed() -> None:
    async def scenario() -> None:
        async with called(config=USERS) as (opened, phone):
            await register(phone, "101", "một")
            listed = phone.first("REGISTER", to="101", caller="101")
            headers = listed.headers.without("Contact").without("Via").set("CSeq", "5 REGISTER")
            query = await prove(phone, phone.send(Request("REGISTER", listed.uri, headers)), "101", "một")
            assert "expires=" in header(query, "Contact")
            everything = headers.with_("Contact", "*").with_("Expires", "0").set("CSeq", "9 REGISTER")
            removed = await prove(phone, phone.send(Request("REGISTER", listed.uri, everything)), "101", "một")
            assert removed.status == 200
            assert "Contact" not in removed.headers
            assert opened.registrar.registered() == ()

    run_virtually(scenario())


def test_strangers_cannot_call_and_accounts_cannot_pass_for_others() -> None:
    async def scenario() -> None:
        desk = Desk()
        async with called(desk, replace(CONFIG, trusted=("10.0.0.0/8",))) as (_, phone):
            assert (await phone.final(phone.invite())).status == 403
        async with called(desk, USERS) as (_, phone):
            assert (await prove(phone, phone.invite(caller="101"), "101", "wrong")).status == 401
            assert not desk.calls
            assert not desk.refused
            assert (await prove(phone, phone.invite(caller="102"), "101", "một")).status == 200
            assert (desk.calls[0].caller, desk.calls[0].user) == ("101", "101")
            await desk.calls[0].hang_up()

    run_virtually(scenario())


def test_our_telephone_as_an_extension_of_another_of_ours() -> None:
    """Both sides of digest, of registration and of a call, with nothing played by hand."""

    async def scenario() -> None:
        desk = Desk()
        async with telephone(desk, USERS) as pbx:
            server = f"sip:127.0.0.1:{pbx.binds[0].port}"
            account = TrunkConfig("main", server, "102", "hai")
            async with telephone(config=replace(OTHER, trunks=(account,), trusted=())) as extension:
                await until(lambda: extension.trunks["main"].state == "registered")
                out = await extension.dial("1900")
                assert desk.calls[0].user == "102"
                back = await pbx.dial("102")
                await out.hang_up()
                await back.hang_up()

    run_virtually(scenario())
