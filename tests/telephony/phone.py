"""A telephone played by hand over a `Peer`: it says what a test wants it to, right or wrong. Knows no media."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from giong.telephony.sip.address import NameAddr, parse_uri
from giong.telephony.sip.dialog import Dialog, first_request, new_tag
from giong.telephony.sip.message import Headers, Message, Request, Response, respond
from tests.telephony.sip.peer import Peer

SDP = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=audio 9 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"
)
HELD = SDP + b"a=sendonly\r\n"
TYPE = "application/sdp"
HeaderItems = Iterable[tuple[str, str]]


class Phone:
    """Sends to one port of this machine. `dialog` is that of its last call; `answers` its replies by method."""

    def __init__(self, towards: int) -> None:
        self.peer = Peer.open(towards)
        self.peer.on_message = self._heard
        self.tag = new_tag()
        self.contact = f"<sip:phone@127.0.0.1:{self.peer.port}>"
        self.dialog: Dialog | None = None
        self.requests: list[Request] = []
        self.answers: dict[str, Callable[[Request], Iterable[Response]]] = {}
        self._towards = towards

    def __enter__(self) -> Phone:
        return self

    def __exit__(self, *_: object) -> None:
        self.peer.close()

    @property
    def uri(self) -> str:
        return f"sip:phone@127.0.0.1:{self.peer.port}"

    def invite(
        self, *, to: str = "1900", headers: HeaderItems = (), body: bytes = SDP, caller: str = "0903"
    ) -> Request:
        """Call `to`; the request that was sent."""
        return self.first("INVITE", to=to, headers=headers, body=body, caller=caller)

    def first(
        self, method: str, *, to: str = "1900", headers: HeaderItems = (), body: bytes = b"", caller: str = "0903"
    ) -> Request:
        request = first_request(
            method,
            parse_uri(f"sip:{to}@127.0.0.1:{self._towards}"),
            sender=NameAddr(parse_uri(f"sip:{caller}@127.0.0.1")).tagged(self.tag),
            contact=self.contact,
            headers=headers,
            body=body,
            content_type=TYPE if body else "",
        )
        return self.send(request)

    def send(self, request: Request) -> Request:
        """As it is, with a Via of its own."""
        via = f"SIP/2.0/UDP 127.0.0.1:{self.peer.port};branch=z9hG4bK{new_tag()};rport"
        sent = Request(request.method, request.uri, request.headers.first("Via", via), request.body)
        self.peer.send(sent)
        return sent

    async def final(self, request: Request) -> Response:
        """The final response to it."""
        return await self.heard(lambda one: isinstance(one, Response) and one.status >= 200 and _answers(one, request))

    async def heard(self, wanted: Callable[[Message], bool]) -> Response:
        while True:
            found = next((one for one in self.peer.received if wanted(one)), None)
            if found is not None:
                assert isinstance(found, Response)
                return found
            await asyncio.sleep(0.01)

    async def asked(self, method: str, *, times: int = 1) -> Request:
        """The last of that many requests that came."""
        while len(found := [one for one in self.requests if one.method == method]) < times:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return found[times - 1]

    async def talk(self, *, headers: HeaderItems = (), body: bytes = SDP, answer: bytes = b"") -> Response:
        """A call that is answered and acknowledged."""
        request = self.invite(headers=headers, body=body)
        response = await self.final(request)
        assert response.status == 200, response.status
        self.dialog = Dialog.from_response(request, response)
        self.send(self.dialog.ack(response, body=answer, content_type=TYPE if answer else ""))
        return response

    async def ask(self, method: str, *, headers: HeaderItems = (), body: bytes = b"", kind: str = TYPE) -> Response:
        """A request within the call, and its answer; an INVITE is acknowledged."""
        assert self.dialog is not None
        request = self.send(self.dialog.request(method, headers=headers, body=body, content_type=kind if body else ""))
        response = await self.final(request)
        if method == "INVITE" and response.ok:
            self.send(self.dialog.ack(response))
        return response

    def reply(self, request: Request, status: int, *, headers: HeaderItems = (), body: bytes = b"") -> Response:
        """A response of this phone."""
        items = [("Contact", self.contact), *headers, *([("Content-Type", TYPE)] if body else [])]
        return respond(request, status, headers=items, body=body, to_tag=self.tag)

    def _heard(self, message: Message) -> None:
        if not isinstance(message, Request):
            return
        first_time = all(one.cseq != message.cseq for one in self.requests)
        self.requests.append(message)
        if message.method == "INVITE" and first_time and not message.to.tag:
            self.dialog = Dialog.from_invite(message, local_tag=self.tag, contact=self.contact)
        answer = self.answers.get(message.method, self._answer)
        for response in answer(message):
            self.peer.send(response)

    def _answer(self, request: Request) -> Iterable[Response]:
        if request.method == "ACK":
            return ()
        return (self.reply(request, 200, body=SDP if request.method == "INVITE" else b""),)


def _answers(response: Response, request: Request) -> bool:
    return response.call_id == request.call_id and response.cseq == request.cseq


def header(message: Message, name: str) -> str:
    return message.headers.get(name) or ""


__all__ = ["HELD", "SDP", "Headers", "Phone", "header"]
