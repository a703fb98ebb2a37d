"""The transaction machines on virtual time: when they repeat, when they give up, what they absorb."""

import asyncio
from collections.abc import Callable

import pytest

from giong.clock import now_s, run_virtually
from giong.telephony.sip.message import Message, Request, Response, parse, respond
from giong.telephony.sip.transaction import (
    Acceptance,
    InviteClient,
    InviteServer,
    OtherClient,
    OtherServer,
    State,
    Timing,
    Wiring,
    server_key,
)
from tests.telephony.sip.torture import request

TIMING = Timing()


class Wire:
    """Keeps what was sent and when; tells when a machine has ended."""

    def __init__(self, *, reliable: bool = False) -> None:
        self.sent: list[tuple[float, Message]] = []
        self.ended_s: float | None = None
        self.heard: list[int] = []
        self.silent = False
        self.wiring = Wiring(self._send, reliable, TIMING, self._over)

    def _send(self, message: Message) -> None:
        self.sent.append((now_s(), message))

    def _over(self) -> None:
        self.ended_s = now_s()

    def hear(self, response: Response) -> None:
        self.heard.append(response.status)

    def fall_silent(self) -> None:
        self.silent = True

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.sent]

    @property
    def what(self) -> list[str]:
        return [m.method if isinstance(m, Request) else str(m.status) for _, m in self.sent]


def asked(method: str) -> Request:
    message = parse(request(method))
    assert isinstance(message, Request)
    return message


def invite_client(wire: Wire) -> InviteClient:
    return InviteClient(asked("INVITE"), wire.wiring, heard=wire.hear, silent=wire.fall_silent)


def other_client(wire: Wire) -> OtherClient:
    return OtherClient(asked("BYE"), wire.wiring, heard=wire.hear, silent=wire.fall_silent)


def play(scene: Callable[[], object], *, until_s: float = 100.0) -> None:
    """Begin the scene and let virtual time pass."""

    async def run() -> None:
        scene()
        await asyncio.sleep(until_s)

    run_virtually(run())


def later(at_s: float, action: Callable[[], object]) -> None:
    asyncio.get_running_loop().call_at(at_s, action)


def test_an_invite_is_repeated_twice_as_late_each_time_for_32_s() -> None:
    wire = Wire()
    play(lambda: invite_client(wire).start())

    assert wire.times == pytest.approx([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5])
    assert (wire.silent, wire.ended_s) == (True, pytest.approx(32))


def test_other_requests_are_repeated_every_four_seconds_at_last() -> None:
    wire = Wire()
    play(lambda: other_client(wire).start())

    assert wire.times == pytest.approx([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5])
    assert wire.silent


@pytest.mark.parametrize("make", [invite_client, other_client])
def test_nothing_is_repeated_on_a_reliable_wire(make: Callable[[Wire], InviteClient | OtherClient]) -> None:
    wire = Wire(reliable=True)
    play(lambda: make(wire).start())

    assert (wire.times, wire.silent) == ([0], True)


def test_a_provisional_response_stops_repeating_and_the_wait() -> None:
    wire = Wire()

    def scene() -> None:
        client = invite_client(wire)
        client.start()
        later(0.6, lambda: client.receive(respond(client.request, 180, to_tag="x")))

    play(scene)

    assert wire.times == pytest.approx([0, 0.5])
    assert (wire.heard, wire.silent, wire.ended_s) == ([180], False, None)


def test_a_refusal_is_acknowledged_as_often_as_it_comes_and_heard_once() -> None:
    wire = Wire()

    def scene() -> None:
        client = invite_client(wire)
        client.start()
        busy = respond(client.request, 486, to_tag="x")
        for at_s in (0.1, 0.7, 5.0):
            later(at_s, lambda: client.receive(busy))

    play(scene)

    assert wire.what == ["INVITE", "ACK", "ACK", "ACK"]
    acknowledgement = wire.sent[1][1]
    assert isinstance(acknowledgement, Request)
    assert (acknowledgement.via, acknowledgement.to.tag) == (asked("INVITE").via, "x")
    assert (wire.heard, wire.ended_s) == ([486], pytest.approx(32.1))


def test_every_2xx_is_handed_up_and_none_acknowledged_here() -> None:
    wire = Wire()

    def scene() -> None:
        client = invite_client(wire)
        client.start()
        for tag in ("one", "two", "one"):
            client.receive(respond(client.request, 200, to_tag=tag))
        client.receive(respond(client.request, 486))

    play(scene)

    assert (wire.what, wire.heard, wire.ended_s) == (["INVITE"], [200, 200, 200], pytest.approx(32))


def test_a_cancelled_invite_waits_64_t1_for_its_end() -> None:
    wire = Wire()

    def scene() -> None:
        client = invite_client(wire)
        client.start()
        client.receive(respond(client.request, 180, to_tag="x"))
        client.expect_end()

    play(scene)

    assert (wire.silent, wire.ended_s) == (True, pytest.approx(32))


def test_an_answer_to_another_request_is_heard_once() -> None:
    wire = Wire()

    def scene() -> None:
        client = other_client(wire)
        client.start()
        for at_s in (0.1, 0.6):
            later(at_s, lambda: client.receive(respond(client.request, 200)))

    play(scene)

    assert (wire.what, wire.heard, wire.ended_s) == (["BYE"], [200], pytest.approx(5.1))


def test_a_refusal_of_an_invite_is_repeated_until_its_ack() -> None:
    wire = Wire()

    def scene() -> None:
        server = InviteServer(asked("INVITE"), wire.wiring)
        server.reply(respond(server.request, 180, to_tag="x"))
        server.reply(respond(server.request, 486, to_tag="x"))
        server.reply(respond(server.request, 200, to_tag="x"))
        later(2.0, lambda: server.receive(asked("INVITE")))
        later(4.0, lambda: server.receive(asked("ACK")))

    play(scene)

    assert wire.times == pytest.approx([0, 0, 0.5, 1.5, 2.0, 3.5])
    assert wire.what == ["180", *["486"] * 5]
    assert wire.ended_s == pytest.approx(9)


def test_a_refusal_without_ack_is_given_up() -> None:
    wire = Wire()

    def scene() -> None:
        server = InviteServer(asked("INVITE"), wire.wiring)
        server.reply(respond(server.request, 486))

    play(scene)

    assert (wire.times[-1], wire.ended_s) == (pytest.approx(31.5), pytest.approx(32))


def test_a_challenge_is_sent_once_for_each_invite_so_that_nobody_can_aim_us_at_others() -> None:
    wire = Wire()

    def scene() -> None:
        server = InviteServer(asked("INVITE"), wire.wiring)
        server.reply(respond(server.request, 401))
        later(3.0, lambda: server.receive(asked("INVITE")))

    play(scene)

    assert wire.times == [0, 3.0]


def test_after_a_2xx_the_same_invite_is_absorbed() -> None:
    wire = Wire()

    def scene() -> None:
        server = InviteServer(asked("INVITE"), wire.wiring)
        server.reply(respond(server.request, 200))
        server.receive(asked("INVITE"))
        assert server.state is State.ACCEPTED

    play(scene)

    assert (wire.what, wire.ended_s) == (["200"], pytest.approx(32))


def test_another_request_is_answered_the_same_again() -> None:
    wire = Wire()

    def scene() -> None:
        server = OtherServer(asked("BYE"), wire.wiring)
        server.receive(server.request)
        server.reply(respond(server.request, 200))
        server.receive(server.request)

    play(scene)

    assert (wire.what, wire.ended_s) == (["200", "200"], pytest.approx(32))


def test_a_request_that_nobody_answers_is_forgotten() -> None:
    wire = Wire()
    play(lambda: OtherServer(asked("INFO"), wire.wiring))

    assert wire.ended_s == pytest.approx(32)


@pytest.mark.parametrize(
    ("acknowledged_s", "times"), [(2.0, [0.5, 1.5]), (None, [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5])]
)
def test_a_2xx_is_repeated_until_it_is_acknowledged(acknowledged_s: float | None, times: list[float]) -> None:
    sent: list[float] = []

    async def run() -> bool:
        acceptance = Acceptance(lambda: sent.append(now_s()), TIMING)
        if acknowledged_s:
            later(acknowledged_s, acceptance.acknowledge)
        return await acceptance.acknowledged()

    assert run_virtually(run()) is (acknowledged_s is not None)
    assert sent == pytest.approx(times)


def test_an_old_sender_without_branches_is_known_by_the_rest() -> None:
    invite, ack = parse(request("INVITE", via="SIP/2.0/UDP a")), parse(request("ACK", via="SIP/2.0/UDP a"))
    other = parse(request("INVITE", via="SIP/2.0/UDP a", cseq="9 INVITE"))
    assert isinstance(invite, Request)
    assert isinstance(ack, Request)
    assert isinstance(other, Request)

    assert server_key(invite) == server_key(ack) != server_key(other)
