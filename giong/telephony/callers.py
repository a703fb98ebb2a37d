"""Who may call us and register with us: trunks by their address, networks that are trusted, users by their password.
Knows no call. Everybody else is refused: an open exchange is found by fraudsters within hours.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from giong.errors import BadConfiguration
from giong.telephony.sip.address import Uri, parse_name_addr
from giong.telephony.sip.digest import Guard
from giong.telephony.sip.endpoint import Incoming
from giong.telephony.sip.message import Request
from giong.telephony.sip.syntax import Malformed
from giong.telephony.trunk import Trunk

MOST_LETTERS = 64
_HIDDEN = ("", "anonymous", "unknown", "restricted", "unavailable")


@dataclass(frozen=True)
class Known:
    """By what a caller is known: a trunk, an account, or (neither) a trusted network."""

    trunk: Trunk | None = None
    user: str = ""


@dataclass(frozen=True)
class Refusal:
    """What the others are told."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()


class Callers:
    """Tells who asks."""

    def __init__(
        self, trunks: Sequence[Trunk], *, users: Mapping[str, str], trusted: Sequence[str], realm: str
    ) -> None:
        self._trunks = tuple(trunks)
        self._networks = tuple(_network(text) for text in trusted)
        self._guard = Guard(realm, users.get) if users else None

    def known(self, incoming: Incoming) -> Known | Refusal:
        """Who calls."""
        host = incoming.source.host
        if trunk := next((one for one in self._trunks if one.admits(host)), None):
            return Known(trunk)
        if any(ipaddress.ip_address(host.partition("%")[0]) in network for network in self._networks):
            return Known()
        return self.proved(incoming)

    def proved(self, incoming: Incoming) -> Known | Refusal:
        """Whose password the request proves, wherever it comes from."""
        if self._guard is None:
            return Refusal(403)
        verdict = self._guard.check(incoming.request, incoming.source.host)
        if verdict.refusal is None:
            return Known(user=verdict.user)
        kept = tuple(item for item in verdict.refusal.headers if item[0] in ("WWW-Authenticate", "Retry-After"))
        return Refusal(verdict.refusal.status, kept)


def caller_of(request: Request, known: Known) -> str:
    """The number or account that calls. An account cannot pass for another one; what a trunk asserts (RFC 3325) is
    worth more than what the caller says.
    """
    if known.user:
        return known.user
    for text in request.headers.all("P-Asserted-Identity"):
        try:
            return _shown(parse_name_addr(text).uri)
        except Malformed:
            continue
    return _shown(request.sender.uri)


def callee_of(request: Request, known: Known) -> str:
    """The number that was dialled. A trunk that we register with sends all calls to our account, and names the number
    in To.
    """
    account = known.trunk.config.user if known.trunk else ""
    if request.uri.number in ("", account):
        return _shown(request.to.uri) or account
    return _shown(request.uri)


def _shown(uri: Uri) -> str:
    """What others wrote, made fit to be shown and kept."""
    shown = "".join(letter for letter in uri.number if letter.isprintable())[:MOST_LETTERS]
    return "" if shown.lower() in _HIDDEN else shown


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise BadConfiguration(
            "phone.bad_network",
            vi=f"“{text}” không phải là mạng hay địa chỉ IP; viết như 10.1.0.0/16.",
            en=f"{text!r} is no network or IP address; write it like 10.1.0.0/16.",
        ) from None
