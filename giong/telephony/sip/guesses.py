"""Who has given wrong passwords, and how long they must wait. Knows addresses and account names, no password."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from giong.clock import now_s

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """After `for_account` wrong answers for one account from one address, or `for_address` from one address, each next
    one costs twice the wait, from `first_wait_s` to `longest_wait_s`. Forgotten after `memory_s` of peace.
    """

    for_account: int = 5
    for_address: int = 20
    first_wait_s: float = 15.0
    longest_wait_s: float = 1800.0
    memory_s: float = 3600.0
    remembered: int = 10_000


@dataclass
class _Count:
    wrong: int = 0
    until_s: float = 0.0
    seen_s: float = 0.0


class Guesses:
    """Counts wrong answers. An office behind one address is made to wait only when many of its accounts fail."""

    def __init__(self, patience: Patience | None = None, *, now: Callable[[], float] = now_s) -> None:
        self._patience = patience or Patience()
        self._now = now
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()

    def wait_s(self, host: str, account: str) -> float:
        """How long answers for the account from there are still not looked at; 0.0 when they are."""
        now = self._now()
        known = (self._counts.get((host, account)), self._counts.get((host, "")))
        return max((count.until_s - now for count in known if count), default=0.0)

    def wrong(self, host: str, account: str) -> None:
        allowed = ((account, self._patience.for_account), ("", self._patience.for_address))
        waits = [self._count(host, name, at_most) for name, at_most in allowed]
        times = self._counts[host, account].wrong
        shown = account[:64].encode("ascii", "backslashreplace").decode()
        log.warning("sip: wrong password for account %r from %s, %d times; waits %d s", shown, host, times, max(waits))

    def right(self, host: str, account: str) -> None:
        self._counts.pop((host, account), None)

    def _count(self, host: str, account: str, allowed: int) -> float:
        """One more wrong answer; how long the next must wait."""
        now, patience = self._now(), self._patience
        count = self._counts.setdefault((host, account), _Count())
        self._counts.move_to_end((host, account))
        if now - count.seen_s > patience.memory_s:
            count.wrong = 0
        count.wrong += 1
        count.seen_s = now
        beyond = count.wrong - allowed
        wait_s = min(patience.first_wait_s * 2.0 ** min(beyond, 30), patience.longest_wait_s) if beyond >= 0 else 0.0
        count.until_s = now + wait_s
        if len(self._counts) > patience.remembered:
            self._counts.popitem(last=False)
        return wait_s
