"""SIP messages: bytes into requests and responses, and back (RFC 3261 §7). Knows no transaction and no network.

Parsing takes what telephones really send (bare line feeds, compact and folded headers, names beyond ASCII) and refuses
what RFC 4475 says must be refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from giong.telephony.sip.address import NameAddr, Uri, parse_contacts, parse_name_addr, parse_uri
from giong.telephony.sip.headers import CSeq, Via, parse_cseq, parse_via
from giong.telephony.sip.phrases import PHRASES
from giong.telephony.sip.syntax import Malformed, is_token, parse_number, split_outside

MAX_BYTES = 65_536
MAX_HEAD_BYTES = 16_384
"""Start line and headers. Real ones stay below 4,000; reading this much takes a few milliseconds at worst."""
MAX_HEADERS = 256
MAX_VALUES = 100
"""In all headers of one name; no way has more proxies than Max-Forwards allows."""
_SHORT = 40
"""Longer names of headers are not remembered."""
MAX_FORWARDS = 70

_COMPACT = {
    "a": "Accept-Contact",
    "b": "Referred-By",
    "c": "Content-Type",
    "d": "Request-Disposition",
    "e": "Content-Encoding",
    "f": "From",
    "i": "Call-ID",
    "j": "Reject-Contact",
    "k": "Supported",
    "l": "Content-Length",
    "m": "Contact",
    "o": "Event",
    "r": "Refer-To",
    "s": "Subject",
    "t": "To",
    "u": "Allow-Events",
    "v": "Via",
    "x": "Session-Expires",
    "y": "Identity",
}
_SPELT = {
    name.lower(): name
    for name in ("Call-ID", "CSeq", "WWW-Authenticate", "RAck", "RSeq", "MIME-Version", "SIP-ETag", "SIP-If-Match")
} | {"min-se": "Min-SE"}
_LISTS = frozenset(
    (
        *("Via", "Route", "Record-Route", "Contact", "Path", "Service-Route", "Diversion", "History-Info"),
        *("Allow", "Allow-Events", "Supported", "Require", "Proxy-Require", "Unsupported"),
        *("Accept", "Accept-Encoding", "Accept-Language", "Content-Encoding", "In-Reply-To"),
        *("P-Asserted-Identity", "P-Preferred-Identity", "Warning", "Reason"),
    )
)
_READERS: dict[str, Callable[[str], object]] = {
    "Via": parse_via,
    "Route": parse_name_addr,
    "Record-Route": parse_name_addr,
}
_ONCE = ("Call-ID", "CSeq", "From", "To", "Max-Forwards", "Content-Type", "Expires", "RAck", "Refer-To", "Replaces")
_NEEDED = ("Via", "From", "To", "Call-ID", "CSeq")
_LINE = re.compile(rb"\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_CONTROL = re.compile(r"(?<!\\)[\x00-\x08\x0a-\x1f\x7f]|\r")
"""Control characters may stand behind a backslash, in quotes (RFC 3261 §25.1)."""
_STATUS_LINE = re.compile(r"SIP/2\.0 ([1-6][0-9][0-9])(?: (.*))?", re.IGNORECASE)
_REQUEST_LINE = re.compile(r"([^ ]+) ([^ ]+) SIP/([0-9]+\.[0-9]+)", re.IGNORECASE)


def canonical(name: str) -> str:
    """The one spelling of a header's name: compact forms in full, every word with a capital."""
    return _remembered(name) if len(name) <= _SHORT else _canonical(name)


def _canonical(name: str) -> str:
    lower = name.lower()
    return _COMPACT.get(lower) or _SPELT.get(lower) or "-".join(word.capitalize() for word in lower.split("-"))


_remembered = lru_cache(maxsize=1024)(_canonical)


class Headers:
    """Headers in their order, unchangeable; names in any case and compact form."""

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[tuple[str, str]] = ()) -> None:
        self._items = tuple((canonical(name), value) for name, value in items)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"Headers({list(self._items)!r})"

    def get(self, name: str) -> str | None:
        """The first header of that name, whole."""
        wanted = canonical(name)
        return next((value for own, value in self._items if own == wanted), None)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of that name. Lists with commas come apart for the headers that are lists."""
        wanted = canonical(name)
        values = tuple(value for own, value in self._items if own == wanted)
        if wanted not in _LISTS or not any("," in value for value in values):
            return values
        return tuple(part for value in values for part in split_outside(value, ","))

    def tokens(self, name: str) -> frozenset[str]:
        """The values of a list of words (Supported, Require, Allow), in lower case."""
        return frozenset(value.lower() for value in self.all(name) if value)

    def with_(self, name: str, value: str) -> Headers:
        """And this one at the end."""
        return Headers((*self._items, (name, value)))

    def first(self, name: str, value: str) -> Headers:
        """And this one before all others (Via)."""
        return Headers(((name, value), *self._items))

    def set(self, name: str, value: str) -> Headers:
        """This one instead of all of that name, where the first of them stood."""
        wanted = canonical(name)
        places = [at for at, (own, _) in enumerate(self._items) if own == wanted]
        if not places:
            return self.with_(name, value)
        kept = [(own, old) for own, old in self._items if own != wanted]
        kept.insert(places[0], (wanted, value))
        return Headers(kept)

    def without(self, name: str) -> Headers:
        wanted = canonical(name)
        return Headers(item for item in self._items if item[0] != wanted)


class _Headed:
    """What requests and responses say alike in their headers, typed."""

    headers: Headers

    @cached_property
    def via(self) -> Via:
        return _top_via(self.headers)

    @cached_property
    def cseq(self) -> CSeq:
        return parse_cseq(self.headers.get("CSeq") or "")

    @cached_property
    def sender(self) -> NameAddr:
        """From."""
        return parse_name_addr(self.headers.get("From") or "")

    @cached_property
    def to(self) -> NameAddr:
        return parse_name_addr(self.headers.get("To") or "")

    @cached_property
    def contacts(self) -> tuple[NameAddr, ...]:
        return parse_contacts(self.headers.all("Contact"))

    @property
    def call_id(self) -> str:
        return self.headers.get("Call-ID") or ""

    @property
    def content_type(self) -> str:
        return _content_type(self.headers)


@dataclass(frozen=True)
class Request(_Headed):
    """A request. Its typed headers raise Malformed when they are missing or broken; those of a parsed one are sound."""

    method: str
    uri: Uri
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True)
class Response(_Headed):
    """A response. One without any Via was made here because no answer came (408) or none could be asked for (503)."""

    status: int
    reason: str
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""

    @property
    def provisional(self) -> bool:
        return self.status < 200

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def local(self) -> bool:
        """Whether it was made here and came over no wire."""
        return "Via" not in self.headers


Message = Request | Response


class Refused(Malformed):
    """A request that cannot be used. `answer` is what its sender is to be told; None where nobody can be told."""

    def __init__(self, why: str, answer: Response | None = None) -> None:
        super().__init__(why)
        self.answer = answer


def parse(data: bytes) -> Message:
    """A message from a datagram or a framed piece of a stream. Raises Malformed; `Refused` when it was a request whose
    sender can be told.
    """
    if len(data) > MAX_BYTES:
        raise Malformed("the message is too large")
    head, body = _apart(data.lstrip(b"\r\n"))
    lines = head.split("\n")
    start = lines[0].rstrip("\r")
    if start[:4].upper() == "SIP/":
        return _response(start, _headers(lines[1:]), body)
    try:
        headers = _headers(lines[1:])
    except Malformed as broken:
        raise Refused(broken.why) from None
    return _request(start, headers, body)


def render(message: Message) -> bytes:
    """As it goes over the wire, with the Content-Length that its body has."""
    lines = [_start_line(message)]
    lines += [f"{name}: {value}" for name, value in message.headers if name != "Content-Length"]
    lines.append(f"Content-Length: {len(message.body)}")
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a header must not hold a line break")
    head = "\r\n".join(lines) + "\r\n\r\n"
    return head.encode("utf-8", "surrogateescape") + message.body


def respond(
    request: Request,
    status: int,
    reason: str = "",
    *,
    headers: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
    to_tag: str = "",
) -> Response:
    """A response with all that it takes over from the request (RFC 3261 §8.2.6)."""
    to = request.headers.get("To") or ""
    if to_tag and status > 100 and not _has_tag(to):
        to = f"{to};tag={to_tag}"
    taken = [("Via", via) for via in request.headers.all("Via")]
    own = {name: request.headers.get(name) for name in ("From", "To", "Call-ID", "CSeq")} | {"To": to}
    taken += [(name, value) for name, value in own.items() if value]
    if 100 < status < 300:
        taken += [("Record-Route", route) for route in request.headers.all("Record-Route")]
    if status == 100 and (stamp := request.headers.get("Timestamp")):
        taken.append(("Timestamp", stamp))
    return Response(status, reason or PHRASES.get(status, ""), Headers((*taken, *headers)), body)


def _apart(data: bytes) -> tuple[str, bytes]:
    blank = _BLANK.search(data)
    if not blank:
        raise Malformed("the headers have no end")
    if blank.start() > MAX_HEAD_BYTES:
        raise Malformed("the headers are too large")
    return data[: blank.start()].decode("utf-8", "surrogateescape"), data[blank.end() :]


def _headers(lines: list[str]) -> Headers:
    items: list[tuple[str, str]] = []
    for line in lines:
        line = line.rstrip("\r")
        if line[:1] in (" ", "\t"):
            if not items:
                raise Malformed("a header begins with a blank")
            name, value = items[-1]
            items[-1] = (name, f"{value} {line.strip()}".strip())
            continue
        name, colon, value = line.partition(":")
        name = name.rstrip()
        if not colon or not is_token(name):
            raise Malformed("a header has no proper name")
        items.append((name, value.strip()))
        if len(items) > MAX_HEADERS:
            raise Malformed("there are too many headers")
    if any(_CONTROL.search(value) for _, value in items):
        raise Malformed("a header holds a control character")
    return Headers(items)


def _response(start: str, headers: Headers, body: bytes) -> Response:
    found = _STATUS_LINE.fullmatch(start)
    if not found:
        raise Malformed("the status line is not one")
    response = Response(int(found[1]), (found[2] or "").strip(), headers, _measured(headers, body))
    _check(response)
    return response


def _request(start: str, headers: Headers, body: bytes) -> Request:
    method = start.partition(" ")[0]
    draft = Request(method, Uri("sip"), headers)
    found = _REQUEST_LINE.fullmatch(start)
    if not found or not is_token(method):
        raise Refused("the request line is not one", _answer(draft, 400))
    if found[3] != "2.0":
        raise Refused("the version of SIP is not 2.0", _answer(draft, 505))
    try:
        uri = parse_uri(found[2])
        if uri.headers:
            raise Malformed("the request's URI holds headers")
        request = Request(method, uri, headers, _measured(headers, body))
        _check(request)
        if request.cseq.method != method:
            raise Malformed("the CSeq names another method")
        if (forwards := headers.get("Max-Forwards")) is not None:
            parse_number(forwards, below=256)
    except Malformed as broken:
        raise Refused(broken.why, _answer(draft, 400, broken.why)) from None
    return request


def _check(message: Message) -> None:
    headers = message.headers
    for name in _NEEDED:
        if not headers.get(name):
            raise Malformed(f"{name} is missing")
    names = [name for name, _ in headers]
    for name in _ONCE:
        if names.count(name) > 1:
            raise Malformed(f"{name} is there twice")
    for name in _LISTS.intersection(names):
        values = headers.all(name)
        if len(values) > MAX_VALUES:
            raise Malformed("a list is too long")
        for value in values if name in _READERS else ():
            _READERS[name](value)
    _ = message.cseq, message.sender, message.to, message.contacts


def _measured(headers: Headers, body: bytes) -> bytes:
    """The body cut to its Content-Length. What a datagram holds beyond it is dropped (RFC 3261 §18.3)."""
    lengths = set(headers.all("Content-Length"))
    if not lengths:
        return body
    if len(lengths) > 1:
        raise Malformed("there are two different lengths")
    length = parse_number(lengths.pop(), below=2**31)
    if length > len(body):
        raise Malformed("the body is shorter than its length")
    return body[:length]


def _answer(draft: Request, status: int, why: str = "") -> Response | None:
    """What a broken request is told; an ACK is told nothing, and neither is one that names no way back."""
    if draft.method == "ACK" or not draft.headers.get("Via"):
        return None
    usable = replace(draft, headers=Headers(_readable(draft.headers)))
    return respond(usable, status, f"{PHRASES[status]} ({why})" if why else "")


def _readable(headers: Headers) -> Iterator[tuple[str, str]]:
    """Headers of which the lists can be taken apart, as a response has to."""
    for name, value in headers:
        try:
            Headers([(name, value)]).all(name)
        except Malformed:
            continue
        yield name, value


def _start_line(message: Message) -> str:
    if isinstance(message, Request):
        return f"{message.method} {message.uri} SIP/2.0"
    return f"SIP/2.0 {message.status} {message.reason}"


def _top_via(headers: Headers) -> Via:
    vias = headers.all("Via")
    if not vias:
        raise Malformed("Via is missing")
    return parse_via(vias[0])


def _has_tag(to: str) -> bool:
    try:
        return bool(parse_name_addr(to).tag)
    except Malformed:
        return True


def _content_type(headers: Headers) -> str:
    """`application/sdp` without parameters, in lower case; "" without one."""
    return (headers.get("Content-Type") or "").partition(";")[0].strip().lower()
