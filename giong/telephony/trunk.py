"""A trunk or PBX that we have an account at: what the settings say of it and how it stands now. Knows no message."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from giong.clock import Clock, SystemClock
from giong.errors import BadConfiguration
from giong.telephony.sip.address import NameAddr, Uri, parse_uri
from giong.telephony.sip.digest import Credentials
from giong.telephony.sip.syntax import Malformed

log = logging.getLogger(__name__)

State = Literal["registered", "refused", "unreachable", "unregistered"]
"""`unregistered`: not tried yet, given up on purpose, or one that needs no registration and answers."""


@dataclass(frozen=True)
class TrunkConfig:
    """`server` is a SIP URI without a user. `peers` are hosts and networks besides the server's own that calls of this
    trunk come from. `international` dials +84… instead of 0….
    """

    name: str
    server: str
    user: str = ""
    password: str = field(default="", repr=False)
    auth_user: str = ""
    register: bool = True
    transport: str = "udp"
    expires_s: int = 600
    peers: tuple[str, ...] = ()
    international: bool = False


class Trunk:
    """One trunk. `hosts` are the numeric addresses behind its names, as last looked up."""

    def __init__(self, config: TrunkConfig, *, clock: Clock | None = None) -> None:
        self.config = config
        self.state: State = "unregistered"
        self.reason = ""
        self._clock = clock or SystemClock()
        self.since: datetime = self._clock.now()
        self.hosts: frozenset[str] = frozenset()
        self.service_routes: tuple[str, ...] = ()
        """Proxies that outgoing requests are to take (RFC 3608)."""
        self._server = _server(config)
        self._networks = tuple(network for peer in config.peers if (network := _network(peer)))

    @property
    def server(self) -> Uri:
        """Where requests go."""
        return self._server

    @property
    def port(self) -> int:
        return self._server.port or (5061 if self.config.transport == "tls" else 5060)

    @property
    def networks(self) -> tuple[str, ...]:
        """Where its requests come from, as far as is known."""
        return (*self.hosts, *map(str, self._networks))

    @property
    def credentials(self) -> Credentials | None:
        one = self.config
        return Credentials(one.auth_user or one.user, one.password) if one.password else None

    @property
    def usable(self) -> bool:
        """Whether calling through it makes sense now."""
        return self.state == "registered" or (not self.config.register and self.state == "unregistered")

    def address(self, user: str = "") -> NameAddr:
        """Somebody at this trunk; ourselves unless named."""
        return NameAddr(Uri(self._server.scheme, user or self.config.user, self._server.host, self._server.port))

    def target(self, number: str) -> Uri:
        """Where a call to the number is sent."""
        return replace(self._server, user=number)

    def admits(self, host: str) -> bool:
        """Whether a request from this address comes from the trunk."""
        if host in self.hosts:
            return True
        return any(ipaddress.ip_address(host.partition("%")[0]) in network for network in self._networks)

    def stands(self, state: State, reason: str = "") -> None:
        """Remember how it is; log a change, aloud when it is a bad one."""
        if (state, reason) == (self.state, self.reason):
            return
        self.state, self.reason, self.since = state, reason, self._clock.now()
        bad = state in ("refused", "unreachable")
        log.log(logging.ERROR if bad else logging.INFO, "trunk %s is %s%s", self.config.name, state, _because(reason))

    async def look_up(self) -> None:
        """Find the addresses behind the names of server and peers; what cannot be found keeps its last address."""
        names = [self._server.host, *(peer for peer in self.config.peers if not _network(peer))]
        found = await asyncio.gather(*(_addresses(name) for name in names))
        self.hosts = frozenset(host for hosts in found for host in hosts) or self.hosts


def _server(config: TrunkConfig) -> Uri:
    text = config.server if config.server.lower().startswith(("sip:", "sips:")) else f"sip:{config.server}"
    try:
        server = parse_uri(text)
    except Malformed:
        raise BadConfiguration(
            "phone.bad_trunk",
            vi=f"Địa chỉ tổng đài của tài khoản “{config.name}” không đúng; viết như sip:pbx.local:5060.",
            en=f"The server of the account {config.name!r} is no SIP address; write it like sip:pbx.local:5060.",
        ) from None
    params = dict(server.params)
    if config.transport != "udp":
        params["transport"] = config.transport
    return replace(server, user="", password="", params=params)


async def _addresses(name: str) -> tuple[str, ...]:
    name = name.strip("[]")
    if _network(name):
        return (name,)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_DGRAM)
    except OSError:
        return ()
    return tuple(str(address[0]) for *_, address in found)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""
