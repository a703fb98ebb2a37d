"""Single headers read into values: Via, CSeq, RAck and the like. Knows no message."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from giong.telephony.sip.address import host_port, parse_host_port
from giong.telephony.sip.syntax import Malformed, Params, is_token, parse_number, parse_params, render_params

COOKIE = "z9hG4bK"
"""What a branch begins with that names a transaction by itself (RFC 3261 §8.1.1.7)."""

_CSEQ_BELOW = 2**31


@dataclass(frozen=True)
class Via:
    """One hop that the message took."""

    transport: str
    host: str
    port: int | None = None
    params: Params = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"SIP/2.0/{self.transport} {self.sent_by}{render_params(self.params)}"

    @property
    def sent_by(self) -> str:
        return host_port(self.host, self.port)

    @property
    def branch(self) -> str:
        return self.params.get("branch", "")

    @property
    def names_transaction(self) -> bool:
        """Whether the branch is worth more than an RFC 2543 one."""
        return self.branch.startswith(COOKIE) and len(self.branch) > len(COOKIE)

    def seen_from(self, host: str, port: int) -> Via:
        """With the address that the message really came from (RFC 3261 §18.2.1, RFC 3581 §4)."""
        params = dict(self.params)
        if "rport" in params:
            params |= {"rport": str(port), "received": host}
        elif self.host.strip("[]") != host:
            params["received"] = host
        return replace(self, params=params)


@dataclass(frozen=True)
class CSeq:
    """The number of a request within its Call-ID, and its method."""

    number: int
    method: str

    def __str__(self) -> str:
        return f"{self.number} {self.method}"


@dataclass(frozen=True)
class RAck:
    """Which reliable provisional response a PRACK acknowledges (RFC 3262)."""

    rseq: int
    cseq: CSeq

    def __str__(self) -> str:
        return f"{self.rseq} {self.cseq}"


def parse_via(text: str) -> Via:
    protocol, slash, rest = (part.strip() for part in text.partition("/"))
    version, slash, rest = (part.strip() for part in rest.partition("/"))
    parts = rest.split(None, 1)
    if protocol.upper() != "SIP" or version != "2.0" or not slash or len(parts) != 2 or not is_token(parts[0]):
        raise Malformed("a Via is not one")
    sent_by, semicolon, params = parts[1].partition(";")
    host, port = parse_host_port(sent_by.strip())
    return Via(parts[0].upper(), host, port, parse_params(semicolon + params))


def parse_cseq(text: str) -> CSeq:
    parts = text.split()
    if len(parts) != 2 or not is_token(parts[1]):
        raise Malformed("a CSeq is not one")
    return CSeq(parse_number(parts[0], below=_CSEQ_BELOW), parts[1])


def parse_rack(text: str) -> RAck:
    number, _, cseq = text.strip().partition(" ")
    return RAck(parse_number(number, below=2**32), parse_cseq(cseq))
