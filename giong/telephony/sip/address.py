"""SIP and telephone addresses: URIs, and URIs with a display name. Knows no message and no network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import quote as escape
from urllib.parse import unquote as unescape

from giong.telephony.sip.syntax import (
    Malformed,
    Params,
    is_token,
    parse_number,
    parse_params,
    quote,
    render_params,
    split_outside,
    unquote,
)

SIP_SCHEMES = ("sip", "sips")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")
_HOST = re.compile(r"\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?\]|[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_.])?")
_NOT_IN_URI = re.compile(r'[\x00-\x20\x7f<>"\\]')
_NOT_IN_NAME = re.compile(r'[<>",;:@\x00-\x08\x0a-\x1f\x7f]')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SHORT = 200
_USER_SAFE = "!$&'()*+,;=?/-_.~"
_PASSWORD_SAFE = "!$&'()*+,=-_.~"


@dataclass(frozen=True)
class Uri:
    """`scheme:user:password@host:port;params?headers`. `user` is unescaped. Of a scheme other than sip and sips
    (`tel:`) `user` is all that stands before the parameters, and there is no host.
    """

    scheme: str
    user: str = ""
    host: str = ""
    port: int | None = None
    params: Params = field(default_factory=dict, hash=False)
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    password: str = ""

    def __str__(self) -> str:
        if self.scheme not in SIP_SCHEMES:
            return f"{self.scheme}:{self.user}{render_params(self.params)}"
        user = _escaped(self.user, _USER_SAFE)
        if self.password:
            user += ":" + _escaped(self.password, _PASSWORD_SAFE)
        at = f"{user}@" if user else ""
        headers = "&".join(f"{name}={value}" for name, value in self.headers.items())
        asked = f"?{headers}" if headers else ""
        return f"{self.scheme}:{at}{host_port(self.host, self.port)}{render_params(self.params)}{asked}"

    @property
    def number(self) -> str:
        """Who is meant, as dialled: the user part without its own parameters (`+84…;phone-context=…`)."""
        return self.user.partition(";")[0]

    def bare(self) -> Uri:
        """Without parameters, headers and password: what names a person, not a way to them."""
        return Uri(self.scheme, self.user, self.host, self.port)


@dataclass(frozen=True)
class NameAddr:
    """`"display" <uri>;params`, as in From, To, Contact, Route, Refer-To."""

    uri: Uri
    display: str = ""
    params: Params = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        name = f"{quote(self.display)} " if self.display else ""
        return f"{name}<{self.uri}>{render_params(self.params)}"

    @property
    def tag(self) -> str:
        return self.params.get("tag", "")

    def tagged(self, tag: str) -> NameAddr:
        return replace(self, params={**self.params, "tag": tag})


def parse_uri(text: str) -> Uri:
    """Raises Malformed for what is no URI; schemes other than sip are taken as they are."""
    return _remembered(text) if len(text) <= _SHORT else _uri(text)


def _uri(text: str) -> Uri:
    scheme, colon, rest = text.partition(":")
    if not colon or not _SCHEME.fullmatch(scheme) or not rest:
        raise Malformed("a URI has no scheme")
    if _NOT_IN_URI.search(rest):
        raise Malformed("a URI holds a letter that must be escaped")
    scheme = scheme.lower()
    if scheme in SIP_SCHEMES:
        return _sip_uri(scheme, rest)
    if scheme == "tel":
        number, semicolon, params = rest.partition(";")
        return Uri(scheme, number, params=parse_params(semicolon + params))
    return Uri(scheme, rest)


_remembered = lru_cache(maxsize=2048)(_uri)
"""The same few addresses come again and again; only short ones are kept, so that nobody can fill our memory."""


def _sip_uri(scheme: str, rest: str) -> Uri:
    userinfo, at, place = rest.rpartition("@")
    if "@" in userinfo or (at and not userinfo):
        raise Malformed("the user part of a URI is not one")
    user, _, password = userinfo.partition(":")
    place, _, headers = place.partition("?")
    address, semicolon, params = place.partition(";")
    host, port = parse_host_port(address)
    return Uri(
        scheme,
        unescape(user, errors="surrogateescape"),
        host,
        port,
        parse_params(semicolon + params),
        _headers(headers),
        unescape(password, errors="surrogateescape"),
    )


def parse_host_port(text: str) -> tuple[str, int | None]:
    """`host`, `host:5060` or `[2001:db8::1]:5060`; the host in lower case."""
    found = _HOST.match(text)
    if not found:
        raise Malformed("a host is not one")
    rest = text[found.end() :].strip()
    if not rest:
        return found.group().lower(), None
    if not rest.startswith(":"):
        raise Malformed("a host is not one")
    port = parse_number(rest[1:].strip(), below=65536)
    if port == 0:
        raise Malformed("a port is zero")
    return found.group().lower(), port


def host_port(host: str, port: int | None) -> str:
    return host if port is None else f"{host}:{port}"


def parse_name_addr(text: str) -> NameAddr:
    """`"Name" <uri>;params` or `uri;params`; without brackets all parameters are the header's (RFC 3261 §20)."""
    text = text.strip()
    before, bracket, after = _at_bracket(text)
    if bracket:
        uri, closing, params = after.partition(">")
        if not closing:
            raise Malformed("a bracket is not closed")
        return NameAddr(parse_uri(uri.strip()), _display(before.strip()), parse_params(params))
    uri, semicolon, params = text.partition(";")
    if "?" in uri or "," in uri:
        raise Malformed("a URI like this must stand in brackets")
    return NameAddr(parse_uri(uri.strip()), "", parse_params(semicolon + params))


def _at_bracket(text: str) -> tuple[str, str, str]:
    """Before and after the first `<` that is not in quotes."""
    if not text.startswith('"'):
        return text.partition("<")
    name_end = _closing_quote(text)
    before, bracket, after = text[name_end:].partition("<")
    if not bracket or before.strip():
        raise Malformed("a name is not followed by its address")
    return text[:name_end], bracket, after


def _closing_quote(text: str) -> int:
    at = 1
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == '"':
            return at + 1
        at += 1
    raise Malformed("a quoted string has no end")


def _display(text: str) -> str:
    """Names without quotes are taken with letters beyond ASCII too, as telephones send them."""
    if text.startswith('"'):
        return _CONTROL.sub("", unquote(text))
    if _NOT_IN_NAME.search(text):
        raise Malformed("a name needs quotes")
    return " ".join(text.split())


def _headers(text: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for pair in text.split("&") if text else ():
        name, _, value = pair.partition("=")
        if not is_token(name):
            raise Malformed("a header in a URI has no name")
        headers.setdefault(name, value)
    return headers


def _escaped(text: str, safe: str) -> str:
    return escape(text, safe=safe, errors="surrogateescape")


def parse_contacts(values: tuple[str, ...]) -> tuple[NameAddr, ...]:
    """All Contact values; a lone `*` (unregister all) is no address and gives none."""
    parts = [part for value in values for part in split_outside(value, ",")]
    return () if parts == ["*"] else tuple(parse_name_addr(part) for part in parts)
