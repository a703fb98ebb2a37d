"""Sends results to whoever asked to be called back: only to hosts that the settings allow, signed, again until taken.
Knows no route.

A redirect is never followed and the answer's body never read. The signature is over the moment and the body, so that a
receiver can refuse what was changed and what is sent once more by somebody else.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import ssl
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Connection, select, update

from giong.clock import Clock, SystemClock
from giong.errors import BadInput, GiongError
from giong.failure import place_of
from giong.papers.exports import told
from giong.papers.paper import Act, Status
from giong.papers.register import Papers
from giong.papers.shelf import Shelf
from giong.storage.database import Database
from giong.storage.schema import papers

SIGNATURE = "X-Giong-Signature"
RETRY_S = (10, 60, 300, 1_800, 7_200, 28_800)
"""Pauses after failed attempts; after the last one it is given up."""
TIMEOUT_S = 10.0
EVERY_S = 5.0
AT_ONCE = 20

_log = logging.getLogger(__name__)


class Deliveries:
    """The results of all organisations that are to be sent. `transport` replaces the network in tests."""

    def __init__(
        self,
        database: Database,
        register: Papers,
        shelf: Shelf,
        *,
        hosts: frozenset[str] = frozenset(),
        clock: Clock | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`hosts` are HOST or HOST:PORT, in lower case."""
        self._database = database
        self._register = register
        self._shelf = shelf
        self._hosts = hosts
        self._clock = clock or SystemClock()
        self._transport = transport
        self._woken = asyncio.Event()

    def check(self, url: str) -> None:
        """Refuse an address that nothing may be sent to."""
        try:
            parts = urlsplit(url)
            allowed = parts.scheme in ("http", "https") and parts.netloc.lower() in self._hosts
            httpx.Request("POST", url)
        except (ValueError, httpx.InvalidURL):
            allowed = False
        if not allowed:
            raise BadInput(
                "paper.callback_refused",
                vi="Không được gửi kết quả tới địa chỉ này. Quản trị viên cần thêm máy chủ đó vào webhook_hosts.",
                en="Results may not be sent to this address. The administrator has to add its host to webhook_hosts.",
            )

    def signing_key(self, organisation_id: str) -> bytes:
        """With which callbacks to the organisation are signed; it never changes while there are papers of it."""
        return self._shelf.signing_key(organisation_id)

    async def wake(self, organisation_id: str, id: str) -> None:
        """A paper was read: look now whether it is to be sent."""
        self._woken.set()

    async def keep_delivering(self) -> None:
        """Send what is due, until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self.deliver_due()
            except GiongError as error:
                _log.error("deliveries: %s", place_of(error))
            try:
                async with asyncio.timeout(EVERY_S):
                    await self._woken.wait()
            except TimeoutError:
                pass

    async def deliver_due(self) -> int:
        """Send what is due now; returns how many were taken."""
        due = await self._database.write(self._claim)
        return sum(await asyncio.gather(*(self._deliver(*one) for one in due)))

    def _claim(self, connection: Connection) -> list[tuple[str, str, int]]:
        """What is due, each put off by its next pause first: whoever crashes or sleeps sends it again then."""
        now = self._clock.now()
        found = (
            select(papers.c.organisation_id, papers.c.id, papers.c.callback_attempts)
            .where(papers.c.callback == "waiting", papers.c.callback_due_at <= now)
            .order_by(papers.c.callback_due_at)
            .limit(AT_ONCE)
        )
        due = [(row.organisation_id, row.id, row.callback_attempts) for row in connection.execute(found)]
        for _, id, attempts in due:
            connection.execute(
                update(papers)
                .where(papers.c.id == id)
                .values(callback_attempts=attempts + 1, callback_due_at=_next(now, attempts))
            )
        return due

    async def _deliver(self, organisation_id: str, id: str, attempts: int) -> bool:
        try:
            taken = await self._send(organisation_id, id)
        except (GiongError, httpx.HTTPError, TimeoutError) as error:
            _log.warning("callback of %s: %s", id, place_of(error))
            taken = False
        if taken:
            # Before it is said to be: the picture is gone by then.
            await self._register.delivered(organisation_id, id, called_back=True)
        state = "delivered" if taken else "failed" if attempts >= len(RETRY_S) else "waiting"
        changed = update(papers).where(papers.c.id == id, papers.c.callback == "waiting").values(callback=state)
        await self._database.write(lambda connection: connection.execute(changed) and None)
        return taken

    async def _send(self, organisation_id: str, id: str) -> bool:
        order = await self._register.order(organisation_id, id)
        self.check(order.callback_url)
        result = await self._register.result(
            organisation_id, id, reveal_for=order.reveal_for or None, who="callback", act=Act.SENT, deliver=False
        )
        if result.status is Status.ERASED:
            return False
        body = json.dumps({"event": "document.read", "document": told(result)}, ensure_ascii=False, default=str)
        key = await asyncio.to_thread(self._shelf.signing_key, organisation_id)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": id,
            SIGNATURE: signature(key, int(self._clock.now().timestamp()), body.encode()),
        }
        async with (
            httpx.AsyncClient(
                transport=self._transport or httpx.AsyncHTTPTransport(verify=_trusted(), trust_env=False),
                follow_redirects=False,
                trust_env=False,
                timeout=TIMEOUT_S,
            ) as client,
            asyncio.timeout(TIMEOUT_S),
            client.stream("POST", order.callback_url, content=body.encode(), headers=headers) as answer,
        ):
            if not answer.is_success:
                _log.warning("callback of %s: status %d", id, answer.status_code)
            return answer.is_success


def signature(key: bytes, at_s: int, body: bytes) -> str:
    """`t=SECONDS,v1=HEX`: HMAC-SHA256 of `SECONDS.BODY`."""
    return f"t={at_s},v1={hmac.new(key, f'{at_s}.'.encode() + body, hashlib.sha256).hexdigest()}"


def _next(now: datetime, attempts: int) -> datetime:
    return now + timedelta(seconds=RETRY_S[min(attempts, len(RETRY_S) - 1)])


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: the machine's certificates take longer to read than most services to answer."""
    return httpx.create_ssl_context()
