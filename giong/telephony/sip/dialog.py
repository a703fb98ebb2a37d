"""A dialog: what two parties of a call share from message to message (RFC 3261 §12). Knows no media and no network."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from giong.telephony.sip.address import NameAddr, Uri, parse_name_addr
from giong.telephony.sip.headers import CSeq
from giong.telephony.sip.message import Headers, Request, Response

DialogKey = tuple[str, str, str]
"""Call-ID, our tag, their tag."""


def new_tag() -> str:
    return secrets.token_hex(8)


def new_call_id() -> str:
    return secrets.token_hex(16)


@dataclass
class Dialog:
    """`target` is where the other side wants requests (its Contact), `routes` the proxies on the way, the nearest
    first. `contact` is what we say in our own Contact header, brackets included.
    """

    call_id: str
    local: NameAddr
    remote: NameAddr
    target: Uri
    contact: str = ""
    routes: tuple[NameAddr, ...] = ()
    local_cseq: int = 0
    remote_cseq: int = -1

    @classmethod
    def from_invite(cls, request: Request, *, local_tag: str, contact: str) -> Dialog:
        """Ours as the one who is called (§12.1.1). Who names no Contact (RFC 2543) is asked at their From."""
        return cls(
            call_id=request.call_id,
            local=request.to.tagged(local_tag),
            remote=request.sender,
            target=request.contacts[0].uri if request.contacts else request.sender.uri,
            contact=contact,
            routes=_routes(request.headers),
            remote_cseq=request.cseq.number,
        )

    @classmethod
    def from_response(cls, request: Request, response: Response) -> Dialog:
        """Ours as the one who calls (§12.1.2), from a provisional response with a tag or a 2xx."""
        return cls(
            call_id=request.call_id,
            local=request.sender,
            remote=response.to,
            target=response.contacts[0].uri if response.contacts else request.uri,
            contact=request.headers.get("Contact") or "",
            routes=tuple(reversed(_routes(response.headers))),
            local_cseq=response.cseq.number,
        )

    @property
    def key(self) -> DialogKey:
        return self.call_id, self.local.tag, self.remote.tag

    def request(
        self, method: str, *, headers: Iterable[tuple[str, str]] = (), body: bytes = b"", content_type: str = ""
    ) -> Request:
        """The next request within the dialog. For an ACK see `ack`."""
        self.local_cseq += 1
        return self._build(method, self.local_cseq, headers=headers, body=body, content_type=content_type)

    def ack(
        self, response: Response, *, headers: Iterable[tuple[str, str]] = (), body: bytes = b"", content_type: str = ""
    ) -> Request:
        """The ACK for a 2xx to our INVITE: its number is the INVITE's."""
        return self._build("ACK", response.cseq.number, headers=headers, body=body, content_type=content_type)

    def in_order(self, request: Request) -> bool:
        """Whether the request is newer than those before; to be answered 500 if not (§12.2.2). Remembers it."""
        if request.method == "ACK":
            return True
        if request.cseq.number <= self.remote_cseq:
            return False
        self.remote_cseq = request.cseq.number
        return True

    def refresh(self, message: Request | Response) -> None:
        """Follow the other side to the Contact that it names now (re-INVITE, UPDATE and their 2xx)."""
        if message.contacts:
            self.target = message.contacts[0].uri

    def _build(
        self, method: str, number: int, *, headers: Iterable[tuple[str, str]], body: bytes, content_type: str
    ) -> Request:
        items = [("Route", str(route)) for route in self.routes]
        items += [("From", str(self.local)), ("To", str(self.remote)), ("Call-ID", self.call_id)]
        items.append(("CSeq", str(CSeq(number, method))))
        given = tuple(headers)
        if self.contact and method not in ("ACK", "BYE") and not any(name.lower() == "contact" for name, _ in given):
            items.append(("Contact", self.contact))
        items += given
        if content_type:
            items.append(("Content-Type", content_type))
        return Request(method, self.target, Headers(items), body)


def first_request(
    method: str,
    target: Uri,
    *,
    sender: NameAddr,
    to: NameAddr | None = None,
    contact: str = "",
    call_id: str = "",
    cseq: int = 1,
    headers: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
    content_type: str = "",
) -> Request:
    """A request outside any dialog: INVITE, REGISTER, OPTIONS. `sender` gets a tag if it has none."""
    sender = sender if sender.tag else sender.tagged(new_tag())
    to = to or NameAddr(target.bare() if target.host else target)
    items = [("From", str(sender)), ("To", str(to)), ("Call-ID", call_id or new_call_id())]
    items.append(("CSeq", str(CSeq(cseq, method))))
    if contact:
        items.append(("Contact", contact))
    items += headers
    if content_type:
        items.append(("Content-Type", content_type))
    return Request(method, replace(target, headers={}), Headers(items), body)


def key_of(message: Request | Response, *, ours: bool) -> DialogKey:
    """The dialog that a message belongs to; `ours` says that we sent the request."""
    if ours:
        return message.call_id, message.sender.tag, message.to.tag
    return message.call_id, message.to.tag, message.sender.tag


def _routes(headers: Headers) -> tuple[NameAddr, ...]:
    return tuple(parse_name_addr(value) for value in headers.all("Record-Route"))
