"""The four transaction machines of RFC 3261 §17, with the Accepted state of RFC 6026. Knows no socket and no call.

A machine is told what came (`receive`) and says what to do through three callbacks: `send` a message, a response was
`heard`, it is `over`. Waiting happens on the running loop's time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from giong.telephony.sip.headers import CSeq
from giong.telephony.sip.message import MAX_FORWARDS, Headers, Message, Request, Response


@dataclass(frozen=True)
class Timing:
    """T1, T2 and T4 of RFC 3261 §17.1.1.1."""

    t1_s: float = 0.5
    t2_s: float = 4.0
    t4_s: float = 5.0

    @property
    def patience_s(self) -> float:
        """64·T1: how long an answer, an ACK or a straggler is waited for (timers B, F, H, J, L, M)."""
        return 64 * self.t1_s


_CHALLENGES = (401, 407)
"""Sent once for each INVITE, as by a server without state (§8.2.7): whoever forges the address of another must not be
able to make us send them eleven messages for one.
"""


class State(Enum):
    TRYING = "trying"
    """Also called Calling."""
    PROCEEDING = "proceeding"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    TERMINATED = "terminated"


class Alarms:
    """Named timers of one machine; setting one again moves it."""

    def __init__(self) -> None:
        self._handles: dict[str, asyncio.TimerHandle] = {}

    def set(self, name: str, delay_s: float, action: Callable[[], None]) -> None:
        self.drop(name)
        self._handles[name] = asyncio.get_running_loop().call_later(delay_s, action)

    def drop(self, *names: str) -> None:
        for name in names:
            if handle := self._handles.pop(name, None):
                handle.cancel()

    def drop_all(self) -> None:
        self.drop(*tuple(self._handles))


def _nothing(*_: object) -> None:
    """Stands where an ended machine called somebody."""


@dataclass(frozen=True)
class Wiring:
    """How a machine reaches the world. `reliable` wires (TCP, TLS) need no repeating."""

    send: Callable[[Message], None]
    reliable: bool
    timing: Timing
    over: Callable[[], None]


class _Machine:
    def __init__(self, wiring: Wiring) -> None:
        self.state = State.TRYING
        self._wiring = wiring
        self._timing = wiring.timing
        self._alarms = Alarms()

    def end(self) -> None:
        """Terminate; harmless when it has ended."""
        if self.state is not State.TERMINATED:
            self.state = State.TERMINATED
            self._alarms.drop_all()
            self._wiring.over()
            self._let_go()

    def _let_go(self) -> None:
        """Hold nobody any more: a circle of references would keep the whole exchange in memory until it is swept."""
        self._wiring = Wiring(self._wiring.send, self._wiring.reliable, self._timing, over=_nothing)

    def _linger(self, unreliable_s: float) -> None:
        """Wait for stragglers, which a reliable wire has not."""
        if self._wiring.reliable:
            self.end()
        else:
            self._alarms.set("linger", unreliable_s, self.end)

    def _repeat(self, message: Message, after_s: float, *, at_most_s: float = float("inf")) -> None:
        """Send again after `after_s`, then after twice as long, and so on."""
        if self._wiring.reliable:
            return

        def again() -> None:
            self._wiring.send(message)
            self._repeat(message, min(2 * after_s, at_most_s), at_most_s=at_most_s)

        self._alarms.set("repeat", after_s, again)


class ClientTransaction(_Machine):
    """What both client machines are: `heard` gets every response that the layer above must see, `silent` is called when
    none comes.
    """

    def __init__(
        self, request: Request, wiring: Wiring, *, heard: Callable[[Response], None], silent: Callable[[], None]
    ) -> None:
        super().__init__(wiring)
        self.request = request
        self._heard = heard
        self._silent = silent

    def start(self) -> None:
        raise TypeError("a transaction is one of InviteClient and OtherClient")

    def receive(self, response: Response) -> None:
        raise TypeError("a transaction is one of InviteClient and OtherClient")

    def _give_up(self) -> None:
        silent = self._silent
        self.end()
        silent()

    def _let_go(self) -> None:
        super()._let_go()
        self._wiring = Wiring(_nothing, self._wiring.reliable, self._timing, over=_nothing)
        self._heard = self._silent = _nothing


class InviteClient(ClientTransaction):
    """§17.1.1 and RFC 6026 §8.4."""

    COMPLETED_S = 32.0
    """Timer D."""

    def start(self) -> None:
        self._wiring.send(self.request)
        self._repeat(self.request, self._timing.t1_s)
        self._alarms.set("patience", self._timing.patience_s, self._give_up)

    def receive(self, response: Response) -> None:
        if self.state is State.COMPLETED:
            if response.status >= 300:
                self._wiring.send(acknowledgement(self.request, response))
        elif self.state is State.ACCEPTED:
            if response.ok:
                self._heard(response)
        elif self.state is not State.TERMINATED:
            self._alarms.drop("repeat", "patience")
            self._advance(response)

    def _advance(self, response: Response) -> None:
        if response.provisional:
            self.state = State.PROCEEDING
            self._heard(response)
        elif response.ok:
            self.state = State.ACCEPTED
            self._alarms.set("linger", self._timing.patience_s, self.end)
            self._heard(response)
        else:
            self.state = State.COMPLETED
            self._wiring.send(acknowledgement(self.request, response))
            self._heard(response)
            self._linger(self.COMPLETED_S)

    def expect_end(self) -> None:
        """Cancelled: the final answer must come within 64·T1, else it never will (§9.1)."""
        self._alarms.set("patience", self._timing.patience_s, self._give_up)


class OtherClient(ClientTransaction):
    """§17.1.2."""

    def start(self) -> None:
        self._wiring.send(self.request)
        self._repeat(self.request, self._timing.t1_s, at_most_s=self._timing.t2_s)
        self._alarms.set("patience", self._timing.patience_s, self._give_up)

    def receive(self, response: Response) -> None:
        if self.state not in (State.TRYING, State.PROCEEDING):
            return
        if response.provisional:
            self.state = State.PROCEEDING
            self._repeat(self.request, self._timing.t2_s, at_most_s=self._timing.t2_s)
        else:
            self.state = State.COMPLETED
            self._alarms.drop("repeat", "patience")
        self._heard(response)
        if self.state is State.COMPLETED:
            self._linger(self._timing.t4_s)


class ServerTransaction(_Machine):
    """What both server machines are. `receive` gets the same request again; `reply` sends a response."""

    def __init__(self, request: Request, wiring: Wiring) -> None:
        super().__init__(wiring)
        self.request = request
        self._last: Response | None = None

    @property
    def answered(self) -> bool:
        """Whether a final response was sent."""
        return self.state not in (State.TRYING, State.PROCEEDING)

    def receive(self, request: Request) -> None:
        raise TypeError("a transaction is one of InviteServer and OtherServer")

    def reply(self, response: Response) -> None:
        raise TypeError("a transaction is one of InviteServer and OtherServer")

    def repeat(self, response: Response) -> None:
        """Send a 2xx once more; the transaction need not live any longer."""
        self._wiring.send(response)

    def _send_last(self) -> None:
        if self._last:
            self._wiring.send(self._last)


class InviteServer(ServerTransaction):
    """§17.2.1 and RFC 6026 §8.3; a 2xx is repeated by `Acceptance`, not here."""

    def receive(self, request: Request) -> None:
        if request.method == "ACK":
            if self.state is State.COMPLETED:
                self.state = State.CONFIRMED
                self._alarms.drop_all()
                self._linger(self._timing.t4_s)
        elif self.state in (State.PROCEEDING, State.COMPLETED):
            self._send_last()

    def reply(self, response: Response) -> None:
        if self.answered:
            return
        self._last = response
        self._send_last()
        if response.provisional:
            self.state = State.PROCEEDING
        elif response.ok:
            self.state = State.ACCEPTED
            self._alarms.set("linger", self._timing.patience_s, self.end)
        else:
            self.state = State.COMPLETED
            if response.status not in _CHALLENGES:
                self._repeat(response, self._timing.t1_s, at_most_s=self._timing.t2_s)
            self._alarms.set("patience", self._timing.patience_s, self.end)


class OtherServer(ServerTransaction):
    """§17.2.2. One that is never answered ends by itself, so that it cannot leak."""

    def __init__(self, request: Request, wiring: Wiring) -> None:
        super().__init__(request, wiring)
        self._alarms.set("patience", self._timing.patience_s, self.end)

    def receive(self, request: Request) -> None:
        self._send_last()

    def reply(self, response: Response) -> None:
        if self.answered:
            return
        self._last = response
        self._send_last()
        if response.provisional:
            self.state = State.PROCEEDING
        else:
            self.state = State.COMPLETED
            self._alarms.drop_all()
            self._linger(self._timing.patience_s)


class Acceptance:
    """A 2xx (or a reliable provisional) repeated until it is acknowledged, whatever the wire (RFC 3261 §13.3.1.4).
    `missed` is called when 64·T1 have passed without.
    """

    def __init__(
        self,
        send: Callable[[], None],
        timing: Timing,
        *,
        capped: bool = True,
        missed: Callable[[], None] = lambda: None,
    ) -> None:
        self._missed = missed
        self._send = send
        self._timing = timing
        self._capped = capped
        self._alarms = Alarms()
        self._outcome: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._repeat(timing.t1_s)
        self._alarms.set("patience", timing.patience_s, self._expire)

    def acknowledge(self) -> None:
        self._settle(True)

    def give_up(self) -> None:
        self._settle(False)

    async def acknowledged(self) -> bool:
        """True when it was acknowledged, False when 64·T1 have passed without."""
        return await asyncio.shield(self._outcome)

    @property
    def settled(self) -> bool:
        return self._outcome.done()

    def _expire(self) -> None:
        missed = self._missed
        self._settle(False)
        missed()

    def _settle(self, outcome: bool) -> None:
        self._alarms.drop_all()
        self._send = self._missed = _nothing
        if not self._outcome.done():
            self._outcome.set_result(outcome)

    def _repeat(self, after_s: float) -> None:
        def again() -> None:
            self._send()
            self._repeat(min(2 * after_s, self._timing.t2_s) if self._capped else 2 * after_s)

        self._alarms.set("repeat", after_s, again)


def acknowledgement(request: Request, response: Response) -> Request:
    """The ACK for a final response other than 2xx (§17.1.1.3): it belongs to the INVITE's transaction."""
    return _sibling(request, "ACK", to=response.headers.get("To"))


def cancellation(request: Request) -> Request:
    """The CANCEL for a request (§9.1)."""
    return _sibling(request, "CANCEL", to=request.headers.get("To"))


def _sibling(request: Request, method: str, *, to: str | None) -> Request:
    own = request.headers
    items = [("Via", own.all("Via")[0])]
    items += [("Route", route) for route in own.all("Route")]
    items += [("From", own.get("From") or ""), ("To", to or ""), ("Call-ID", request.call_id)]
    items += [("CSeq", str(CSeq(request.cseq.number, method))), ("Max-Forwards", str(MAX_FORWARDS))]
    return Request(method, request.uri, Headers(items))


def client_key(message: Message) -> tuple[str, str]:
    """What a response shares with the request that it answers (§17.1.3)."""
    return message.via.branch, message.cseq.method


def server_key(request: Request) -> tuple[str, ...]:
    """What repeated requests share, an ACK for a failure with its INVITE, and a CANCEL with what it cancels (§17.2.3);
    the second form is for senders of RFC 2543, whose branches name nothing.
    """
    method = "INVITE" if request.method in ("ACK", "CANCEL") else request.method
    via = request.via
    if via.names_transaction:
        return via.branch, via.sent_by, method
    cseq, sender = str(request.cseq.number), request.sender.tag
    return request.call_id, cseq, sender, str(request.uri), via.sent_by, via.branch, method
