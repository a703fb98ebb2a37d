"""RFC 4475: what must be read, what must be refused, and with which words."""

import asyncio

import pytest

from giong.clock import run_virtually
from giong.telephony.sip.body import part
from giong.telephony.sip.digest import Guard
from giong.telephony.sip.endpoint import Bind, Endpoint, Incoming
from giong.telephony.sip.message import Refused, Request, Response, parse, render
from giong.telephony.sip.syntax import Malformed
from tests.telephony.sip.peer import Peer
from tests.telephony.sip.torture import ANSWERED, BCAST, PARSES, REFUSED


@pytest.mark.parametrize("name", PARSES)
def test_what_is_odd_but_right_is_read_and_survives_rendering(name: str) -> None:
    message = parse(PARSES[name])
    again = parse(render(message))

    assert again.headers.without("Content-Length") == message.headers.without("Content-Length")
    assert again.body == message.body


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused_with_the_right_status(name: str) -> None:
    data, status = REFUSED[name]

    with pytest.raises(Malformed) as refusal:
        parse(data)
    answer = refusal.value.answer if isinstance(refusal.value, Refused) else None

    assert (answer.status if answer else None) == status
    if answer:
        assert parse_start(render(answer)) == f"SIP/2.0 {status}"


def parse_start(data: bytes) -> str:
    return " ".join(data.decode().split("\r\n")[0].split(" ")[:2])


@pytest.mark.parametrize("name", ANSWERED)
def test_what_reads_well_but_asks_for_oddities_is_answered(name: str) -> None:
    data, status = ANSWERED[name]
    answers = run_virtually(answers_to(data))

    assert [answer.status for answer in answers] == [status]


async def answers_to(data: bytes) -> list[Response]:
    """What an endpoint says to that, besides 100."""

    guard = Guard("g", {}.get)

    async def serve(incoming: Incoming) -> None:
        refusal = guard.check(incoming.request, incoming.source.host).refusal
        await incoming.reply(refusal.status if refusal else 200)

    endpoint = await Endpoint.open([Bind("udp", "127.0.0.1", 0)], serve=serve)
    peer = Peer.open(endpoint.binds[0].port)
    peer.send_raw(with_rport(data))
    await asyncio.sleep(0.3)
    await endpoint.close()
    peer.close()
    return [message for message in peer.received if isinstance(message, Response) and message.status > 100]


def test_a_response_to_nothing_that_we_asked_is_not_answered_and_not_passed_on() -> None:
    assert run_virtually(answers_to(BCAST)) == []


def with_rport(data: bytes) -> bytes:
    """The same, so that the answer comes back to the port that the test listens on."""
    return data.replace(b";branch=", b";rport;branch=", 1)


def test_the_tortuous_invite_means_what_it_says() -> None:
    invite = parse(PARSES["wsinv"])

    assert isinstance(invite, Request)
    assert (invite.to.tag, invite.sender.tag, invite.sender.display) == ("1918181833n", "98asjd8", 'J Rosenberg \\"')
    assert (invite.cseq.number, invite.via.host, len(invite.headers.all("Via"))) == (9, "192.0.2.2", 3)
    assert invite.headers.get("NewFangledHeader") == "newfangled value continued newfangled value"
    assert invite.contacts[0].params == {"newparam": "newvalue", "secondparam": "", "q": "0.33"}


def test_escapes_are_undone_in_names_only() -> None:
    invite = parse(PARSES["esc01"])

    assert isinstance(invite, Request)
    assert (invite.uri.user, invite.uri.host, invite.to.uri.user) == ("sips:user@example.com", "example.net", "user")
    assert str(invite.uri) == "sip:sips%3Auser%40example.com@example.net"


def test_what_follows_a_message_in_its_datagram_is_dropped() -> None:
    assert parse(PARSES["dblreq"]).body == b""


def test_a_session_description_is_found_in_a_multipart() -> None:
    message = parse(PARSES["mpart01"])

    assert part(message, "application/sdp") == b"v=0"
    assert part(message, "application/isup") is None
