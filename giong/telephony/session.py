"""One dialog of a call with its agreement on sound: what either side may change while it lasts, and its end. Knows no
port and no number; the call behind it is told by `Listener`.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import random
from collections.abc import Iterable
from typing import Protocol

from giong.errors import BadInput
from giong.telephony import refresh
from giong.telephony.background import Background
from giong.telephony.negotiation import Negotiation
from giong.telephony.refresh import Expiry, SessionTimer
from giong.telephony.rtp.media import Media
from giong.telephony.sip.address import Uri
from giong.telephony.sip.body import part
from giong.telephony.sip.dialog import Dialog
from giong.telephony.sip.endpoint import Credentials, Endpoint, Handler, Hop, Incoming
from giong.telephony.sip.message import Request, Response

log = logging.getLogger(__name__)

SDP = "application/sdp"
CONTENT = (("Content-Type", SDP),)
_GONE = (404, 408, 410, 481, 604)
"""What a refresh is answered by a side that no longer knows the dialog, or is not there."""
_GLARES = 4
"""So often an offer that crossed another is made again."""


class Listener(Protocol):
    """The call behind a session."""

    def agreed(self, media: Media) -> None:
        """This holds for the sound from now on."""

    def over(self, ending: str) -> None:
        """The dialog has ended, other than by `Session.bye`: `remote` or `failed`."""


class _Nobody:
    """Hears of a session that no call stands behind yet."""

    def agreed(self, media: Media) -> None:
        """Whoever comes finds it in the negotiation."""

    def over(self, ending: str) -> None:
        """Nobody is there to be told."""


class Session:
    """`handlers` answer the requests of the dialog by method; the call adds those for what is not about the session.
    `near` is the hop to use instead of the Contact, for devices that cannot be reached at what they say.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        dialog: Dialog,
        negotiation: Negotiation,
        *,
        background: Background,
        expires_s: int,
        credentials: Credentials | None = None,
        near: Hop | None = None,
    ) -> None:
        self.dialog = dialog
        self.negotiation = negotiation
        self.ended = False
        self.allowed: frozenset[str] = frozenset()
        """Methods that the other side takes, in lower case."""
        self.supported: frozenset[str] = frozenset()
        self.handlers: dict[str, Handler] = {
            "INVITE": self._offered,
            "UPDATE": self._offered,
            "ACK": self._acknowledged,
            "BYE": self._ended_by_them,
            "PRACK": _fine,
            "OPTIONS": _fine,
        }
        self._endpoint = endpoint
        self._listener: Listener = _Nobody()
        self._expires_s = expires_s
        self._credentials = credentials
        self._near = near
        self._timer = SessionTimer(refresh=self._refresh, expired=self._expired)
        self._confirmed = asyncio.Event()
        self._asking = asyncio.Lock()
        self._owed = False
        """Whether we have made an offer that must be answered by their ACK."""
        self._background = background

    def begin(self, listener: Listener) -> None:
        """Take the requests of the dialog from now on."""
        self._listener = listener
        self._endpoint.attach(self.dialog, self._take)

    def learn(self, message: Request | Response) -> None:
        """What the other side can do, as it says in INVITE and 2xx."""
        if message.headers.get("Allow") is not None:
            self.allowed = message.headers.tokens("Allow")
        if message.headers.get("Supported") is not None:
            self.supported = message.headers.tokens("Supported")

    def accepted_by_us(self, incoming: Incoming, expiry: Expiry, *, owed: bool) -> None:
        """Our 2xx to the first INVITE is out. `owed`: it held our offer."""
        self._owed = owed
        self._timer.agree(expiry)
        self._background.spawn(self._confirm(incoming))

    async def accepted_by_them(self, response: Response) -> None:
        """Their 2xx to the first INVITE has come. Raises `NotAcceptable` or `sdp.unreadable` after the ACK."""
        await self._acknowledge(response)
        self._confirmed.set()
        self._timer.agree(refresh.agreed(response))
        self._conclude(response)

    async def ask(
        self, method: str, *, headers: Iterable[tuple[str, str]] = (), body: bytes = b"", content_type: str = ""
    ) -> Response:
        """The answer to a request within the dialog."""
        request = self.dialog.request(method, headers=headers, body=body, content_type=content_type)
        return await self._endpoint.ask(request, hop=self._hop, credentials=self._credentials)

    async def renegotiate(self) -> bool:
        """Offer anew, as `negotiation` now wishes; whether it was agreed to."""
        if not await self.confirmed():
            return False
        for _ in range(_GLARES):
            response = await self._offer()
            if response.status != 491 or self.ended:
                return response.ok
            # RFC 3261, 14.1: the one who made the Call-ID waits longer; which of us did is as good as random here.
            await asyncio.sleep(random.uniform(0.0, 4.0))
        return False

    async def confirmed(self) -> bool:
        """Wait for the ACK of the first INVITE; False if the session has ended without."""
        await self._confirmed.wait()
        return not self.ended

    async def bye(self, *, reason: str = "") -> None:
        """Hang up. Returns when it was answered or given up."""
        self.end()
        await self.ask("BYE", headers=(("Reason", reason),) if reason else ())

    def end(self) -> None:
        """Forget the dialog. Harmless when it was done."""
        if self.ended:
            return
        self.ended = True
        self._confirmed.set()
        self._timer.stop()
        self._endpoint.detach(self.dialog)

    @property
    def _hop(self) -> Hop | None:
        return None if self.dialog.routes else self._near

    async def _take(self, incoming: Incoming) -> None:
        request = incoming.request
        handler = self.handlers.get(request.method)
        if self.ended or handler is None:
            await _refuse(incoming, 481 if self.ended else 405)
        elif not self.dialog.in_order(request):
            await _refuse(incoming, 500)
        else:
            await handler(incoming)

    async def _offered(self, incoming: Incoming) -> None:
        """A re-INVITE or UPDATE: a refresh, a hold, a move to another address."""
        request = incoming.request
        if self._owed or self._asking.locked():
            await incoming.reply(491)
            return
        try:
            expiry, said = refresh.answering(request, self._expires_s)
            body = self._answer(request)
        except refresh.TooSmall:
            await incoming.reply(422, headers=[("Min-SE", str(refresh.MIN_S))])
            return
        except BadInput as error:
            log.info("sip: an offer was refused: %s", error.code)
            await incoming.reply(488)
            return
        self._follow(incoming)
        content = CONTENT if body else ()
        await incoming.reply(200, headers=(("Contact", self.dialog.contact), *said, *content), body=body)
        self._timer.agree(expiry)
        if request.method == "INVITE":
            self._background.spawn(self._confirm(incoming))
        if body and not self._owed and self.negotiation.media:
            self._listener.agreed(self.negotiation.media)

    def _answer(self, request: Request) -> bytes:
        if offer := part(request, SDP):
            return self.negotiation.answer(offer)
        if request.method == "UPDATE":
            return b""
        self._owed = True
        return self.negotiation.offer()

    def _follow(self, incoming: Incoming) -> None:
        self.learn(incoming.request)
        self.dialog.refresh(incoming.request)
        self._near = incoming.source if self._near else None

    async def _acknowledged(self, incoming: Incoming) -> None:
        if self._owed:
            self._owed = False
            try:
                self._listener.agreed(self.negotiation.conclude(part(incoming.request, SDP) or b""))
            except BadInput as error:
                log.warning("sip: the answer to our offer cannot be used: %s", error.code)
                await self._fail("SIP;cause=488")
        self._confirmed.set()

    async def _ended_by_them(self, incoming: Incoming) -> None:
        self.end()
        await incoming.reply(200)
        self._listener.over("remote")

    async def _refresh(self) -> bool:
        if "update" in self.allowed:
            async with self._asking:
                response = await self.ask("UPDATE", headers=refresh.asking(self._expires_s))
            if response.ok:
                self._timer.agree(refresh.agreed(response))
        else:
            response = await self._offer()
        return response.status not in _GONE

    def _expired(self) -> None:
        log.warning("sip: a session has expired: the other side is not there any more")
        self._background.spawn(self._fail('SIP;cause=408;text="session expired"'))

    async def _offer(self) -> Response:
        async with self._asking:
            response = await self.ask(
                "INVITE",
                headers=refresh.asking(self._expires_s),
                body=self.negotiation.offer(),
                content_type=SDP,
            )
            if not response.ok:
                return response
            await self._acknowledge(response)
            self._timer.agree(refresh.agreed(response))
            try:
                self._conclude(response)
            except BadInput as error:
                log.warning("sip: the answer to our offer cannot be used: %s", error.code)
                await self._fail("SIP;cause=488")
        return response

    async def _acknowledge(self, response: Response) -> None:
        self.learn(response)
        self.dialog.refresh(response)
        await self._endpoint.send(self.dialog.ack(response), hop=self._hop)

    def _conclude(self, response: Response) -> None:
        body = part(response, SDP)
        if body or self.negotiation.media is None:  # it may have been answered in a reliable provisional response
            self._listener.agreed(self.negotiation.conclude(body or b""))

    async def _confirm(self, incoming: Incoming) -> None:
        """RFC 3261, 13.3.1.4: who never acknowledges our 2xx is not there."""
        if not await incoming.acknowledged() and not self.ended:
            log.warning("sip: an answer of ours was never acknowledged")
            await self._fail('SIP;cause=408;text="no ACK"')

    async def _fail(self, reason: str) -> None:
        if not self.ended:
            self.end()
            self._listener.over("failed")
            await self.bye(reason=reason)


def way_back(contact: Uri, source: Hop) -> Hop | None:
    """The hop that a device was seen at, where its Contact cannot be believed: behind address translation it names an
    address of its own network, and over a connection it can be reached by that connection only.
    """
    if source.reliable:
        return source
    try:
        said = ipaddress.ip_address(contact.host.strip("[]"))
    except ValueError:
        return None
    return source if said.is_private and str(said) != source.host else None


async def _fine(incoming: Incoming) -> None:
    await incoming.reply(200)


async def _refuse(incoming: Incoming, status: int) -> None:
    if incoming.request.method != "ACK":
        await incoming.reply(status)
