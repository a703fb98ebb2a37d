"""The asking side of an endpoint: requests sent, responses matched, challenges answered. Knows no call and no media.

What a caller must do beyond its own dialog is done here: a reliable provisional response gets its PRACK, a forked 2xx
that nobody wants is acknowledged and ended, a repeated 2xx gets its ACK again, an INVITE that is given up is cancelled.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from giong.failure import place_of
from giong.telephony.sip.dialog import Dialog
from giong.telephony.sip.digest import Credentials, authorised, is_stale
from giong.telephony.sip.headers import COOKIE, CSeq, RAck
from giong.telephony.sip.message import MAX_FORWARDS, Headers, Request, Response, render
from giong.telephony.sip.phrases import PHRASES
from giong.telephony.sip.resolving import Resolver, routed
from giong.telephony.sip.syntax import Malformed, parse_number
from giong.telephony.sip.transaction import (
    ClientTransaction,
    InviteClient,
    OtherClient,
    State,
    Timing,
    Wiring,
    cancellation,
    client_key,
)
from giong.telephony.sip.transport import Hop, Transports, Wire

log = logging.getLogger(__name__)

Progress = Callable[[Response], None]
_NUMBERED = 20_000
"""So many (Call-ID, From tag) have their last CSeq remembered."""


@dataclass(frozen=True)
class Outgoing:
    """What every request of ours gets: our Via's address, and headers such as User-Agent."""

    via: Callable[[Hop], str]
    headers: tuple[tuple[str, str], ...]
    session_headers: tuple[tuple[str, str], ...]
    """For INVITE and UPDATE: Allow and Supported."""


@dataclass
class _Attempt:
    """One request on one wire, waiting for its end."""

    request: Request
    wire: Wire
    progress: Progress | None
    outcome: asyncio.Future[Response]
    transaction: ClientTransaction = field(init=False)
    winner: str = ""
    """The To tag of the 2xx that was handed over."""
    acknowledgements: dict[str, bytes] = field(default_factory=dict)
    """By To tag."""
    reliable_seen: dict[str, int] = field(default_factory=dict)
    """The last RSeq of each To tag."""
    given_up: bool = False
    cancelled: bool = False


class Asker:
    """Sends requests and gives their final responses."""

    def __init__(self, transports: Transports, resolver: Resolver, outgoing: Outgoing, timing: Timing) -> None:
        self._transports = transports
        self._resolver = resolver
        self._outgoing = outgoing
        self._timing = timing
        self._attempts: dict[tuple[str, str], _Attempt] = {}
        self._invites: dict[tuple[str, str, int], _Attempt] = {}
        self._numbers: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def ask(
        self, request: Request, *, hop: Hop | None, credentials: Credentials | None, on_progress: Progress | None
    ) -> Response:
        response = await self._once(request, hop, on_progress)
        seen: set[tuple[int, bool]] = set()
        while credentials and response.status in (401, 407):
            challenge = (response.status, is_stale(response))
            answered = authorised(request, response, credentials)
            if answered is None or challenge in seen:
                break
            seen.add(challenge)
            request = answered
            response = await self._once(request, hop, on_progress)
        return response

    async def send(self, request: Request, *, hop: Hop | None) -> None:
        """An ACK for a 2xx: no answer comes; it is sent again whenever the 2xx is."""
        leaving, wires = await self._way(request, hop)
        for wire in wires:
            data = render(self._dressed(leaving, wire.hop))
            wire.send(data)
            if attempt := self._invites.get(_invite_key(request)):
                attempt.wire = wire
                attempt.acknowledgements[request.to.tag] = data
            return

    def receive(self, response: Response) -> None:
        """A response that came; one that answers nothing of ours is dropped."""
        attempt = self._attempts.get(client_key(response))
        if attempt:
            attempt.transaction.receive(response)

    def lost(self, wire: Wire) -> None:
        """The connection has ended: requests on it that nobody has shown to have are answered here (§17.1.4)."""
        for attempt in tuple(self._attempts.values()):
            if attempt.wire is wire and attempt.transaction.state is State.TRYING:
                attempt.transaction.end()
                _settle(attempt.outcome, _made_here(503))

    async def close(self) -> None:
        for attempt in tuple(self._attempts.values()):
            attempt.transaction.end()
            _settle(attempt.outcome, _made_here(503))
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _once(self, request: Request, hop: Hop | None, progress: Progress | None) -> Response:
        leaving, wires = await self._way(request, hop)
        if not wires:
            return _made_here(503)
        return await self._over(wires[0], leaving, progress)

    async def _way(self, request: Request, hop: Hop | None) -> tuple[Request, tuple[Wire, ...]]:
        """The request as it must leave, and the first wire that can be had; none if there is no way there."""
        leaving, uri = routed(request)
        for candidate in (hop,) if hop else await self._resolver.hops(uri):
            try:
                return leaving, (await self._transports.wire(candidate),)
            except (OSError, TimeoutError) as error:
                log.warning("sip: no way to %s: %s", candidate, type(error).__name__)
        return leaving, ()

    async def _over(self, wire: Wire, request: Request, progress: Progress | None) -> Response:
        dressed = self._dressed(self._numbered(request), wire.hop)
        outcome: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        attempt = _Attempt(dressed, wire, progress, outcome)
        self._start(attempt)
        try:
            return await asyncio.shield(outcome)
        except asyncio.CancelledError:
            self._give_up(attempt)
            raise

    def _start(self, attempt: _Attempt) -> None:
        request, wire = attempt.request, attempt.wire
        key = client_key(request)
        wiring = Wiring(
            send=lambda message: wire.send(render(message)),
            reliable=wire.hop.reliable,
            timing=self._timing,
            over=lambda: self._forget(attempt),
        )
        machine = InviteClient if request.method == "INVITE" else OtherClient
        attempt.transaction = machine(
            request,
            wiring,
            heard=lambda response: self._heard(attempt, response),
            silent=lambda: _settle(attempt.outcome, _made_here(408)),
        )
        self._attempts[key] = attempt
        if request.method == "INVITE":
            self._invites[_invite_key(request)] = attempt
        attempt.transaction.start()

    def _forget(self, attempt: _Attempt) -> None:
        self._attempts.pop(client_key(attempt.request), None)
        if self._invites.get(_invite_key(attempt.request)) is attempt:
            del self._invites[_invite_key(attempt.request)]

    def _heard(self, attempt: _Attempt, response: Response) -> None:
        if response.provisional:
            self._progressed(attempt, response)
        elif response.ok and attempt.request.method == "INVITE":
            self._accepted(attempt, response)
        else:
            _settle(attempt.outcome, response)

    def _progressed(self, attempt: _Attempt, response: Response) -> None:
        if attempt.given_up:
            self._cancel(attempt)
            return
        if "100rel" in response.headers.tokens("Require") and not self._confirm(attempt, response):
            return
        if attempt.progress and response.status > 100:
            try:
                attempt.progress(response)
            except Exception as error:
                log.error("sip: progress was not taken: %s", place_of(error))

    def _accepted(self, attempt: _Attempt, response: Response) -> None:
        tag = response.to.tag
        if acknowledgement_sent := attempt.acknowledgements.get(tag):
            attempt.wire.send(acknowledgement_sent)
        elif attempt.given_up or (attempt.winner and attempt.winner != tag):
            self._spawn(self._hang_up(attempt.request, response))
        elif not attempt.winner:
            attempt.winner = tag or "?"
            _settle(attempt.outcome, response)

    def _give_up(self, attempt: _Attempt) -> None:
        """Whoever asked does not wait any more."""
        if attempt.request.method != "INVITE":
            return
        attempt.given_up = True
        if attempt.outcome.done():
            response = attempt.outcome.result()
            if response.ok and not attempt.acknowledgements:
                self._spawn(self._hang_up(attempt.request, response))
        elif attempt.transaction.state is State.PROCEEDING:
            self._cancel(attempt)

    def _cancel(self, attempt: _Attempt) -> None:
        """CANCEL goes the INVITE's way, once somebody has shown to have it (§9.1)."""
        if isinstance(attempt.transaction, InviteClient) and not attempt.cancelled:
            attempt.cancelled = True
            attempt.transaction.expect_end()
            request = cancellation(attempt.request)
            outcome: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
            self._start(_Attempt(request, attempt.wire, None, outcome))

    async def _hang_up(self, request: Request, response: Response) -> None:
        """Acknowledge and end a dialog that nobody wants."""
        dialog = Dialog.from_response(request, response)
        await self.send(dialog.ack(response), hop=None)
        await self._once(dialog.request("BYE"), None, None)

    def _confirm(self, attempt: _Attempt, response: Response) -> bool:
        """Send the PRACK for a reliable provisional response; False if that came before or too early (RFC 3262 §4)."""
        try:
            rseq = parse_number(response.headers.get("RSeq") or "", below=2**32)
        except Malformed:
            return True
        last = attempt.reliable_seen.get(response.to.tag)
        if last is not None and rseq != last + 1:
            return False
        attempt.reliable_seen[response.to.tag] = rseq
        dialog = Dialog.from_response(attempt.request, response)
        rack = RAck(rseq, attempt.request.cseq)
        self._spawn(self._once(dialog.request("PRACK", headers=[("RAck", str(rack))]), None, None))
        return True

    def _numbered(self, request: Request) -> Request:
        """With a CSeq above all that its Call-ID and From tag have had."""
        if request.method in ("ACK", "CANCEL"):
            return request
        key = (request.call_id, request.sender.tag)
        number = max(request.cseq.number, self._numbers.get(key, -1) + 1)
        self._numbers[key] = number
        self._numbers.move_to_end(key)
        if len(self._numbers) > _NUMBERED:
            self._numbers.popitem(last=False)
        headers = request.headers.set("CSeq", str(CSeq(number, request.method)))
        return Request(request.method, request.uri, headers, request.body)

    def _dressed(self, request: Request, hop: Hop) -> Request:
        via = f"{self._outgoing.via(hop)};branch={COOKIE}{secrets.token_hex(12)};rport"
        added = self._outgoing.headers
        if request.method in ("INVITE", "UPDATE"):
            added += self._outgoing.session_headers
        added += (("Max-Forwards", str(MAX_FORWARDS)),)
        missing = tuple(item for item in added if item[0] not in request.headers)
        headers = Headers((("Via", via), *request.headers.without("Via"), *missing))
        return Request(request.method, request.uri, headers, request.body)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _invite_key(request: Request) -> tuple[str, str, int]:
    return request.call_id, request.sender.tag, request.cseq.number


def _settle(outcome: asyncio.Future[Response], response: Response) -> None:
    if not outcome.done():
        outcome.set_result(response)


def _made_here(status: int) -> Response:
    return Response(status, PHRASES[status])
