"""Where a request goes."""

from __future__ import annotations

import asyncio
import socket

import pytest

from giong.clock import run_virtually
from giong.telephony.sip.address import parse_uri
from giong.telephony.sip.message import Request, parse
from giong.telephony.sip.resolving import FRESH_S, Resolver, routed
from giong.telephony.sip.transport import Hop
from tests.telephony.sip.torture import request


def hops(text: str) -> tuple[Hop, ...]:
    return run_virtually(Resolver().hops(parse_uri(text)))


@pytest.mark.parametrize(
    ("text", "hop"),
    [
        ("sip:a@10.0.0.1", Hop("udp", "10.0.0.1", 5060)),
        ("sip:a@10.0.0.1:5080;transport=TCP", Hop("tcp", "10.0.0.1", 5080)),
        ("sips:a@10.0.0.1", Hop("tls", "10.0.0.1", 5061)),
        ("sips:a@10.0.0.1;transport=tcp", Hop("tls", "10.0.0.1", 5061)),
        ("sip:a@pbx.vn;maddr=10.0.0.2", Hop("udp", "10.0.0.2", 5060)),
        ("sip:a@[2001:db8::1]", Hop("udp", "2001:db8::1", 5060)),
    ],
)
def test_numbers_are_gone_to_by_the_transport_that_is_asked_for(text: str, hop: Hop) -> None:
    assert hops(text) == (hop,)


@pytest.mark.parametrize("text", ["tel:+84901", "sip:a@10.0.0.1;transport=sctp", "isbn:1", "sip:a@giong.invalid"])
def test_what_cannot_be_reached_has_no_way(text: str) -> None:
    assert hops(text) == ()


def test_a_name_is_looked_up_once_a_minute_and_kept_while_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def scene() -> list[tuple[str, ...]]:
        loop, resolver, found = asyncio.get_running_loop(), Resolver(), []

        async def look_up(name: str, port: int, **_: object) -> list[tuple[object, ...]]:
            asked.append(name)
            if len(asked) > 1:
                raise socket.gaierror
            return [(None, None, None, "", (address, port)) for address in ("10.0.0.1", "10.0.0.2", "10.0.0.1")]

        monkeypatch.setattr(loop, "getaddrinfo", look_up)
        for pause_s in (0.0, FRESH_S - 1, 2.0):
            await asyncio.sleep(pause_s)
            found.append(tuple(hop.host for hop in await resolver.hops(parse_uri("sip:a@pbx.vn"))))
        return found

    assert run_virtually(scene()) == [("10.0.0.1", "10.0.0.2")] * 3
    assert asked == ["pbx.vn"] * 2


def test_a_loose_router_is_gone_through_and_a_strict_one_becomes_the_target() -> None:
    loose = _routed("Route: <sip:p1;lr>, <sip:p2;lr>")
    strict = _routed("Route: <sip:p1>, <sip:p2;lr>")

    assert (str(loose[0].uri), loose[0].headers.all("Route")) == (
        "sip:user@example.com",
        ("<sip:p1;lr>", "<sip:p2;lr>"),
    )
    assert loose[1] == "sip:p1;lr"
    assert (str(strict[0].uri), strict[1]) == ("sip:p1", "sip:p1")
    assert strict[0].headers.all("Route") == ("<sip:p2;lr>", "<sip:user@example.com>")


def _routed(route: str) -> tuple[Request, str]:
    message = parse(request("BYE", route))
    assert isinstance(message, Request)
    leaving, uri = routed(message)
    return leaving, str(uri)
