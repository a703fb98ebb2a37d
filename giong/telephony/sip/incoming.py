"""A request that came, and the answering of it. Knows its transaction, and nothing of calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from giong.telephony.sip.headers import RAck
from giong.telephony.sip.message import Headers, Request, Response, respond
from giong.telephony.sip.transaction import Acceptance, ServerTransaction, Timing
from giong.telephony.sip.transport import Hop

Dress = Callable[[Request, Response], Response]
"""Adds what every response of ours has."""


class Incoming:
    """One request. `cancelled` is set when its sender has taken an INVITE back, or is not there any more; it has been
    answered then (487, 504).
    `to_tag` is our tag of the dialog that it may become.
    """

    def __init__(
        self,
        request: Request,
        source: Hop,
        transaction: ServerTransaction,
        *,
        to_tag: str,
        dress: Dress,
        timing: Timing,
    ) -> None:
        self.request = request
        self.source = source
        self.to_tag = to_tag
        self.cancelled = asyncio.Event()
        self._transaction = transaction
        self._dress = dress
        self._timing = timing
        self._accepted: Acceptance | None = None
        self._reliable: Acceptance | None = None
        self._rack: RAck | None = None
        self._rseq = 0

    @property
    def answered(self) -> bool:
        """Whether a final response was sent."""
        return self._transaction.answered

    async def reply(
        self,
        status: int,
        reason: str = "",
        *,
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        to_tag: str = "",
        reliable: bool = False,
    ) -> None:
        """Send a provisional or the final response; does nothing after a final one. A 2xx to an INVITE is repeated
        until its ACK comes. With `reliable`, and whenever the sender requires it, a provisional response is repeated
        until its PRACK comes (RFC 3262); the next reply waits for that.
        """
        if self._reliable:
            await self._reliable.acknowledged()
        response = respond(self.request, status, reason, headers=headers, body=body, to_tag=to_tag or self.to_tag)
        if self.answered:
            return
        if 100 < status < 200 and self._wants_reliable(reliable):
            self._send_reliably(response)
            return
        self._send(response)
        if response.ok and self.request.method == "INVITE":
            self._accepted = Acceptance(lambda: self._send_again(response), self._timing)

    def refuse(self, status: int) -> None:
        """Answer at once with nothing but a status."""
        if not self.answered:
            self._send(respond(self.request, status, to_tag=self.to_tag))
        self._settle()

    def acknowledge(self) -> None:
        """The ACK for our 2xx has come. The endpoint calls this; more calls do no harm."""
        if self._accepted:
            self._accepted.acknowledge()

    async def acknowledged(self) -> bool:
        """After a 2xx: True when the ACK has come, False when 64·T1 have passed without (end the dialog then)."""
        return self._accepted is not None and await self._accepted.acknowledged()

    def confirm(self, rack: RAck) -> bool:
        """A PRACK has come; whether it is for our last provisional response."""
        if self._reliable is None or self._reliable.settled or rack != self._rack:
            return False
        self._reliable.acknowledge()
        return True

    def close(self) -> None:
        """Nothing more is repeated."""
        self._settle()
        if self._accepted:
            self._accepted.give_up()

    def _settle(self) -> None:
        if self._reliable:
            self._reliable.give_up()

    def _wants_reliable(self, asked: bool) -> bool:
        headers = self.request.headers
        required = "100rel" in headers.tokens("Require")
        return self.request.method == "INVITE" and (required or (asked and "100rel" in headers.tokens("Supported")))

    def _send_reliably(self, response: Response) -> None:
        self._rseq += 1
        self._rack = RAck(self._rseq, self.request.cseq)
        numbered = Headers((*response.headers, ("Require", "100rel"), ("RSeq", str(self._rseq))))
        response = Response(response.status, response.reason, numbered, response.body)
        self._send(response)
        self._reliable = Acceptance(
            lambda: self._send(response), self._timing, capped=False, missed=self._never_confirmed
        )

    def _never_confirmed(self) -> None:
        """Who does not send a PRACK in 64·T1 is not there (RFC 3262 §3)."""
        if not self.answered:
            self.refuse(504)
            self.cancelled.set()

    def _send(self, response: Response) -> None:
        self._transaction.reply(self._dress(self.request, response))

    def _send_again(self, response: Response) -> None:
        self._transaction.repeat(self._dress(self.request, response))
