"""A SIP endpoint: what a call needs from signalling, in one object. Knows no media, no account and no dialogue.

    endpoint = await Endpoint.open([Bind("udp", "0.0.0.0", 5060)], serve=serve)
    response = await endpoint.ask(request, credentials=credentials)

Requests that come go to the handler attached to their dialog, others to `serve`. OPTIONS, retransmissions, CANCEL, what
cannot be understood and what comes too often are answered here.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from giong.failure import place_of
from giong.telephony.sip.address import host_port
from giong.telephony.sip.answering import Answerer, Handler, dressed
from giong.telephony.sip.asking import Asker, Outgoing
from giong.telephony.sip.attempt import Progress
from giong.telephony.sip.capability import Capability
from giong.telephony.sip.dialog import Dialog
from giong.telephony.sip.digest import Credentials
from giong.telephony.sip.flood import Admittance, Flood, Kind, Limits
from giong.telephony.sip.incoming import Incoming
from giong.telephony.sip.message import Refused, Request, Response, parse, render
from giong.telephony.sip.peek import asked_outside_dialog
from giong.telephony.sip.resolving import Resolver
from giong.telephony.sip.syntax import Malformed
from giong.telephony.sip.transaction import Timing
from giong.telephony.sip.transport import Bind, Hop, TlsFiles, Transports, Wire, local_host

__all__ = ["Bind", "Credentials", "Endpoint", "Handler", "Hop", "Incoming", "Limits", "Timing", "TlsFiles"]

log = logging.getLogger(__name__)

_ANYWHERE = ("0.0.0.0", "::", "")
_OUTSIDE = "192.0.2.1"
"""An address of nobody (RFC 5737); nothing is sent there, the machine only says which of its own it would use."""
_DIALOG_METHODS = frozenset(("INVITE", "UPDATE", "REFER"))


class Endpoint:
    """Made by `open`. `advertised_host` is what others are told to reach us at, where that is not a local address."""

    def __init__(
        self,
        serve: Handler,
        *,
        advertised_host: str,
        limits: Limits,
        user_agent: str,
        timing: Timing,
        tls: TlsFiles,
        capability: Capability,
    ) -> None:
        self._advertised = advertised_host
        self._agent = user_agent
        self._capability = capability
        self._flood = Flood(limits)
        self._transports = Transports(self._receive, lambda wire: self._asker.lost(wire), tls)
        outgoing = Outgoing(self._via, (("User-Agent", user_agent),), capability.headers())
        self._asker = Asker(self._transports, Resolver(), outgoing, timing)
        self._answerer = Answerer(
            serve,
            flood=self._flood,
            waiting=limits.waiting,
            capability=capability,
            dress=self._dress,
            told=lambda request: (*capability.told(), ("Contact", self.contact())),
            timing=timing,
        )

    @classmethod
    async def open(
        cls,
        binds: Sequence[Bind],
        *,
        serve: Handler,
        advertised_host: str = "",
        limits: Limits | None = None,
        user_agent: str = "Giong",
        timing: Timing | None = None,
        tls: TlsFiles | None = None,
        capability: Capability | None = None,
    ) -> Endpoint:
        """Listen. Raises BadConfiguration when a port is taken or a certificate cannot be read."""
        endpoint = cls(
            serve,
            advertised_host=advertised_host,
            limits=limits or Limits(),
            user_agent=user_agent,
            timing=timing or Timing(),
            tls=tls or TlsFiles(),
            capability=capability or Capability(),
        )
        await endpoint._transports.listen(binds)
        return endpoint

    @property
    def binds(self) -> tuple[Bind, ...]:
        """Where we listen, with the ports that were really taken."""
        return self._transports.bound

    async def ask(
        self,
        request: Request,
        *,
        hop: Hop | None = None,
        credentials: Credentials | None = None,
        on_progress: Progress | None = None,
    ) -> Response:
        """The final response, after answering one challenge. Never raises for what the other side does: silence is a
        408 and a place that cannot be reached a 503, both with `local` set. Provisional responses above 100 go to
        `on_progress`. If the task is cancelled an INVITE is cancelled too, and a 2xx that crosses is ended.
        """
        return await self._asker.ask(request, hop=hop, credentials=credentials, on_progress=on_progress)

    async def send(self, request: Request, *, hop: Hop | None = None) -> None:
        """Send an ACK for a 2xx."""
        await self._asker.send(request, hop=hop)

    def attach(self, dialog: Dialog, handler: Handler) -> None:
        """Requests within this dialog, ACKs for a 2xx among them, go to the handler from now on."""
        self._answerer.attach(dialog, handler)

    def detach(self, dialog: Dialog) -> None:
        """The dialog has ended: what still comes is answered 481."""
        self._answerer.detach(dialog)

    def contact(self, user: str = "", transport: str = "udp", *, towards: Hop | None = None) -> str:
        """The value of our Contact header, for somebody at `towards`."""
        bind = self._bind(transport)
        transport = bind.transport
        host = self._host(bind, towards.host if towards else _OUTSIDE)
        suffix = "" if transport == "udp" else f";transport={transport}"
        at = f"{user}@" if user else ""
        return f"<sip:{at}{host_port(host, bind.port)}{suffix}>"

    async def keep_alive(self, hop: Hop) -> None:
        """Keep a way through address translation open (RFC 5626 §3.5.1)."""
        wire = await self._transports.wire(hop)
        wire.send(b"\r\n\r\n")

    async def close(self) -> None:
        """Stop at once: callers that wait are answered 503, what we ask ends as 503."""
        await self._answerer.close()
        await self._asker.close()
        await self._transports.close()

    def _receive(self, data: bytes, wire: Wire) -> None:
        """Whatever comes, the next message is read too."""
        try:
            self._take(data, wire)
        except Exception as error:
            log.error("sip: a message from %s was not handled: %s", wire.hop, place_of(error))

    def _take(self, data: bytes, wire: Wire) -> None:
        host = wire.hop.host
        method = asked_outside_dialog(data)
        kind = Kind.OPTIONS if method == b"OPTIONS" else Kind.REQUEST
        if method and self._flood.drowns(host, kind):
            return
        try:
            message = parse(data)
        except Refused as refused:
            self._tell_broken(refused, wire)
            return
        except Malformed:
            self._flood.admit(host, Kind.REQUEST)
            return
        if isinstance(message, Response):
            self._asker.receive(message)
        else:
            self._answerer.receive(message, wire)

    def _tell_broken(self, refused: Refused, wire: Wire) -> None:
        admittance = self._flood.admit(wire.hop.host, Kind.REQUEST)
        log.info("sip: a message from %s was refused: %s", wire.hop, refused.why)
        if refused.answer and admittance is not Admittance.DROPPED:
            wire.send(render(dressed(refused.answer, (("Server", self._agent),))))

    def _dress(self, request: Request, response: Response) -> Response:
        added: tuple[tuple[str, str], ...] = (("Server", self._agent),)
        if request.method in _DIALOG_METHODS and 100 < response.status < 300:
            added += (*self._capability.headers(), ("Contact", self.contact()))
        return dressed(response, added)

    def _via(self, hop: Hop) -> str:
        bind = self._bind(hop.transport)
        return f"SIP/2.0/{hop.transport.upper()} {host_port(self._host(bind, hop.host), bind.port)}"

    def _bind(self, transport: str) -> Bind:
        """The place where we listen for that transport; any other if we do not, as answers come by connection."""
        binds = self._transports.bound
        return next((bind for bind in binds if bind.transport == transport), binds[0])

    def _host(self, bind: Bind, towards: str) -> str:
        host = self._advertised or (local_host(towards) if bind.host in _ANYWHERE else bind.host)
        return f"[{host}]" if ":" in host and not host.startswith("[") else host
