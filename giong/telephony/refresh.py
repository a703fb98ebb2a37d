"""Session timers (RFC 4028): a call whose other side has vanished ends by itself. Knows no dialog; what a refresh is
and what happens at the end is told by two functions.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from giong.failure import place_of
from giong.telephony.sip.message import Headers, Request, Response
from giong.telephony.sip.syntax import Malformed, parse_number

log = logging.getLogger(__name__)

MIN_S = 90
"""Below this nobody may ask (§5)."""
_BELOW_S = 2**31

HeaderItems = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Expiry:
    """The session is over after `after_s` without a refresh, which is ours to send or theirs."""

    after_s: int
    ours: bool


class TooSmall(Exception):
    """They ask for less than MIN_S: to be answered 422."""


def asking(after_s: int, *, min_s: int = MIN_S) -> HeaderItems:
    """Headers of our INVITE; the other side may lower the time, and choose who refreshes."""
    return ("Session-Expires", str(max(after_s, min_s))), ("Min-SE", str(min_s))


def answering(request: Request, after_s: int) -> tuple[Expiry, HeaderItems]:
    """What holds after a request of theirs, and what our 2xx says about it (§9). Raises `TooSmall`."""
    theirs = "timer" in request.headers.tokens("Supported")
    asked = _session_expires(request.headers)
    asked_s, refresher = asked or (after_s, "")
    if asked_s < MIN_S:
        raise TooSmall
    ours = not theirs or refresher != "uac"
    agreed = Expiry(min(asked_s, max(after_s, _min_se(request.headers))), ours)
    said: HeaderItems = (("Session-Expires", f"{agreed.after_s};refresher={'uas' if ours else 'uac'}"),)
    return agreed, (*said, ("Require", "timer")) if theirs and not ours else said


def agreed(response: Response) -> Expiry | None:
    """What holds after their 2xx to a request of ours; None if they want no timer."""
    asked = _session_expires(response.headers)
    return Expiry(max(asked[0], MIN_S), ours=asked[1] != "uas") if asked else None


def least_s(response: Response) -> int:
    """The Min-SE of a 422."""
    return max(_min_se(response.headers), MIN_S)


class SessionTimer:
    """Refreshes at half time if that is ours to do, and ends what nobody has refreshed. `refresh` tells whether the
    other side still knows the session; when it has succeeded, `agree` is called again.
    """

    def __init__(self, *, refresh: Callable[[], Awaitable[bool]], expired: Callable[[], None]) -> None:
        self._refresh = refresh
        self._expired = expired
        self._alarms: list[asyncio.TimerHandle] = []
        self._task: asyncio.Task[None] | None = None

    def agree(self, expiry: Expiry | None) -> None:
        """A refresh has just happened, by whomever."""
        self.stop()
        if expiry is None:
            return
        loop = asyncio.get_running_loop()
        until_s = expiry.after_s - min(32, expiry.after_s / 3)  # §10: say BYE before they forget us
        self._alarms = [loop.call_later(until_s, self._expired)]
        if expiry.ours:
            self._alarms.append(loop.call_later(expiry.after_s / 2, self._begin, expiry.after_s / 8))

    def stop(self) -> None:
        for alarm in self._alarms:
            alarm.cancel()
        self._alarms.clear()
        if self._task and self._task is not asyncio.current_task():
            self._task.cancel()

    def _begin(self, again_s: float) -> None:
        self._task = asyncio.create_task(self._once(again_s))

    async def _once(self, again_s: float) -> None:
        alarms = self._alarms
        try:
            known = await self._refresh()
        except Exception as error:
            log.error("sip: a session was not refreshed: %s", place_of(error))
            known = True
        if alarms is self._alarms and not known:
            self._expired()
        elif alarms is self._alarms and alarms:
            alarms.append(asyncio.get_running_loop().call_later(again_s, self._begin, again_s))


def _session_expires(headers: Headers) -> tuple[int, str] | None:
    value, _, params = (headers.get("Session-Expires") or "").partition(";")
    try:
        after_s = parse_number(value.strip(), below=_BELOW_S)
    except Malformed:
        return None
    wanted = params.replace(" ", "").lower()
    return after_s, "uac" if "refresher=uac" in wanted else "uas" if "refresher=uas" in wanted else ""


def _min_se(headers: Headers) -> int:
    try:
        return parse_number((headers.get("Min-SE") or "").partition(";")[0].strip(), below=_BELOW_S)
    except Malformed:
        return MIN_S
