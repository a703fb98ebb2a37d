"""Tells whoever asked for it that a session has its verdict: signed, to allowed hosts only, a few times. Knows no
database.

What is told is the session, its verdict and the codes of reasons; no value of a paper and no picture. Whoever misses it
asks for the session.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable

import httpx

from giong.clock import Clock, SystemClock
from giong.errors import BadInput
from giong.papers.delivery import SIGNATURE, TIMEOUT_S, Deliveries, signature
from giong.papers.persons.sessions import Session

PAUSES_S = (2.0, 15.0, 60.0)
"""Before another attempt."""

_log = logging.getLogger(__name__)


class Telling:
    """The callbacks of verdicts. `transport` replaces the network in tests."""

    def __init__(
        self, deliveries: Deliveries, *, clock: Clock | None = None, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._deliveries = deliveries
        self._clock = clock or SystemClock()
        self._transport = transport
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def check(self) -> Callable[[str], None]:
        """Refuses an address that nothing may be sent to."""
        return self._deliveries.check

    def tell(self, session: Session) -> None:
        """Begin to tell the verdict, if somebody wants to know."""
        if session.callback_url and session.verdict:
            task = asyncio.create_task(self._tell(session))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _tell(self, session: Session) -> None:
        for pause_s in (*PAUSES_S, None):
            try:
                if await self._sent(session):
                    return
            except (httpx.HTTPError, TimeoutError, BadInput) as error:
                _log.warning("verdict of %s: %s", session.id, type(error).__name__)
            if pause_s is not None:
                await asyncio.sleep(pause_s)
        _log.error("verdict of %s: nobody took it", session.id)

    async def _sent(self, session: Session) -> bool:
        self.check(session.callback_url)
        told = {"id": session.id, "verdict": session.verdict, "reasons": session.reasons, "decided_by": session.who}
        body = json.dumps({"event": "ekyc.settled", "session": told}, ensure_ascii=False).encode()
        key = await asyncio.to_thread(self._deliveries.signing_key, session.organisation_id)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{session.id}-{session.verdict}",
            SIGNATURE: signature(key, int(self._clock.now().timestamp()), body),
        }
        async with (
            httpx.AsyncClient(
                transport=self._transport, follow_redirects=False, trust_env=False, timeout=TIMEOUT_S
            ) as client,
            client.stream("POST", session.callback_url, content=body, headers=headers) as answer,
        ):
            return answer.is_success
