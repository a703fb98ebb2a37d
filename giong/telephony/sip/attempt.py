"""One request on its way to one place, until nothing can come of it any more. Knows no route and no challenge.

What an INVITE asks of its sender beyond the dialog is seen to here: a reliable provisional response gets its PRACK, a
forked 2xx that nobody wants is ended, a repeated 2xx gets its ACK again, an INVITE that is given up is cancelled.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from giong.failure import place_of
from giong.telephony.sip.dialog import Dialog
from giong.telephony.sip.headers import RAck
from giong.telephony.sip.message import Request, Response, render
from giong.telephony.sip.phrases import PHRASES
from giong.telephony.sip.syntax import Malformed, parse_number
from giong.telephony.sip.transaction import (
    ClientTransaction,
    InviteClient,
    OtherClient,
    State,
    Timing,
    Wiring,
    cancellation,
)
from giong.telephony.sip.transport import Wire

log = logging.getLogger(__name__)

Progress = Callable[[Response], None]


class Errands(Protocol):
    """What an attempt has others do."""

    def begin(self, attempt: Attempt) -> None:
        """Start it, and bring it what comes."""

    def ask_aside(self, request: Request) -> None:
        """Ask, and care for no answer."""

    def end(self, request: Request, response: Response) -> None:
        """Acknowledge a 2xx and end its dialog at once."""

    def forget(self, attempt: Attempt) -> None:
        """It is over."""


class Attempt:
    """`outcome` is the first final response, or one made here. `wire` is the way that it goes."""

    def __init__(
        self, request: Request, wire: Wire, *, errands: Errands, timing: Timing, progress: Progress | None = None
    ) -> None:
        self.request = request
        self.wire = wire
        self.outcome: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._errands = errands
        self._timing = timing
        self._progress = progress
        self._winner: str | None = None  # the To tag of the 2xx that was handed over
        self._acknowledgements: dict[str, tuple[Wire, bytes]] = {}  # by To tag
        self._reliable: dict[str, int] = {}  # the last RSeq of each To tag
        self._given_up = False
        self._cancelled = False
        self._transaction = self._machine()

    def start(self) -> None:
        self._transaction.start()

    def receive(self, response: Response) -> None:
        """A response to it has come."""
        self._transaction.receive(response)

    def acknowledge(self, to_tag: str, wire: Wire, data: bytes) -> None:
        """This ACK was sent for a 2xx; it is sent again when that comes again."""
        self._acknowledgements[to_tag] = wire, data

    def lose(self, wire: Wire) -> None:
        """A connection has ended. If nobody has shown to have the request it will not be answered (§17.1.4)."""
        if wire is self.wire and self._transaction.state is State.TRYING:
            self.fail()

    def fail(self) -> None:
        """No more can come of it."""
        self._transaction.end()
        self._settle(made_here(503))

    def give_up(self) -> None:
        """Nobody waits for the outcome any more."""
        if self.request.method != "INVITE":
            return
        self._given_up = True
        if self.outcome.done():
            response = self.outcome.result()
            if response.ok and not self._acknowledgements:
                self._errands.end(self.request, response)
        elif self._transaction.state is State.PROCEEDING:
            self._cancel()

    def _machine(self) -> ClientTransaction:
        wiring = Wiring(
            send=lambda message: self.wire.send(render(message)),
            reliable=self.wire.hop.reliable,
            timing=self._timing,
            over=lambda: self._errands.forget(self),
        )
        machine = InviteClient if self.request.method == "INVITE" else OtherClient
        return machine(self.request, wiring, heard=self._heard, silent=lambda: self._settle(made_here(408)))

    def _heard(self, response: Response) -> None:
        if response.provisional:
            self._progressed(response)
        elif response.ok and self.request.method == "INVITE":
            self._accepted(response)
        else:
            self._settle(response)

    def _progressed(self, response: Response) -> None:
        if self._given_up:
            self._cancel()
            return
        if "100rel" in response.headers.tokens("Require") and not self._confirm(response):
            return
        if self._progress and response.status > 100:
            try:
                self._progress(response)
            except Exception as error:
                log.error("sip: progress was not taken: %s", place_of(error))

    def _accepted(self, response: Response) -> None:
        tag = response.to.tag
        if tag in self._acknowledgements:
            wire, data = self._acknowledgements[tag]
            wire.send(data)
        elif self._given_up or self._winner not in (None, tag):
            self._errands.end(self.request, response)
        elif self._winner is None:
            self._winner = tag
            self._settle(response)

    def _cancel(self) -> None:
        """CANCEL goes the INVITE's way, once somebody has shown to have it (§9.1)."""
        if isinstance(self._transaction, InviteClient) and not self._cancelled:
            self._cancelled = True
            self._transaction.expect_end()
            cancel = cancellation(self.request)
            self._errands.begin(Attempt(cancel, self.wire, errands=self._errands, timing=self._timing))

    def _confirm(self, response: Response) -> bool:
        """Have a PRACK sent for a reliable provisional response; False for one that came before or too early
        (RFC 3262 §4).
        """
        try:
            rseq = parse_number(response.headers.get("RSeq") or "", below=2**32)
        except Malformed:
            return True
        last = self._reliable.get(response.to.tag)
        if last is not None and rseq != last + 1:
            return False
        self._reliable[response.to.tag] = rseq
        rack = RAck(rseq, self.request.cseq)
        prack = Dialog.from_response(self.request, response).request("PRACK", headers=[("RAck", str(rack))])
        self._errands.ask_aside(prack)
        return True

    def _settle(self, response: Response) -> None:
        if not self.outcome.done():
            self.outcome.set_result(response)


def made_here(status: int) -> Response:
    """A response that came over no wire."""
    return Response(status, PHRASES[status])
