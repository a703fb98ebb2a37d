"""Our registration at a trunk or PBX: made, kept alive, taken back. Knows no call.

    unregistered → registered ⇄ unreachable (tried again, ever more rarely)
                 ↘ refused (wrong password: said once, aloud, and tried again so rarely that nobody is locked out)

A trunk that wants no registration is only asked now and then whether it is there.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from dataclasses import replace

from giong.failure import place_of
from giong.telephony.sip.address import NameAddr
from giong.telephony.sip.dialog import first_request, new_call_id, new_tag
from giong.telephony.sip.endpoint import Endpoint, Hop
from giong.telephony.sip.message import Response
from giong.telephony.sip.syntax import Malformed, parse_number
from giong.telephony.trunk import Trunk

log = logging.getLogger(__name__)

FIRST_RETRY_S = 4.0
LONGEST_RETRY_S = 120.0
REFUSED_RETRY_S = 1800.0
PING_S = 25.0
"""Shorter than any common address translator's memory of a UDP way (30 s)."""
UNREGISTER_S = 2.0
_SHORTEST_S = 10
_REFUSALS = (401, 403, 404, 407)


class Registration:
    """Keeps one trunk's state true while it runs."""

    def __init__(self, endpoint: Endpoint, trunk: Trunk) -> None:
        self._endpoint = endpoint
        self._trunk = trunk
        self._sender = trunk.address().tagged(new_tag())
        self._call_id = new_call_id()
        self._expires_s = trunk.config.expires_s
        self._answers_pings = True
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Take the registration back; a registrar that is away is not waited for."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._trunk.config.register and self._trunk.state == "registered":
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(UNREGISTER_S):
                    await self._register(0)
            self._trunk.stands("unregistered")

    async def _run(self) -> None:
        retry_s = FIRST_RETRY_S
        while True:
            try:
                wait_s = await (self._renew() if self._trunk.config.register else self._look())
            except Exception as error:
                log.error("trunk %s: %s", self._trunk.config.name, place_of(error))
                wait_s = None
            if wait_s is None:
                wait_s, retry_s = retry_s, min(retry_s * 2, LONGEST_RETRY_S)
            else:
                retry_s = FIRST_RETRY_S
            await self._rest(wait_s)

    async def _renew(self) -> float | None:
        """Register; how long to wait until the next time, None for: until the next try."""
        await self._trunk.look_up()
        response = await self._register(self._expires_s)
        if response.status == 423 and (least_s := _number(response.headers.get("Min-Expires"))):
            self._expires_s = max(self._expires_s, least_s)
            response = await self._register(self._expires_s)
        if response.ok:
            self._trunk.service_routes = response.headers.all("Service-Route")
            self._trunk.stands("registered")
            granted_s = max(self._granted_s(response), _SHORTEST_S)
            return max(granted_s / 2, granted_s - 60)
        if response.status in _REFUSALS:
            self._trunk.stands("refused", self._refusal(response))
            return REFUSED_RETRY_S
        self._trunk.stands("unreachable", _why(response))
        return None

    async def _look(self) -> float | None:
        """For a trunk without registration: is it there?"""
        await self._trunk.look_up()
        response = await self._ping()
        if response.local:
            self._trunk.stands("unreachable", _why(response))
            return None
        self._trunk.stands("unregistered")
        return PING_S

    async def _rest(self, wait_s: float) -> None:
        """Wait, and meanwhile keep the way open and notice that the trunk is gone."""
        loop = asyncio.get_running_loop()
        until_s = loop.time() + wait_s
        while self._trunk.state == "registered" and until_s - loop.time() > PING_S:
            await asyncio.sleep(PING_S)
            if not self._answers_pings:
                await self._keep_open()
            elif (await self._ping()).local:
                response = await self._register(self._expires_s)
                if response.local:
                    self._trunk.stands("unreachable", _why(response))
                    return
                self._answers_pings = False
        await asyncio.sleep(max(0.0, until_s - loop.time()))

    async def _register(self, expires_s: int) -> Response:
        trunk = self._trunk
        request = first_request(
            "REGISTER",
            replace(trunk.server, user=""),
            sender=self._sender,
            to=NameAddr(self._sender.uri),
            contact=self._contact(),
            call_id=self._call_id,
            headers=[("Expires", str(expires_s))],
        )
        return await self._endpoint.ask(request, credentials=trunk.credentials)

    async def _ping(self) -> Response:
        request = first_request("OPTIONS", self._trunk.server, sender=self._trunk.address())
        return await self._endpoint.ask(request)

    async def _keep_open(self) -> None:
        for hop in self._hops():
            with contextlib.suppress(OSError, TimeoutError):
                await self._endpoint.keep_alive(hop)

    def _contact(self) -> str:
        """Where the trunk is to send our calls."""
        config = self._trunk.config
        return self._endpoint.contact(config.user, config.transport, towards=next(self._hops(), None))

    def _hops(self) -> Iterator[Hop]:
        trunk = self._trunk
        return (Hop(trunk.config.transport, host, trunk.port) for host in sorted(trunk.hosts))

    def _granted_s(self, response: Response) -> int:
        """How long the registration holds: as our Contact says, else the header, else as asked."""
        for contact in response.contacts:
            if contact.uri.user == self._trunk.config.user and (given := _number(contact.params.get("expires"))):
                return given
        return _number(response.headers.get("Expires")) or self._expires_s

    def _refusal(self, response: Response) -> str:
        if response.status in (401, 407):
            asked = (
                "wrong password or account" if self._trunk.credentials else "a password is asked for and none is set"
            )
            return f"{asked} ({response.status})"
        return f"the account is refused ({response.status})"


def _number(text: str | None) -> int | None:
    try:
        return parse_number((text or "").strip(), below=2**31)
    except Malformed:
        return None


def _why(response: Response) -> str:
    if response.local:
        return "no answer" if response.status == 408 else "no way there"
    return f"answered {response.status}"
