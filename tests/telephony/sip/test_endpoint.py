"""Two endpoints, or one and a hand-played peer, over loopback in virtual time: whole exchanges."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from giong.clock import run_virtually
from giong.telephony.sip.address import NameAddr, parse_uri
from giong.telephony.sip.dialog import Dialog, first_request
from giong.telephony.sip.digest import Credentials, Guard
from giong.telephony.sip.endpoint import Bind, Endpoint, Hop, Incoming, Limits
from giong.telephony.sip.message import Headers, Message, Request, Response, respond
from tests.telephony.sip.peer import Peer
from tests.telephony.sip.torture import SDP

Serve = Callable[[Incoming], Awaitable[None]]
SDP_TYPE = ("Content-Type", "application/sdp")


async def refuse_all(incoming: Incoming) -> None:
    await incoming.reply(404)


@asynccontextmanager
async def endpoint(
    serve: Serve = refuse_all, *, transport: str = "udp", limits: Limits | None = None
) -> AsyncIterator[Endpoint]:
    opened = await Endpoint.open([Bind(transport, "127.0.0.1", 0)], serve=serve, limits=limits)
    try:
        yield opened
    finally:
        await opened.close()


@asynccontextmanager
async def peer(towards: Endpoint | None = None) -> AsyncIterator[Peer]:
    opened = Peer.open(towards.binds[0].port if towards else 9)
    try:
        yield opened
    finally:
        opened.close()


def uri_of(port: int, *, transport: str = "udp") -> str:
    return f"sip:an@127.0.0.1:{port}" + (f";transport={transport}" if transport != "udp" else "")


def invite(caller: Endpoint, port: int, *, transport: str = "udp", body: bytes = SDP.encode(), **extra: str) -> Request:
    return first_request(
        "INVITE",
        parse_uri(uri_of(port, transport=transport)),
        sender=NameAddr(parse_uri("sip:binh@example.vn"), "Bình"),
        contact=caller.contact("binh", transport),
        headers=[(name.replace("_", "-"), value) for name, value in extra.items()],
        body=body,
        content_type="application/sdp" if body else "",
    )


class Callee:
    """Accepts every call and keeps what comes within."""

    def __init__(self) -> None:
        self.endpoint: Endpoint | None = None
        self.within: list[str] = []
        self.acknowledged: bool | None = None
        self.dialog: Dialog | None = None

    async def serve(self, incoming: Incoming) -> None:
        assert self.endpoint
        contact = self.endpoint.contact("an", self.endpoint.binds[0].transport, towards=incoming.source)
        self.dialog = Dialog.from_invite(incoming.request, local_tag=incoming.to_tag, contact=contact)
        self.endpoint.attach(self.dialog, self.inside)
        await incoming.reply(180, headers=[("Contact", contact)])
        await incoming.reply(200, headers=[("Contact", contact), SDP_TYPE], body=SDP.encode())
        self.acknowledged = await incoming.acknowledged()

    async def inside(self, incoming: Incoming) -> None:
        self.within.append(incoming.request.method)
        await incoming.reply(200)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_call_is_made_kept_and_ended(transport: str) -> None:
    async def scene() -> None:
        callee = Callee()
        async with endpoint(callee.serve, transport=transport) as called, endpoint(transport=transport) as caller:
            callee.endpoint = called
            seen: list[int] = []
            request = invite(caller, called.binds[0].port, transport=transport)
            response = await caller.ask(request, on_progress=lambda heard: seen.append(heard.status))
            dialog = Dialog.from_response(request, response)
            await caller.send(dialog.ack(response))
            info = await caller.ask(dialog.request("INFO", body=b"Signal=5", content_type="application/dtmf-relay"))
            bye = await caller.ask(dialog.request("BYE"))
            assert callee.dialog
            called.detach(callee.dialog)
            late = await caller.ask(dialog.request("INFO"))

        assert (seen, response.status, info.status, bye.status, late.status) == ([180], 200, 200, 200, 481)
        assert (callee.within, callee.acknowledged) == (["ACK", "INFO", "BYE"], True)

    run_virtually(scene())


def test_the_one_who_was_called_can_ask_too() -> None:
    async def scene() -> None:
        callee = Callee()
        heard: list[str] = []

        async def inside(incoming: Incoming) -> None:
            heard.append(incoming.request.method)
            await incoming.reply(200)

        async with endpoint(callee.serve) as called, endpoint() as caller:
            callee.endpoint = called
            request = invite(caller, called.binds[0].port)
            response = await caller.ask(request)
            dialog = Dialog.from_response(request, response)
            caller.attach(dialog, inside)
            await caller.send(dialog.ack(response))
            assert callee.dialog
            answer = await called.ask(callee.dialog.request("BYE"))

        assert (heard, answer.status) == (["BYE"], 200)

    run_virtually(scene())


def test_an_answer_that_nobody_acknowledges_is_repeated_and_told() -> None:
    async def scene() -> None:
        callee = Callee()
        async with endpoint(callee.serve) as called, peer(called) as caller, endpoint() as other:
            callee.endpoint = called
            request = invite(other, called.binds[0].port)
            via = ("Via", f"SIP/2.0/UDP 127.0.0.1:{caller.port};branch=z9hG4bKaa")
            caller.send(Request("INVITE", request.uri, request.headers.first(*via), request.body))
            await asyncio.sleep(40)

        assert caller.statuses().count(200) == 11
        assert callee.acknowledged is False

    run_virtually(scene())


def test_a_call_given_up_while_it_rings_is_cancelled() -> None:
    async def scene() -> None:
        cancelled = asyncio.Event()

        async def ring(incoming: Incoming) -> None:
            await incoming.reply(180)
            await incoming.cancelled.wait()
            await incoming.reply(200)  # too late, goes nowhere
            cancelled.set()

        async with endpoint(ring) as called, endpoint() as caller:
            asked = asyncio.create_task(caller.ask(invite(caller, called.binds[0].port)))
            await asyncio.sleep(1)
            asked.cancel()
            await asyncio.wait_for(cancelled.wait(), 5)
            with pytest.raises(asyncio.CancelledError):
                await asked

    run_virtually(scene())


@pytest.mark.parametrize("early", [True, False])
def test_an_answer_that_crosses_the_giving_up_is_ended(early: bool) -> None:
    """CANCEL waits until somebody has shown to have the INVITE, and a 2xx may come all the same."""

    async def scene() -> None:
        async with peer() as called, endpoint() as caller:

            def play(message: Message) -> None:
                if not isinstance(message, Request) or message.method not in ("INVITE", "CANCEL", "BYE"):
                    return
                if message.method != "INVITE":
                    called.send(respond(message, 200, to_tag="t"))
                elif early:
                    called.send(respond(message, 180, to_tag="t"))
                if message.method == ("CANCEL" if early else "INVITE"):
                    asyncio.get_running_loop().call_later(1, accept)

            def accept() -> None:
                first = called.received[0]
                assert isinstance(first, Request)
                contact = ("Contact", f"<sip:an@127.0.0.1:{called.port}>")
                called.send(respond(first, 200, to_tag="t", headers=[contact]))

            called.on_message = play
            asked = asyncio.create_task(caller.ask(invite(caller, called.port)))
            await asyncio.sleep(0.2)
            asked.cancel()
            await asyncio.sleep(3)

        expected = ["INVITE", "CANCEL", "ACK", "BYE"] if early else ["INVITE", "INVITE", "ACK", "BYE"]
        assert called.methods()[:4] == expected

    run_virtually(scene())


def test_a_second_phone_that_answers_is_hung_up_and_the_first_hears_its_ack_again() -> None:
    async def scene() -> list[tuple[str, str]]:
        async with peer() as called, endpoint() as caller:

            def play(message: Message) -> None:
                if isinstance(message, Request) and message.method == "INVITE":
                    contact = ("Contact", f"<sip:an@127.0.0.1:{called.port}>")
                    for tag in ("one", "two"):
                        called.send(respond(message, 200, to_tag=tag, headers=[contact]))
                    again = respond(message, 200, to_tag="one", headers=[contact])
                    asyncio.get_running_loop().call_later(1, called.send, again)
                elif isinstance(message, Request) and message.method == "BYE":
                    called.send(respond(message, 200))

            called.on_message = play
            request = invite(caller, called.port)
            response = await caller.ask(request)
            assert response.to.tag == "one"
            await caller.send(Dialog.from_response(request, response).ack(response))
            await asyncio.sleep(3)
            return sorted((m.method, m.to.tag) for m in called.received if isinstance(m, Request) and m.to.tag)

    assert run_virtually(scene()) == [("ACK", "one"), ("ACK", "one"), ("ACK", "two"), ("BYE", "two")]


def test_a_challenge_is_answered_once_with_a_higher_number() -> None:
    async def scene(password: str) -> tuple[int, list[int]]:
        guard = Guard("gióng", {"an": "bí mật"}.get)
        numbers: list[int] = []

        async def serve(incoming: Incoming) -> None:
            numbers.append(incoming.request.cseq.number)
            verdict = guard.check(incoming.request, incoming.source.host)
            refusal = verdict.refusal
            await incoming.reply(refusal.status if refusal else 200, headers=_challenges(refusal))

        async with endpoint(serve) as registrar, endpoint() as phone:
            request = first_request(
                "REGISTER",
                parse_uri(f"sip:127.0.0.1:{registrar.binds[0].port}"),
                sender=NameAddr(parse_uri("sip:an@gióng".replace("ó", "o"))),
                contact=phone.contact("an"),
            )
            response = await phone.ask(request, credentials=Credentials("an", password))
        return response.status, numbers

    assert run_virtually(scene("bí mật")) == (200, [1, 2])
    assert run_virtually(scene("sai")) == (401, [1, 2])


def _challenges(refusal: Response | None) -> list[tuple[str, str]]:
    return [("WWW-Authenticate", value) for value in refusal.headers.all("WWW-Authenticate")] if refusal else []


def test_a_proxy_and_the_pbx_behind_it_may_both_ask() -> None:
    async def scene() -> list[int]:
        asked: list[int] = []

        async def serve(incoming: Incoming) -> None:
            headers = incoming.request.headers
            status = 407 if "Proxy-Authorization" not in headers else 401 if "Authorization" not in headers else 200
            name = "Proxy-Authenticate" if status == 407 else "WWW-Authenticate"
            asked.append(status)
            await incoming.reply(status, headers=[(name, f'Digest realm="{status}", nonce="n"')])

        async with endpoint(serve) as called, endpoint() as caller:
            await caller.ask(invite(caller, called.binds[0].port), credentials=Credentials("an", "p"))
        return asked

    assert run_virtually(scene()) == [407, 401, 200]


def test_a_connection_that_ends_answers_what_waits_on_it() -> None:
    async def scene() -> tuple[int, bool]:
        async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(100)
            writer.close()

        server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
        async with endpoint(transport="tcp") as caller, server:
            request = invite(caller, server.sockets[0].getsockname()[1], transport="tcp")
            response = await asyncio.wait_for(caller.ask(request), 1)
        return response.status, response.local

    assert run_virtually(scene()) == (503, True)


def test_silence_is_a_408_and_nowhere_a_503() -> None:
    async def scene() -> tuple[Response, Response, Response]:
        async with peer() as deaf, endpoint() as caller, endpoint(transport="tcp") as by_stream:
            silent = await caller.ask(invite(caller, deaf.port))
            nowhere = await caller.ask(
                first_request("OPTIONS", parse_uri("tel:+84901"), sender=NameAddr(parse_uri("sip:a@b")))
            )
            refused = await by_stream.ask(invite(by_stream, deaf.port, transport="tcp"))
            return silent, nowhere, refused

    answers = run_virtually(scene())

    assert [(answer.status, answer.local) for answer in answers] == [(408, True), (503, True), (503, True)]


def test_a_reliable_ringing_gets_its_prack_before_the_answer() -> None:
    async def scene() -> None:
        order: list[str] = []
        holder: list[Endpoint] = []

        async def serve(incoming: Incoming) -> None:
            contact = holder[0].contact("an")
            await incoming.reply(183, headers=[("Contact", contact)], reliable=True)
            order.append("183 sent")
            await incoming.reply(180, headers=[("Contact", contact)], reliable=True)
            order.append("180 sent")
            await incoming.reply(200, headers=[("Contact", contact)])

        async with endpoint(serve) as called, endpoint() as caller:
            holder.append(called)
            request = invite(caller, called.binds[0].port)
            response = await caller.ask(request, on_progress=lambda heard: order.append(f"{heard.status} heard"))
            bye = Dialog.from_response(request, response).request("BYE")
            assert bye.cseq.number == request.cseq.number + 1
            ended = await caller.ask(bye)

        assert order[0] == "183 sent"
        assert order[1:] in (["183 heard", "180 sent", "180 heard"], ["183 heard", "180 heard", "180 sent"])
        assert (response.status, ended.cseq.number) == (200, request.cseq.number + 3)

    run_virtually(scene())


def test_a_reliable_ringing_is_repeated_until_its_prack() -> None:
    async def ring(incoming: Incoming) -> None:
        await incoming.reply(180)

    async def scene() -> tuple[list[int], list[int]]:
        async with endpoint(ring) as called, peer(called) as caller, endpoint() as other:
            request = invite(other, called.binds[0].port, Require="100rel")
            via = ("Via", f"SIP/2.0/UDP 127.0.0.1:{caller.port};branch=z9hG4bKaa")
            caller.send(Request("INVITE", request.uri, request.headers.first(*via), request.body))
            await asyncio.sleep(2)
            repeated = caller.statuses()
            ringing = caller.received[-1]
            assert isinstance(ringing, Response)
            rseq = ringing.headers.get("RSeq")
            dialog = Dialog(request.call_id, request.sender, ringing.to, request.uri, local_cseq=1)
            prack = dialog.request("PRACK", headers=[("RAck", f"{rseq} 1 INVITE"), ("Via", f"{via[1]}b")])
            caller.send(prack)
            await asyncio.sleep(30)
            return repeated, caller.statuses()[len(repeated) :]

    assert run_virtually(scene()) == ([100, 180, 180, 180], [200])


def test_a_caller_who_confirms_nothing_is_not_there() -> None:
    gone: list[bool] = []

    async def ring(incoming: Incoming) -> None:
        await incoming.reply(180)
        await incoming.reply(200)
        gone.append(incoming.cancelled.is_set())

    async def scene() -> list[int]:
        async with endpoint(ring) as called, peer(called) as caller, endpoint() as other:
            request = invite(other, called.binds[0].port, Require="100rel")
            via = ("Via", f"SIP/2.0/UDP 127.0.0.1:{caller.port};branch=z9hG4bKaa")
            caller.send(Request("INVITE", request.uri, request.headers.first(*via), request.body))
            await asyncio.sleep(33)
            return caller.statuses()

    statuses = run_virtually(scene())

    assert statuses[:2] == [100, 180]
    assert set(statuses[2:]) == {180, 504}
    assert gone == [True]


def test_the_same_request_by_two_ways_is_a_loop_and_twice_by_one_way_is_not() -> None:
    async def ring(incoming: Incoming) -> None:
        await incoming.reply(180)

    async def scene() -> list[int]:
        async with endpoint(ring) as called, peer(called) as caller, endpoint() as other:
            request = invite(other, called.binds[0].port)
            for branch in ("aa", "aa", "bb"):
                via = f"SIP/2.0/UDP 127.0.0.1:{caller.port};branch=z9hG4bK{branch}"
                caller.send(Request("INVITE", request.uri, request.headers.first("Via", via), request.body))
                await asyncio.sleep(0.1)
            return caller.statuses()

    assert run_virtually(scene()) == [100, 180, 180, 482]


def test_a_call_goes_the_way_that_the_proxies_asked_for() -> None:
    async def scene(parameter: str) -> tuple[str, tuple[str, ...]]:
        async with peer() as proxy, endpoint() as caller:

            def play(message: Message) -> None:
                if isinstance(message, Request) and message.method != "ACK":
                    route = ("Record-Route", f"<sip:127.0.0.1:{proxy.port}{parameter}>")
                    answer = respond(message, 200, to_tag="t", headers=[("Contact", "<sip:far@192.0.2.9>"), route])
                    proxy.send(answer)

            proxy.on_message = play
            request = invite(caller, proxy.port)
            response = await caller.ask(request)
            dialog = Dialog.from_response(request, response)
            await caller.send(dialog.ack(response))
            await caller.ask(dialog.request("BYE"))
            bye = proxy.received[-1]
            assert isinstance(bye, Request)
            port = str(proxy.port)
            routes = tuple(route.replace(port, "PORT") for route in bye.headers.all("Route"))
            return str(bye.uri).replace(port, "PORT"), routes

    assert run_virtually(scene(";lr")) == ("sip:far@192.0.2.9", ("<sip:127.0.0.1:PORT;lr>",))
    assert run_virtually(scene("")) == ("sip:127.0.0.1:PORT", ("<sip:far@192.0.2.9>",))


def test_a_handler_that_breaks_is_a_500_and_nothing_of_the_message_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(incoming: Incoming) -> None:
        raise ValueError("bí mật của khách")

    async def scene() -> int:
        async with endpoint(breaks) as called, endpoint() as caller:
            return (await caller.ask(invite(caller, called.binds[0].port))).status

    assert run_virtually(scene()) == 500
    assert "bí mật" not in caplog.text
    assert "test_endpoint.py" in caplog.text


def test_answers_go_where_the_via_says_and_to_the_real_port_with_rport() -> None:
    async def scene(rport: str) -> tuple[int, int]:
        async with endpoint() as called, peer(called) as caller, peer() as listening:
            headers = first_request("OPTIONS", parse_uri("sip:a@b"), sender=NameAddr(parse_uri("sip:c@d"))).headers
            via = f"SIP/2.0/UDP 10.9.9.9:{listening.port};branch=z9hG4bKaa{rport}"
            caller.send(Request("OPTIONS", parse_uri("sip:a@b"), Headers((("Via", via), *headers))))
            await asyncio.sleep(0.1)
            answers = [*caller.received, *listening.received]
            assert answers[0].via.params.get("received") == "127.0.0.1"
            return len(caller.received), len(listening.received)

    assert run_virtually(scene("")) == (0, 1)
    assert run_virtually(scene(";rport")) == (1, 0)


def test_a_flood_is_limited_while_calls_go_on_and_options_are_answered() -> None:
    async def ring(incoming: Incoming) -> None:
        await incoming.reply(486)

    async def scene() -> None:
        limits = Limits(requests_per_s=5, requests_at_once=10, refusals_per_s=3)
        callee = Callee()
        async with endpoint(callee.serve, limits=limits) as called, endpoint() as caller, peer(called) as flooder:
            callee.endpoint = called
            request = invite(caller, called.binds[0].port)
            response = await caller.ask(request)
            dialog = Dialog.from_response(request, response)
            await caller.send(dialog.ack(response))
            for number in range(500):
                flood = invite(caller, called.binds[0].port)
                via = ("Via", f"SIP/2.0/UDP 127.0.0.1:{flooder.port};branch=z9hG4bKflood{number}")
                flooder.send(Request("INVITE", flood.uri, flood.headers.first(*via), flood.body))
            options = first_request("OPTIONS", request.uri, sender=request.sender)
            alive = await asyncio.wait_for(caller.ask(options), 0.4)
            info = await asyncio.wait_for(caller.ask(dialog.request("INFO")), 0.4)
            await asyncio.sleep(0.3)

        statuses = flooder.statuses()
        assert (statuses.count(200), statuses.count(503)) == (9, 3)
        assert (alive.status, info.status) == (200, 200)

    run_virtually(scene())


def test_a_keep_alive_is_answered_on_a_stream() -> None:
    async def scene() -> bytes:
        async with endpoint(transport="tcp") as called:
            reader, writer = await asyncio.open_connection("127.0.0.1", called.binds[0].port)
            writer.write(b"\r\n\r\n")
            pong = await asyncio.wait_for(reader.read(10), 5)
            writer.close()
            return pong

    assert run_virtually(scene()) == b"\r\n"


def test_a_stream_without_sip_is_closed() -> None:
    async def scene() -> bytes:
        async with endpoint(transport="tcp") as called:
            reader, writer = await asyncio.open_connection("127.0.0.1", called.binds[0].port)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            rest = await asyncio.wait_for(reader.read(), 5)
            writer.close()
            return rest

    assert run_virtually(scene()) == b""


def test_a_hop_is_reached_whatever_the_uri_says() -> None:
    async def scene() -> int:
        async with endpoint() as called, endpoint() as caller:
            request = first_request(
                "OPTIONS", parse_uri("sip:a@nowhere.invalid"), sender=NameAddr(parse_uri("sip:c@d"))
            )
            return (await caller.ask(request, hop=Hop("udp", "127.0.0.1", called.binds[0].port))).status

    assert run_virtually(scene()) == 200


def test_closing_tells_those_who_wait() -> None:
    async def ring(incoming: Incoming) -> None:
        await incoming.reply(180)
        await asyncio.sleep(3600)

    async def scene() -> int:
        async with endpoint() as caller:
            called = await Endpoint.open([Bind("udp", "127.0.0.1", 0)], serve=ring)
            asked = asyncio.create_task(caller.ask(invite(caller, called.binds[0].port)))
            await asyncio.sleep(1)
            await called.close()
            return (await asked).status

    assert run_virtually(scene()) == 503


def test_so_many_may_wait_for_an_answer_and_those_who_have_it_do_not_count() -> None:
    async def serve(incoming: Incoming) -> None:
        if incoming.request.headers.get("Subject") == "wait":
            await incoming.reply(180)
        else:
            await incoming.reply(486)

    async def scene() -> list[int]:
        async with endpoint(serve, limits=Limits(waiting=3)) as called, endpoint() as caller:
            port = called.binds[0].port
            answered = [(await caller.ask(invite(caller, port))).status for _ in range(5)]
            waiting = [asyncio.create_task(caller.ask(invite(caller, port, Subject="wait"))) for _ in range(3)]
            await asyncio.sleep(0.1)
            beyond = (await caller.ask(invite(caller, port))).status
            for one in waiting:
                one.cancel()
            await asyncio.sleep(0.1)
            after = (await caller.ask(invite(caller, port))).status
            return [*answered, beyond, after]

    assert run_virtually(scene()) == [486] * 5 + [503, 486]


def test_an_ended_call_leaves_nothing_that_must_be_swept() -> None:
    """Sweeping holds up every call of the process, the more the longer it has run."""

    async def scene() -> set[str]:
        callee = Callee()
        async with endpoint(callee.serve) as called, endpoint() as caller:
            callee.endpoint = called
            gc.collect()
            for _ in range(3):
                request = invite(caller, called.binds[0].port)
                response = await caller.ask(request)
                dialog = Dialog.from_response(request, response)
                await caller.send(dialog.ack(response))
                await caller.ask(dialog.request("BYE"))
                assert callee.dialog
                called.detach(callee.dialog)
            await asyncio.sleep(100)
            gc.set_debug(gc.DEBUG_SAVEALL)
            gc.collect()
            return {type(one).__name__ for one in gc.garbage if "sip" in type(one).__module__}

    try:
        gc.disable()
        assert run_virtually(scene()) == set()
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
