"""Two thousand broken messages: each is read or refused, and an endpoint that got them all works as before."""

import asyncio
import contextlib
import logging

import pytest

from giong.clock import run_virtually
from giong.telephony.sip.address import NameAddr, parse_uri
from giong.telephony.sip.dialog import Dialog, first_request
from giong.telephony.sip.endpoint import Bind, Endpoint, Incoming, Limits
from giong.telephony.sip.framing import BrokenStream, Framer
from giong.telephony.sip.message import parse, render
from giong.telephony.sip.syntax import Malformed
from tests.telephony import mutants
from tests.telephony.sip.peer import Peer

COUNT = 2000


def test_each_is_read_or_refused_and_what_is_read_can_be_written() -> None:
    read = 0
    for data in mutants.sip(1, COUNT):
        try:
            message = parse(data)
        except Malformed:
            continue
        read += 1
        assert parse(render(message)).headers.without("Content-Length") == message.headers.without("Content-Length")

    assert COUNT / 5 < read < COUNT * 4 / 5


def test_a_stream_of_them_is_cut_or_given_up() -> None:
    for data in mutants.sip(2, COUNT // 4):
        with contextlib.suppress(BrokenStream):
            list(Framer().feed(data))


def test_an_endpoint_that_got_them_all_still_answers_and_keeps_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        no_limits = Limits(requests_per_s=1e9, requests_at_once=1e9, options_per_s=1e9, options_at_once=1e9)
        endpoint = await Endpoint.open([Bind("udp", "127.0.0.1", 0)], serve=accept, limits=no_limits)
        port = endpoint.binds[0].port
        sender, listener = Peer.open(port), Peer.open(port)
        for number, data in enumerate(mutants.sip(3, COUNT, port=listener.port)):
            sender.send_raw(data)
            if number % 20 == 0:
                await asyncio.sleep(0)
        await asyncio.sleep(0.1)
        ping = first_request("OPTIONS", parse_uri(f"sip:127.0.0.1:{port}"), sender=NameAddr(parse_uri("sip:a@b")))
        alive = await asyncio.wait_for(endpoint.ask(ping), 0.4)
        assert alive.status == 200
        await asyncio.sleep(70)
        assert len(endpoint._answerer._open) == len(endpoint._answerer._numbered) == 0
        await endpoint.close()
        sender.close()
        listener.close()

    async def accept(incoming: Incoming) -> None:
        if incoming.request.method == "INVITE":
            Dialog.from_invite(incoming.request, local_tag=incoming.to_tag, contact="<sip:us@127.0.0.1>")
            await incoming.reply(180)
        await incoming.reply(200)

    with caplog.at_level(logging.ERROR):
        run_virtually(scene())

    assert not caplog.records
