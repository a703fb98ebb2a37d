"""How much one address may ask for outside of calls. Knows addresses and moments, no message.

Whoever asks too often is told so a few times a second and then not answered at all, so that answering a flood costs
less than sending it.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from giong.clock import now_s


@dataclass(frozen=True)
class Limits:
    """For each address, and outside of dialogs only. A trunk that brings more than this belongs into `exempt`."""

    requests_per_s: float = 60.0
    requests_at_once: float = 120.0
    options_per_s: float = 20.0
    options_at_once: float = 40.0
    refusals_per_s: float = 10.0
    """How many of those above the limit are told to come back later; the others are dropped."""
    waiting: int = 2_000
    """Requests from all addresses that wait for their answer."""
    addresses: int = 8_192
    """As many are remembered; the one heard longest ago is forgotten."""
    exempt: tuple[str, ...] = ()
    """Networks such as `203.0.113.0/28`."""


class Admittance(Enum):
    ADMITTED = "admitted"
    REFUSED = "refused"
    DROPPED = "dropped"


class Kind(Enum):
    REQUEST = "request"
    OPTIONS = "options"


@dataclass
class Bucket:
    """A token bucket: `at_once` at first, `per_s` more every second."""

    per_s: float
    at_once: float
    level: float
    filled_s: float

    @classmethod
    def full(cls, per_s: float, at_once: float, now: float) -> Bucket:
        return cls(per_s, at_once, at_once, now)

    def has_one(self, now: float) -> bool:
        self.level = min(self.at_once, self.level + (now - self.filled_s) * self.per_s)
        self.filled_s = now
        return self.level >= 1.0

    def take(self, now: float) -> bool:
        if not self.has_one(now):
            return False
        self.level -= 1.0
        return True


@dataclass(frozen=True)
class _Buckets:
    asked: dict[Kind, Bucket]
    refused: Bucket


class Flood:
    """Counts what each address asks."""

    def __init__(self, limits: Limits, *, now: Callable[[], float] = now_s) -> None:
        self._limits = limits
        self._now = now
        self._exempt = tuple(ipaddress.ip_network(network) for network in limits.exempt)
        self._buckets: OrderedDict[str, _Buckets] = OrderedDict()

    def admit(self, host: str, kind: Kind) -> Admittance:
        """One more request from there."""
        if self._is_exempt(host):
            return Admittance.ADMITTED
        buckets, now = self._of(host), self._now()
        if buckets.asked[kind].take(now):
            return Admittance.ADMITTED
        return Admittance.REFUSED if buckets.refused.take(now) else Admittance.DROPPED

    def drowns(self, host: str, kind: Kind) -> bool:
        """Whether one more from there would be dropped, so that it need not even be read."""
        known = self._buckets.get(host)
        if known is None:
            return False
        now = self._now()
        return not (known.asked[kind].has_one(now) or known.refused.has_one(now))

    def _of(self, host: str) -> _Buckets:
        if host not in self._buckets:
            self._buckets[host] = self._fresh()
            if len(self._buckets) > self._limits.addresses:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(host)
        return self._buckets[host]

    def _fresh(self) -> _Buckets:
        limits, now = self._limits, self._now()
        asked = {
            Kind.REQUEST: Bucket.full(limits.requests_per_s, limits.requests_at_once, now),
            Kind.OPTIONS: Bucket.full(limits.options_per_s, limits.options_at_once, now),
        }
        return _Buckets(asked, Bucket.full(limits.refusals_per_s, limits.refusals_per_s, now))

    def _is_exempt(self, host: str) -> bool:
        if not self._exempt:
            return False
        address = ipaddress.ip_address(host.partition("%")[0])
        return any(address in network for network in self._exempt)
