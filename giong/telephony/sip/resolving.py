"""Where a request goes: its route, and the addresses behind a name (RFC 3261 §8.1.2, §16.6; RFC 3263 without SRV)."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from giong.telephony.sip.address import NameAddr, Uri, parse_name_addr
from giong.telephony.sip.message import Headers, Request
from giong.telephony.sip.transport import Hop

_PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}
FRESH_S = 60.0
"""Names are asked for again after this long."""


def routed(request: Request) -> tuple[Request, Uri]:
    """The request as it must leave, and the URI that it goes to. A first router without `lr` is a strict one, which
    wants itself as Request-URI and the target as the last route (§12.2.1.1).
    """
    routes = request.headers.all("Route")
    if not routes:
        return request, request.uri
    first = parse_name_addr(routes[0]).uri
    if "lr" in first.params:
        return request, first
    kept = [item for item in request.headers if item[0] != "Route"]
    moved = [*(("Route", route) for route in routes[1:]), ("Route", str(NameAddr(request.uri)))]
    return Request(request.method, first, Headers((*moved, *kept)), request.body), first


class Resolver:
    """Turns a URI into hops; remembers names for a minute."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[float, tuple[str, ...]]] = {}

    async def hops(self, uri: Uri) -> tuple[Hop, ...]:
        """Where the URI can be reached, the best first; none if it names no host that is known."""
        name = (uri.params.get("maddr") or uri.host).strip("[]")
        if not name:
            return ()
        transport = uri.params.get("transport", "").lower() or ("tls" if uri.scheme == "sips" else "udp")
        if uri.scheme == "sips" and transport == "tcp":
            transport = "tls"
        if transport not in _PORTS:
            return ()
        port = uri.port or _PORTS[transport]
        return tuple(Hop(transport, host, port, name) for host in await self._addresses(name, port))

    async def _addresses(self, name: str, port: int) -> tuple[str, ...]:
        if _is_numeric(name):
            return (name,)
        loop = asyncio.get_running_loop()
        until_s, known = self._known.get((name, port), (0.0, ()))
        if known and loop.time() < until_s:
            return known
        try:
            found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except OSError:
            return known
        hosts = tuple(dict.fromkeys(str(address[0]) for *_, address in found))
        self._known[name, port] = loop.time() + FRESH_S, hosts
        return hosts


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
