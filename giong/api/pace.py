"""How often one address may use the public door: a bucket of tokens for each, in memory. Knows no route.

A bucket holds a minute's worth and fills steadily, so that a burst of honest use passes. Those who come with an
organisation's key are not counted. Behind a proxy on another machine, addresses are the customers' own only where
uvicorn trusts it to name them: the variable FORWARDED_ALLOW_IPS holds the proxy's address.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from fastapi.requests import HTTPConnection

from giong.accounts.tickets import PREFIX as TICKET
from giong.errors import TooManyRequests
from giong.settings import Settings

MOST_KNOWN = 20_000
"""Addresses remembered at a time; the one unseen for longest is forgotten, with a bucket that is likely full again."""
OWN_NETWORK_BITS = 64
"""Of an IPv6 address: one customer of a provider has at least so large a network to himself."""


@dataclass
class _Bucket:
    tokens: float
    filled_s: float


class Pace:
    """At most `per_minute` of something from one address; 0 is no limit."""

    def __init__(self, per_minute: int, *, now_s: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._now_s = now_s
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, address: str) -> None:
        """Count one more. Raises `TooManyRequests` when it is one too many."""
        if not self._per_minute:
            return
        bucket, now_s = self._bucket(_network(address)), self._now_s()
        filled = bucket.tokens + (now_s - bucket.filled_s) * self._per_minute / 60
        bucket.tokens, bucket.filled_s = min(filled, self._per_minute), now_s
        if bucket.tokens < 1:
            raise _too_often((1 - bucket.tokens) * 60 / self._per_minute)
        bucket.tokens -= 1

    def _bucket(self, network: str) -> _Bucket:
        bucket = self._buckets.setdefault(network, _Bucket(self._per_minute, self._now_s()))
        self._buckets.move_to_end(network)
        if len(self._buckets) > MOST_KNOWN:
            self._buckets.popitem(last=False)
        return bucket


class PublicDoor:
    """The paces of one server."""

    def __init__(self, settings: Settings) -> None:
        self._opens = Pace(settings.public_opens_per_minute)
        self._messages = Pace(settings.public_messages_per_minute)

    def open(self, connection: HTTPConnection) -> None:
        """Someone without a key begins a conversation or a call."""
        self._opens.take(_address(connection))

    def message(self, connection: HTTPConnection, secret: str) -> None:
        """Someone who showed `secret` says something."""
        if secret.startswith(TICKET):
            self._messages.take(_address(connection))


def public_door(connection: HTTPConnection) -> PublicDoor:
    """The public door of the server that this request or WebSocket belongs to."""
    found: PublicDoor = connection.app.state.public_door
    return found


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


def _network(address: str) -> str:
    """What counts as one address."""
    try:
        known = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(known), OWN_NETWORK_BITS), strict=False))


def _too_often(retry_after_s: float) -> TooManyRequests:
    return TooManyRequests(
        "public.too_often",
        vi="Bạn gửi quá nhanh. Hãy đợi một lát rồi thử lại.",
        en="You are sending too fast. Wait a moment and try again.",
        retry_after_s=retry_after_s,
    )
