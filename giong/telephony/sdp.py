"""Session descriptions (SDP, RFC 8866): what a device says about the sound it can send and take. Knows no call and
makes no choice; that is `negotiation.py`.

Tolerant of what real devices send (bare line feeds, missing `s=` and `t=`, unknown lines, attributes in any order),
strict about what would be acted on: ports, addresses and numbers that are not such are refused, and so is anything
beyond the limits below.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from giong.errors import BadInput

MAX_BYTES = 32 * 1024
MAX_LINES = 600
MAX_SECTIONS = 16
MAX_FORMATS = 64
MAX_PORT = 65535
MAX_RATE_HZ = 192_000
MAX_PTIME_MS = 240
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
HELD_HOST = "0.0.0.0"
"""The address of a device that holds the call in the way of RFC 2543: it takes no sound."""

# RFC 3551, table 4: payload types that need no `a=rtpmap`.
_STATIC = {
    0: ("PCMU", 8000), 3: ("GSM", 8000), 8: ("PCMA", 8000), 9: ("G722", 8000), 13: ("CN", 8000), 18: ("G729", 8000),
}  # fmt: skip

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Format:
    """One way to put sound into packets, and the number by which the packets name it."""

    payload_type: int
    name: str
    rate_hz: int
    channels: int = 1
    parameters: str = ""

    def is_like(self, other: Format) -> bool:
        """Whether it is the same coding, whatever its number."""
        same = (self.name.upper(), self.rate_hz, self.channels)
        return same == (other.name.upper(), other.rate_hz, other.channels)


@dataclass(frozen=True)
class Crypto:
    """One `a=crypto` line (RFC 4568): `inline` is the base64 of master key and salt."""

    tag: int
    suite: str
    inline: str


@dataclass(frozen=True)
class Section:
    """One stream: an `m=` line and what follows it. Port 0 is a stream that is refused or over."""

    kind: str
    port: int
    transport: str = "RTP/AVP"
    formats: tuple[str, ...] = ()
    host: str = ""
    """Where its packets are to go; empty in what is rendered means: as the session says."""
    attributes: Attributes = ()

    def value(self, name: str) -> str | None:
        """The first attribute of this name; a flag has an empty value."""
        return next((value for key, value in self.attributes if key == name), None)

    def codings(self) -> tuple[Format, ...]:
        """The formats in the order of preference; numbers that nothing explains are left out."""
        return tuple(found for number in self.formats if (found := self._coding(number)))

    def _coding(self, number: str) -> Format | None:
        payload_type = _whole(number, most=127)
        if payload_type is None:
            return None
        mapped = _with_number(self._values("rtpmap"), number)
        parameters = _with_number(self._values("fmtp"), number) or ""
        if mapped is None and payload_type in _STATIC:
            return Format(payload_type, *_STATIC[payload_type], parameters=parameters)
        name, _, rest = (mapped or "").partition("/")
        rate, _, channels = rest.partition("/")
        rate_hz = _whole(rate, most=MAX_RATE_HZ)
        if not name or not rate_hz:
            return None
        return Format(payload_type, name, rate_hz, _whole(channels, most=2) or 1, parameters)

    def _values(self, name: str) -> Iterator[str]:
        return (value for key, value in self.attributes if key == name)

    @property
    def direction(self) -> str:
        """As its sender sees it; `sendrecv` unless it says otherwise."""
        return next((key for key, _ in self.attributes if key in DIRECTIONS), "sendrecv")

    @property
    def ptime_ms(self) -> int | None:
        """How much sound is wished in one packet."""
        return _whole((self.value("ptime") or "").partition(".")[0], most=MAX_PTIME_MS)

    @property
    def rtcp_port(self) -> int:
        """Where reports go: as `a=rtcp` says (RFC 3605), else the next port."""
        return _whole((self.value("rtcp") or "").partition(" ")[0], most=MAX_PORT) or self.port + 1

    @property
    def crypto(self) -> tuple[Crypto, ...]:
        """The keys that it offers; lines that cannot be read are left out."""
        return tuple(found for value in self._values("crypto") if (found := _crypto(value)))


@dataclass(frozen=True)
class Description:
    """What one side says of one session. `version` grows with each change (RFC 3264, 8)."""

    session: int
    version: int
    host: str
    sections: tuple[Section, ...] = ()
    user: str = "-"
    attributes: Attributes = field(default=())

    def later(self, sections: tuple[Section, ...]) -> Description:
        """The next version, if anything is different."""
        if sections == self.sections:
            return self
        return replace(self, sections=sections, version=self.version + 1)


def parse(body: bytes) -> Description:
    """Read a description. What stands for the whole session (address, direction) is put into each section.

    Raises `BadInput` with code `sdp.unreadable`.
    """
    lines = list(_lines(body))
    if not lines or lines[0] != ("v", "0"):
        raise _unreadable("v=")
    starts = [index for index, (kind, _) in enumerate(lines) if kind == "m"]
    if len(starts) > MAX_SECTIONS:
        raise _unreadable("m=")
    head = lines[: starts[0]] if starts else lines
    attributes = tuple(_attribute(value) for kind, value in head if kind == "a")
    host = _host(head)
    ends = [*starts[1:], len(lines)]
    sections = tuple(_section(lines[a:b], host, attributes) for a, b in zip(starts, ends, strict=False))
    session, version = _origin(next((value for kind, value in head if kind == "o"), ""))
    return Description(session, version, host, sections, attributes=attributes)


def render(description: Description) -> bytes:
    """As it goes over the wire."""
    one = description
    lines = [
        "v=0",
        f"o={one.user} {one.session} {one.version} IN {_address(one.host)}",
        "s=-",
        f"c=IN {_address(one.host)}",
        "t=0 0",
        *_attribute_lines(one.attributes),
    ]
    for section in one.sections:
        lines.append(f"m={section.kind} {section.port} {section.transport} {' '.join(section.formats) or '0'}")
        if section.host and section.host != one.host:
            lines.append(f"c=IN {_address(section.host)}")
        lines += _attribute_lines(section.attributes)
    return ("\r\n".join(lines) + "\r\n").encode()


def rtpmap(coding: Format) -> Attributes:
    """The attributes that explain a format."""
    channels = f"/{coding.channels}" if coding.channels > 1 else ""
    mapped = ("rtpmap", f"{coding.payload_type} {coding.name}/{coding.rate_hz}{channels}")
    return (mapped, ("fmtp", f"{coding.payload_type} {coding.parameters}")) if coding.parameters else (mapped,)


def refused(section: Section) -> Section:
    """The same stream, declined: it keeps its place (RFC 3264, 6)."""
    return Section(section.kind, 0, section.transport, section.formats)


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    if len(body) > MAX_BYTES or b"\0" in body:
        raise _unreadable("size")
    lines = body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    if len(lines) > MAX_LINES:
        raise _unreadable("lines")
    for line in lines:
        kind, equals, value = line.strip().partition("=")
        if equals and len(kind) == 1:
            yield kind, value.strip()
        elif line.strip():
            raise _unreadable("line")


def _section(lines: list[tuple[str, str]], host: str, common: Attributes) -> Section:
    kind, port, transport, *formats = (*lines[0][1].split(), "", "", "")
    # "port/count" belongs to layered codings; the first of them is the base.
    number = _whole(port.partition("/")[0], most=MAX_PORT)
    formats = [name for name in formats if name]
    if not kind or not transport or number is None or len(formats) > MAX_FORMATS:
        raise _unreadable("m=")
    own = tuple(_attribute(value) for letter, value in lines if letter == "a")
    inherited = tuple(pair for pair in common if pair[0] in DIRECTIONS)
    attributes = own if any(key in DIRECTIONS for key, _ in own) else own + inherited
    return Section(kind.lower(), number, transport.upper(), tuple(formats), _host(lines) or host, attributes)


def _attribute(value: str) -> tuple[str, str]:
    name, _, rest = value.partition(":")
    return name.strip().lower(), rest.strip()


def _attribute_lines(attributes: Attributes) -> list[str]:
    return [f"a={name}:{value}" if value else f"a={name}" for name, value in attributes]


def _host(lines: list[tuple[str, str]]) -> str:
    """The address of the first `c=` line. Names are refused: packets go to where a number says, without a lookup."""
    value = next((value for kind, value in lines if kind == "c"), None)
    if value is None:
        return ""
    parts = value.split()
    if len(parts) != 3 or parts[0].upper() != "IN":
        raise _unreadable("c=")
    try:
        address = ipaddress.ip_address(parts[2].partition("/")[0])
    except ValueError:
        raise _unreadable("c=") from None
    if address.is_multicast:
        raise _unreadable("c=")
    return str(address)


def _origin(value: str) -> tuple[int, int]:
    """Session and version; devices that leave them out or write words have session 0, version 0."""
    parts = value.split()
    session, version = (_whole(part, most=2**64) or 0 for part in (*parts, "", "", "")[1:3])
    return session, version


def _with_number(values: Iterator[str], number: str) -> str | None:
    for value in values:
        first, _, rest = value.partition(" ")
        if first == number:
            return rest.strip()
    return None


def _crypto(value: str) -> Crypto | None:
    parts = value.split()
    tag = _whole(parts[0], most=999_999_999) if len(parts) > 2 else None
    if tag is None:
        return None
    method, _, rest = parts[2].partition(":")
    inline = rest.partition("|")[0]
    return Crypto(tag, parts[1].upper(), inline) if method.lower() == "inline" and inline else None


def _whole(text: str, *, most: int) -> int | None:
    """The number that plain ASCII digits write, unless it is beyond `most`."""
    text = text.strip()
    if not text.isascii() or not text.isdigit() or len(text) > 20 or int(text) > most:
        return None
    return int(text)


def _address(host: str) -> str:
    return f"IP6 {host}" if ":" in host else f"IP4 {host}"


def _unreadable(what: str) -> BadInput:
    return BadInput(
        "sdp.unreadable",
        vi=f"Không đọc được mô tả phiên SDP ở phần {what}: sửa cấu hình thiết bị gọi.",
        en=f"The SDP session description cannot be read at {what}: mend the calling device's settings.",
    )
