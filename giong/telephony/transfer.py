"""A call passed on to somebody else: REFER (RFC 3515), Replaces (RFC 3891), NOTIFY about it. Knows no media."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from giong.telephony.session import Session
from giong.telephony.sip.address import NameAddr, parse_name_addr
from giong.telephony.sip.dialog import Dialog, DialogKey
from giong.telephony.sip.endpoint import Incoming
from giong.telephony.sip.phrases import PHRASES
from giong.telephony.sip.syntax import Malformed, parse_params

PATIENCE_S = 180.0
"""So long the other side may take to reach whom it was referred to: as long as a proxy lets a call ring (Timer C)."""
RINGING = 180
_FRAGMENT = re.compile(rb"\s*SIP/2\.0 ([1-6][0-9][0-9])\b", re.IGNORECASE)


@dataclass(frozen=True)
class Referred:
    """Whether the other side has reached whom we named. `status` is the last that it told of it."""

    ok: bool
    status: int


class Referral:
    """One REFER of ours on its way."""

    def __init__(self, session: Session, *, patience_s: float = PATIENCE_S) -> None:
        self._session = session
        self._patience_s = patience_s
        self._status = 0
        self._final: asyncio.Future[Referred] = asyncio.get_running_loop().create_future()

    async def run(self, target: NameAddr, *, referred_by: NameAddr) -> Referred:
        """Ask, and follow the reports to the end."""
        session = self._session
        session.handlers["NOTIFY"] = self._notified
        try:
            headers = (("Refer-To", str(target)), ("Referred-By", str(replace(referred_by, params={}))))
            response = await session.ask("REFER", headers=headers)
            if not response.ok:
                return Referred(False, response.status)
            async with asyncio.timeout(self._patience_s):
                return await asyncio.shield(self._final)
        except TimeoutError:
            return Referred(False, 408)
        finally:
            session.handlers.pop("NOTIFY", None)

    def ended_by_them(self) -> bool:
        """They have hung up: some do so as soon as the other call rings, without another word. Whether it is that."""
        reached = RINGING <= self._status < 300
        self._settle(Referred(reached, self._status))
        return reached

    async def _notified(self, incoming: Incoming) -> None:
        request = incoming.request
        if (request.headers.get("Event") or "").partition(";")[0].strip().lower() != "refer":
            await incoming.reply(489, headers=[("Allow-Events", "refer")])
            return
        await incoming.reply(200)
        if found := _FRAGMENT.match(request.body):
            self._status = int(found[1])
        over = (request.headers.get("Subscription-State") or "").strip().lower().startswith("terminated")
        if self._status >= 200 or over:
            self._settle(Referred(200 <= self._status < 300, self._status))

    def _settle(self, referred: Referred) -> None:
        if not self._final.done():
            self._final.set_result(referred)


Reach = Callable[[str], Awaitable[bool]]
"""Calls the URI, and tells whether somebody has picked up."""


async def carry_out(session: Session, incoming: Incoming, reach: Reach) -> None:
    """Do what a REFER of theirs asks, and report how it went (RFC 3515, 2.4)."""
    texts = incoming.request.headers.all("Refer-To")
    try:
        (text,) = texts
        target = parse_name_addr(text).uri
    except (Malformed, ValueError):
        await incoming.reply(400)
        return
    await incoming.reply(202)
    await _report(session, 100, over=False)
    reached = await reach(str(target))
    if not session.ended:
        await _report(session, 200 if reached else 503, over=True)


async def _report(session: Session, status: int, *, over: bool) -> None:
    await session.ask(
        "NOTIFY",
        headers=(
            ("Event", "refer"),
            ("Subscription-State", "terminated;reason=noresource" if over else "active;expires=180"),
        ),
        body=f"SIP/2.0 {status} {PHRASES[status]}\r\n".encode(),
        content_type="message/sipfrag;version=2.0",
    )


@dataclass(frozen=True)
class Replaces:
    """Which dialog a new call takes the place of, as the one who receives it names the tags."""

    key: DialogKey
    early_only: bool = False


def replaces(text: str) -> Replaces:
    """Read a Replaces header. Raises `Malformed`."""
    call_id, semicolon, rest = text.partition(";")
    params = parse_params(semicolon + rest)
    if (
        not call_id.strip().isprintable()
        or not call_id.strip()
        or not params.get("to-tag")
        or not params.get("from-tag")
    ):
        raise Malformed("a Replaces is not one")
    return Replaces((call_id.strip(), params["to-tag"], params["from-tag"]), "early-only" in params)


def replacing(dialog: Dialog) -> NameAddr:
    """Refer-To with which somebody takes our place in the dialog."""
    value = f"{dialog.call_id};to-tag={dialog.remote.tag};from-tag={dialog.local.tag}"
    return NameAddr(replace(dialog.target, headers={"Replaces": quote(value, safe="")}))
