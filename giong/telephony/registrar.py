"""Who is registered with us now, and where (RFC 3261 §10.3). Knows no password and no call: a request comes here when
its account is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from giong.clock import now_s
from giong.telephony.sip.address import NameAddr, Uri
from giong.telephony.sip.endpoint import Hop
from giong.telephony.sip.message import Request, Response, respond
from giong.telephony.sip.syntax import Malformed, parse_number

SHORTEST_S = 30
LONGEST_S = 3600
MOST = 10
"""Devices of one user."""


@dataclass(frozen=True)
class Binding:
    """One device. `source` is where it was seen, which is the way to it through its address translator."""

    contact: Uri
    source: Hop
    until_s: float
    call_id: str
    cseq: int


class Registrar:
    """Keeps the devices of the users."""

    def __init__(self, users: Iterable[str], *, now: Callable[[], float] = now_s) -> None:
        self._users = frozenset(users)
        self._now = now
        self._bindings: dict[str, tuple[Binding, ...]] = {}

    def knows(self, user: str) -> bool:
        """Whether it is a user of ours, registered or not."""
        return user in self._users

    def where(self, user: str) -> tuple[Binding, ...]:
        """Where the user can be reached now, the device registered last first."""
        fresh = tuple(one for one in self._bindings.get(user, ()) if one.until_s > self._now())
        if not fresh:
            self._bindings.pop(user, None)
        return fresh

    def registered(self) -> tuple[str, ...]:
        """The users who can be reached now."""
        return tuple(user for user in sorted(self._bindings) if self.where(user))

    def answer(self, request: Request, source: Hop, user: str) -> Response:
        """The answer to a REGISTER that `user` has proved to be theirs."""
        if request.to.uri.user != user:
            return respond(request, 403)
        try:
            wanted = self._wanted(request, source)
        except Malformed:
            return respond(request, 400)
        if wanted is None:
            return respond(request, 423, headers=[("Min-Expires", str(SHORTEST_S))])
        known = self.where(user)
        if any(one.call_id == request.call_id and one.cseq >= request.cseq.number for one in known):
            return respond(request, 500)
        if request.headers.get("Contact") is not None:
            self._bindings[user] = self._merged(known, wanted, everything="*" in request.headers.all("Contact"))
        return respond(request, 200, headers=[("Contact", self._told(one)) for one in self.where(user)])

    def _wanted(self, request: Request, source: Hop) -> tuple[Binding, ...] | None:
        """The devices that it names; None if it asks for less time than we give."""
        general = request.headers.get("Expires")
        general_s = parse_number(general.strip(), below=2**32) if general else LONGEST_S
        if "*" in request.headers.all("Contact") and general_s != 0:
            raise Malformed("all contacts can only be removed")
        bindings = []
        for contact in request.contacts:
            own = contact.params.get("expires")
            expires_s = parse_number(own, below=2**32) if own else general_s
            if 0 < expires_s < SHORTEST_S:
                return None
            until_s = self._now() + min(expires_s, LONGEST_S)
            bindings.append(Binding(contact.uri, source, until_s, request.call_id, request.cseq.number))
        return tuple(bindings)

    def _merged(
        self, known: tuple[Binding, ...], wanted: tuple[Binding, ...], *, everything: bool
    ) -> tuple[Binding, ...]:
        renewed = {str(one.contact) for one in wanted}
        kept = () if everything else tuple(one for one in known if str(one.contact) not in renewed)
        return (*(one for one in wanted if one.until_s > self._now()), *kept)[:MOST]

    def _told(self, binding: Binding) -> str:
        return f"{NameAddr(binding.contact)};expires={round(binding.until_s - self._now())}"
