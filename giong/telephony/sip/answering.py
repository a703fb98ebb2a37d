"""The answering side of an endpoint: what is new, whose dialog it is in, what is refused at once. Knows no call.

Refusals and OPTIONS are answered without keeping anything (RFC 3261 §8.2.7), so that a flood of them leaves no trace.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from giong.failure import place_of
from giong.telephony.sip.capability import Capability, objection
from giong.telephony.sip.dialog import Dialog, DialogKey, key_of, new_tag
from giong.telephony.sip.flood import Admittance, Flood, Kind
from giong.telephony.sip.headers import Via, parse_rack
from giong.telephony.sip.incoming import Dress, Incoming
from giong.telephony.sip.message import Headers, Message, Request, Response, render, respond
from giong.telephony.sip.syntax import Malformed
from giong.telephony.sip.transaction import (
    InviteServer,
    OtherServer,
    ServerTransaction,
    State,
    Timing,
    Wiring,
    server_key,
)
from giong.telephony.sip.transport import Wire

log = logging.getLogger(__name__)

Handler = Callable[[Incoming], Awaitable[None]]
_Number = tuple[str, str, int]
"""Call-ID, From tag and CSeq: what an INVITE shares with its ACK."""
_RETRY_AFTER = (("Retry-After", "5"),)


@dataclass
class _Open:
    """A request that has a transaction of ours."""

    incoming: Incoming
    transaction: ServerTransaction


class Answerer:
    """Takes requests to where they belong. `told` are the headers of an answer to OPTIONS."""

    def __init__(
        self,
        serve: Handler,
        *,
        flood: Flood,
        waiting: int,
        capability: Capability,
        dress: Dress,
        told: Callable[[Request], tuple[tuple[str, str], ...]],
        timing: Timing,
    ) -> None:
        self._serve = serve
        self._flood = flood
        self._waiting = waiting
        self._capability = capability
        self._dress = dress
        self._told = told
        self._timing = timing
        self._secret = secrets.token_bytes(16)
        self._open: dict[tuple[str, ...], _Open] = {}
        self._unanswered: set[tuple[str, ...]] = set()
        self._numbered: dict[_Number, _Open] = {}
        self._dialogs: dict[DialogKey, Handler] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def attach(self, dialog: Dialog, handler: Handler) -> None:
        self._dialogs[dialog.key] = handler

    def detach(self, dialog: Dialog) -> None:
        self._dialogs.pop(dialog.key, None)

    def receive(self, request: Request, wire: Wire) -> None:
        """A sound request from the wire."""
        request = _received(request, wire)
        known = self._open.get(server_key(request))
        if request.method == "CANCEL":
            self._cancel(request, wire, known)
        elif request.method == "ACK":
            self._acknowledge(request, wire, known)
        elif known:
            known.transaction.receive(request)
        elif handler := self._dialogs.get(key_of(request, ours=False)):
            self._take_in_dialog(request, wire, handler)
        elif self._admits(request, wire):
            self._take_new(request, wire)

    def refuse(self, request: Request, wire: Wire, status: int, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Answer and forget."""
        tag = hmac.new(self._secret, repr(server_key(request)).encode("utf-8", "replace"), hashlib.sha256).hexdigest()
        response = respond(request, status, headers=headers, to_tag=tag[:16])
        self._back(request, wire).send(render(self._dress(request, response)))

    async def close(self) -> None:
        for one in tuple(self._open.values()):
            if one.transaction.request.method == "INVITE":
                one.incoming.refuse(503)
            one.incoming.close()
            one.transaction.end()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _admits(self, request: Request, wire: Wire) -> bool:
        kind = Kind.OPTIONS if request.method == "OPTIONS" else Kind.REQUEST
        admittance = self._flood.admit(wire.hop.host, kind)
        if admittance is Admittance.ADMITTED and len(self._unanswered) >= self._waiting and kind is Kind.REQUEST:
            admittance = Admittance.REFUSED
        if admittance is Admittance.REFUSED:
            self.refuse(request, wire, 503, _RETRY_AFTER)
        return admittance is Admittance.ADMITTED

    def _take_new(self, request: Request, wire: Wire) -> None:
        """A request outside of all dialogs that we know."""
        if against := objection(request, self._capability):
            self.refuse(request, wire, against.status, against.headers)
        elif request.method == "PRACK" and self._confirmed(request):
            self.refuse(request, wire, 200)
        elif request.to.tag:
            self.refuse(request, wire, 481)
        elif request.method == "OPTIONS":
            self.refuse(request, wire, 200, self._told(request))
        elif _number(request) in self._numbered:  # it came here by two ways (§8.2.2.2)
            self.refuse(request, wire, 482)
        else:
            self._begin(request, wire, self._serve)

    def _take_in_dialog(self, request: Request, wire: Wire, handler: Handler) -> None:
        if request.method == "PRACK" and not request.body:
            self.refuse(request, wire, 200 if self._confirmed(request) else 481)
        elif against := objection(request, self._capability):
            self.refuse(request, wire, against.status, against.headers)
        else:
            if request.method == "PRACK":
                self._confirmed(request)
            self._begin(request, wire, handler)

    def _begin(self, request: Request, wire: Wire, handler: Handler) -> None:
        key, back = server_key(request), self._back(request, wire)

        def send(message: Message) -> None:
            if isinstance(message, Response) and not message.provisional:
                self._unanswered.discard(key)
            back.send(render(message))

        wiring = Wiring(send, wire.hop.reliable, self._timing, over=lambda: self._forget(key))
        machine = InviteServer if request.method == "INVITE" else OtherServer
        transaction = machine(request, wiring)
        tag = request.to.tag or new_tag()
        incoming = Incoming(request, wire.hop, transaction, to_tag=tag, dress=self._dress, timing=self._timing)
        self._unanswered.add(key)
        self._open[key] = self._numbered[_number(request)] = _Open(incoming, transaction)
        if request.method == "INVITE":
            transaction.reply(respond(request, 100))
        self._spawn(incoming, handler)

    def _forget(self, key: tuple[str, ...]) -> None:
        self._unanswered.discard(key)
        if gone := self._open.pop(key, None):
            self._numbered.pop(_number(gone.transaction.request), None)

    def _cancel(self, request: Request, wire: Wire, known: _Open | None) -> None:
        if not known or known.transaction.request.method != "INVITE":
            self.refuse(request, wire, 481)
            return
        answer = respond(request, 200, to_tag=known.incoming.to_tag)
        self._back(request, wire).send(render(self._dress(request, answer)))
        if not known.incoming.answered:
            known.incoming.refuse(487)
            known.incoming.cancelled.set()

    def _acknowledge(self, request: Request, wire: Wire, known: _Open | None) -> None:
        """An ACK belongs to a refused INVITE's transaction, or to a dialog."""
        if known and known.transaction.state is not State.ACCEPTED:
            known.transaction.receive(request)
            return
        if one := self._numbered.get(_number(request)):
            one.incoming.acknowledge()
        if handler := self._dialogs.get(key_of(request, ours=False)):
            silent = OtherServer(request, Wiring(lambda _: None, True, self._timing, over=lambda: None))
            incoming = Incoming(
                request, wire.hop, silent, to_tag=request.to.tag, dress=self._dress, timing=self._timing
            )
            silent.end()
            self._spawn(incoming, handler)

    def _confirmed(self, prack: Request) -> bool:
        """Whether a PRACK is for a provisional response that waits for it."""
        try:
            rack = parse_rack(prack.headers.get("RAck") or "")
        except Malformed:
            return False
        one = self._numbered.get((prack.call_id, prack.sender.tag, rack.cseq.number))
        return one is not None and one.incoming.confirm(rack)

    def _spawn(self, incoming: Incoming, handler: Handler) -> None:
        task = asyncio.create_task(self._run(incoming, handler))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, incoming: Incoming, handler: Handler) -> None:
        try:
            await handler(incoming)
        except Exception as error:
            log.error("sip: %s failed: %s", incoming.request.method, place_of(error))
            incoming.refuse(500)

    def _back(self, request: Request, wire: Wire) -> Wire:
        """Where responses go (RFC 3261 §18.2.2, RFC 3581 §4)."""
        via = request.via
        return wire if "rport" in via.params else wire.at_port(via.port or 5060)


def _number(request: Request) -> _Number:
    return request.call_id, request.sender.tag, request.cseq.number


def _received(request: Request, wire: Wire) -> Request:
    """With the address that it really came from in its first Via."""
    first, *others = request.headers.all("Via")
    seen: Via = request.via.seen_from(wire.hop.host, wire.hop.port)
    if str(seen) == first and len(request.headers.all("Via")) == 1:
        return request
    rest = (item for item in request.headers if item[0] != "Via")
    headers = Headers((("Via", str(seen)), *(("Via", via) for via in others), *rest))
    return Request(request.method, request.uri, headers, request.body)


def dressed(response: Response, added: tuple[tuple[str, str], ...]) -> Response:
    """With these headers, where it has none of that name."""
    missing = tuple(item for item in added if item[0] not in response.headers)
    return Response(response.status, response.reason, Headers((*response.headers, *missing)), response.body)
