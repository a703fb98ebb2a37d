"""The asking side of an endpoint: requests find their way, are numbered, and answer challenges. Knows no call."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from giong.telephony.sip.attempt import Attempt, Progress, made_here
from giong.telephony.sip.dialog import Dialog
from giong.telephony.sip.digest import Credentials, authorised, is_stale
from giong.telephony.sip.headers import COOKIE, CSeq
from giong.telephony.sip.message import MAX_FORWARDS, Headers, Request, Response, render
from giong.telephony.sip.resolving import Resolver, routed
from giong.telephony.sip.transaction import Timing, client_key
from giong.telephony.sip.transport import Hop, Transports, Wire

log = logging.getLogger(__name__)

_NUMBERED = 20_000
"""So many (Call-ID, From tag) have their last CSeq remembered."""


@dataclass(frozen=True)
class Outgoing:
    """What every request of ours gets: our Via's address, headers such as User-Agent, and for INVITE and UPDATE those
    of `session_headers` (Allow, Supported).
    """

    via: Callable[[Hop], str]
    headers: tuple[tuple[str, str], ...]
    session_headers: tuple[tuple[str, str], ...]

    def dress(self, request: Request, hop: Hop) -> Request:
        """The request as it goes there, with a branch of its own."""
        via = f"{self.via(hop)};branch={COOKIE}{secrets.token_hex(12)};rport"
        added = self.headers
        if request.method in ("INVITE", "UPDATE"):
            added += self.session_headers
        added += (("Max-Forwards", str(MAX_FORWARDS)),)
        missing = tuple(item for item in added if item[0] not in request.headers)
        headers = Headers((("Via", via), *request.headers.without("Via"), *missing))
        return Request(request.method, request.uri, headers, request.body)


class Numbers:
    """Remembers which CSeq each Call-ID and From tag have had."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, str], int] = OrderedDict()

    def number(self, request: Request) -> Request:
        """The request with a CSeq above all before it; retries and PRACKs have taken numbers that their dialog does not
        know of.
        """
        if request.method in ("ACK", "CANCEL"):
            return request
        key = (request.call_id, request.sender.tag)
        number = max(request.cseq.number, self._last.get(key, -1) + 1)
        self._last[key] = number
        self._last.move_to_end(key)
        if len(self._last) > _NUMBERED:
            self._last.popitem(last=False)
        headers = request.headers.set("CSeq", str(CSeq(number, request.method)))
        return Request(request.method, request.uri, headers, request.body)


class Asker:
    """Sends requests and gives their final responses. Does the `Errands` of its attempts."""

    def __init__(self, transports: Transports, resolver: Resolver, outgoing: Outgoing, timing: Timing) -> None:
        self._transports = transports
        self._resolver = resolver
        self._outgoing = outgoing
        self._timing = timing
        self._numbers = Numbers()
        self._attempts: dict[tuple[str, str], Attempt] = {}
        self._invites: dict[tuple[str, str, int], Attempt] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def ask(
        self, request: Request, *, hop: Hop | None, credentials: Credentials | None, on_progress: Progress | None
    ) -> Response:
        """Answers each challenge once, and once more when only its nonce was too old."""
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
        """An ACK for a 2xx."""
        leaving, wire = await self._way(request, hop)
        if wire is None:
            return
        data = render(self._outgoing.dress(leaving, wire.hop))
        wire.send(data)
        if attempt := self._invites.get(_invite_key(request)):
            attempt.acknowledge(request.to.tag, wire, data)

    def receive(self, response: Response) -> None:
        """A response that came; one that answers nothing of ours is dropped."""
        if attempt := self._attempts.get(client_key(response)):
            attempt.receive(response)

    def lost(self, wire: Wire) -> None:
        """The connection has ended."""
        for attempt in tuple(self._attempts.values()):
            attempt.lose(wire)

    async def close(self) -> None:
        for attempt in tuple(self._attempts.values()):
            attempt.fail()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def begin(self, attempt: Attempt) -> None:
        self._attempts[client_key(attempt.request)] = attempt
        if attempt.request.method == "INVITE":
            self._invites[_invite_key(attempt.request)] = attempt
        attempt.start()

    def forget(self, attempt: Attempt) -> None:
        self._attempts.pop(client_key(attempt.request), None)
        if self._invites.get(_invite_key(attempt.request)) is attempt:
            del self._invites[_invite_key(attempt.request)]

    def ask_aside(self, request: Request) -> None:
        self._spawn(self._once(request, None, None))

    def end(self, request: Request, response: Response) -> None:
        self._spawn(self._end(Dialog.from_response(request, response), response))

    async def _end(self, dialog: Dialog, response: Response) -> None:
        await self.send(dialog.ack(response), hop=None)
        await self._once(dialog.request("BYE"), None, None)

    async def _once(self, request: Request, hop: Hop | None, progress: Progress | None) -> Response:
        leaving, wire = await self._way(request, hop)
        if wire is None:
            return made_here(503)
        dressed = self._outgoing.dress(self._numbers.number(leaving), wire.hop)
        attempt = Attempt(dressed, wire, errands=self, timing=self._timing, progress=progress)
        self.begin(attempt)
        try:
            return await asyncio.shield(attempt.outcome)
        except asyncio.CancelledError:
            attempt.give_up()
            raise

    async def _way(self, request: Request, hop: Hop | None) -> tuple[Request, Wire | None]:
        """The request as it must leave, and the first way there that is open."""
        leaving, uri = routed(request)
        for candidate in (hop,) if hop else await self._resolver.hops(uri):
            try:
                return leaving, await self._transports.wire(candidate)
            except (OSError, TimeoutError) as error:
                log.warning("sip: no way to %s: %s", candidate, type(error).__name__)
        return leaving, None

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _invite_key(request: Request) -> tuple[str, str, int]:
    return request.call_id, request.sender.tag, request.cseq.number
