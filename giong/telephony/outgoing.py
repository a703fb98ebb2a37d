"""A call placed: INVITE, what is heard while it rings, and the call or the reason why there is none. Knows no trunk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from giong.errors import BadInput
from giong.telephony import refresh
from giong.telephony.call import Call, Party
from giong.telephony.dialling import NotAnswered, outcome_of
from giong.telephony.equipment import Equipment
from giong.telephony.negotiation import Negotiation
from giong.telephony.rtp.port import RtpPort
from giong.telephony.session import SDP
from giong.telephony.sip.address import NameAddr, Uri
from giong.telephony.sip.body import part
from giong.telephony.sip.dialog import Dialog, first_request
from giong.telephony.sip.endpoint import Credentials, Hop
from giong.telephony.sip.message import Request, Response
from giong.telephony.sip.syntax import Malformed


@dataclass(frozen=True)
class Way:
    """One way to somebody. `towards` is a numeric address there, as far as it is known; with `hop` the target is not
    looked up.
    """

    target: Uri
    sender: NameAddr
    contact: str
    callee: str
    towards: str
    hop: Hop | None = None
    credentials: Credentials | None = None
    routes: tuple[str, ...] = ()
    replaces: str = ""
    trunk: str = ""


async def place(equipment: Equipment, way: Way, *, ring_s: float) -> Call:
    """The call, once somebody has picked up. Raises `NotAnswered`, or `PortsTaken`. When it is cancelled, so is the
    call.
    """
    port, negotiation = await equipment.open_port(way.towards)
    try:
        return await _Placing(equipment, way, port, negotiation).run(ring_s)
    except BaseException:
        await port.close()
        raise


async def first_of(equipment: Equipment, ways: Sequence[Way], *, ring_s: float) -> Call:
    """The call of whichever way is picked up first; the others stop ringing. Raises the `NotAnswered` of the last."""
    if len(ways) == 1:
        return await place(equipment, ways[0], ring_s=ring_s)
    placing = {asyncio.create_task(place(equipment, way, ring_s=ring_s)) for way in ways}
    left = set(placing)
    winner: asyncio.Task[Call] | None = None
    try:
        while left and winner is None:
            done, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
            winner = next((task for task in done if not task.exception()), None)
        return (winner or placing.pop()).result()
    finally:
        await _drop(placing - {winner})


async def _drop(placing: set[asyncio.Task[Call]]) -> None:
    for task in placing:
        task.cancel()
    for ended in await asyncio.gather(*placing, return_exceptions=True):
        if isinstance(ended, Call):
            await ended.hang_up("cancelled")


class _Placing:
    """One INVITE and what comes back."""

    def __init__(self, equipment: Equipment, way: Way, port: RtpPort, negotiation: Negotiation) -> None:
        self._equipment = equipment
        self._way = way
        self._port = port
        self._negotiation = negotiation
        self._rang = False

    async def run(self, ring_s: float) -> Call:
        request = self._request(refresh.asking(self._equipment.expires_s))
        try:
            async with asyncio.timeout(ring_s):
                response = await self._ask(request)
                if other := self._otherwise(request, response):
                    request = other
                    response = await self._ask(request)
        except TimeoutError:
            raise NotAnswered("no_answer" if self._rang else "unreachable", 408) from None
        if not response.ok:
            raise self._not_answered(response)
        return await self._connected(request, response)

    def _request(self, headers: refresh.HeaderItems) -> Request:
        way = self._way
        replaces = (("Replaces", way.replaces),) if way.replaces else ()
        return first_request(
            "INVITE",
            way.target,
            sender=way.sender,
            contact=way.contact,
            headers=(*(("Route", route) for route in way.routes), *replaces, *headers),
            body=self._negotiation.offer(),
            content_type=SDP,
        )

    def _otherwise(self, request: Request, response: Response) -> Request | None:
        """The request as it may please who has refused it; None if nothing can be done."""
        if response.status == 422:
            return self._with_longer_session(request, response)
        if response.status == 488 and self._negotiation.insist():
            return Request(request.method, request.uri, request.headers, self._negotiation.offer())
        return None

    def _with_longer_session(self, request: Request, response: Response) -> Request:
        least_s = refresh.least_s(response)
        headers = request.headers
        for name, value in refresh.asking(max(self._equipment.expires_s, least_s), min_s=least_s):
            headers = headers.set(name, value)
        return Request(request.method, request.uri, headers, request.body)

    async def _ask(self, request: Request) -> Response:
        way = self._way
        return await self._equipment.endpoint.ask(
            request, hop=way.hop, credentials=way.credentials, on_progress=self._progressed
        )

    def _progressed(self, response: Response) -> None:
        """It rings; a provisional answer may already say where sound comes from (early media)."""
        self._rang = True
        body = part(response, SDP)
        if not body:
            return
        try:
            self._port.connect(self._negotiation.conclude(body))
        except BadInput:
            return  # the final answer decides

    def _not_answered(self, response: Response) -> NotAnswered:
        outcome = outcome_of(response)
        if outcome == "unreachable" and self._way.trunk and not self._rang:
            outcome = "trunk_away"
        return NotAnswered(outcome, response.status)

    async def _connected(self, request: Request, response: Response) -> Call:
        way, equipment = self._way, self._equipment
        try:
            dialog = Dialog.from_response(request, response)
        except Malformed:
            raise NotAnswered("failed", response.status) from None
        session = equipment.session(dialog, self._negotiation, credentials=way.credentials, near=way.hop)
        party = Party("out", way.sender.uri.user, way.callee, response.headers, trunk=way.trunk)
        call = equipment.call(party, session, self._port)
        try:
            await session.accepted_by_them(response)
            call.connected()
        except BadInput:
            await call.hang_up("failed")
            raise NotAnswered("failed", 488) from None
        except BaseException:
            await call.hang_up()
            raise
        return call
