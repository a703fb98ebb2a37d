"""What all calls of one telephone share: signalling, ports for sound, and patience. Knows no account."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field

from giong.telephony.background import Background
from giong.telephony.call import Call, Party
from giong.telephony.invitation import Invitation
from giong.telephony.liveness import Patience
from giong.telephony.negotiation import Negotiation, Terms
from giong.telephony.rtp.pacer import Pacer
from giong.telephony.rtp.port import RtpPort
from giong.telephony.rtp.sockets import PortRange
from giong.telephony.session import Session
from giong.telephony.sip.dialog import Dialog
from giong.telephony.sip.endpoint import Credentials, Endpoint, Hop
from giong.telephony.sip.transport import local_host

_ANYWHERE = ("", "0.0.0.0", "::")
_OUTSIDE = "192.0.2.1"
"""An address of nobody (RFC 5737), for asking which of ours leads outside."""


@dataclass(frozen=True)
class Sound:
    """Where sound is taken in, and of which kind. `advertised_host` is what others are told to send it to."""

    host: str
    ports: PortRange
    terms: Terms
    advertised_host: str = ""

    def told(self, towards: str) -> str:
        """Our address as the other side, at the numeric host `towards`, is told it."""
        if self.advertised_host:
            return self.advertised_host
        return local_host(towards if _is_numeric(towards) else _OUTSIDE) if self.host in _ANYWHERE else self.host


@dataclass(frozen=True)
class Equipment:
    """`calls` are those that hold ports, answered or not."""

    endpoint: Endpoint
    pacer: Pacer
    sound: Sound
    expires_s: int
    patience: Patience
    background: Background = field(default_factory=Background)
    calls: set[Call] = field(default_factory=set)

    async def open_port(self, towards: str) -> tuple[RtpPort, Negotiation]:
        """Ports of their own for one call. Raises `PortsTaken`."""
        port = await RtpPort.open(host=self.sound.host, ports=self.sound.ports, pacer=self.pacer)
        return port, Negotiation(host=self.sound.told(towards), port=port.local[1], terms=self.sound.terms)

    def session(
        self,
        dialog: Dialog,
        negotiation: Negotiation,
        *,
        credentials: Credentials | None = None,
        near: Hop | None = None,
    ) -> Session:
        return Session(
            self.endpoint,
            dialog,
            negotiation,
            background=self.background,
            expires_s=self.expires_s,
            credentials=credentials,
            near=near,
        )

    def call(self, party: Party, session: Session, port: RtpPort, *, invitation: Invitation | None = None) -> Call:
        """A call, on the list until its ports are free again."""
        forget: Callable[[Call], None] = self.calls.discard
        call = Call(
            party,
            session,
            port,
            background=self.background,
            patience=self.patience,
            forget=forget,
            invitation=invitation,
        )
        self.calls.add(call)
        return call


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
