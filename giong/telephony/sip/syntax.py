"""The small grammar that all SIP headers share: tokens, quoted strings, lists, parameters. Knows no header by name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from giong.errors import BadInput

Params = Mapping[str, str]
"""Parameters by lower-case name; a parameter without a value (`;lr`) has the value ""."""

TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PARAM_NAME = re.compile(r"[A-Za-z0-9\-.!%*_+`'~\[\]/:&$]+")
_DIGITS = frozenset("0123456789")


class Malformed(BadInput):
    """The text is not SIP. `why` is one of our own phrases, never a piece of what came, so it may be logged."""

    def __init__(self, why: str) -> None:
        super().__init__("sip.malformed", vi=f"Nội dung SIP không đúng chuẩn: {why}.", en=f"This is not SIP: {why}.")
        self.why = why


def split_outside(text: str, separator: str) -> list[str]:
    """The stripped parts between separators that stand neither in quotes nor in angle brackets."""
    if '"' not in text and "<" not in text:
        return [part.strip() for part in text.split(separator)]
    parts, begin, at, bracketed = [], 0, 0, False
    while at < len(text):
        letter = text[at]
        if letter == '"' and not bracketed:
            quoted = _QUOTED.match(text, at)
            if not quoted:
                raise Malformed("a quoted string has no end")
            at = quoted.end()
            continue
        if letter in "<>":
            bracketed = letter == "<"
        elif letter == separator and not bracketed:
            parts.append(text[begin:at].strip())
            begin = at + 1
        at += 1
    parts.append(text[begin:].strip())
    return parts


def parse_params(text: str) -> dict[str, str]:
    """`;name=value;flag` → a mapping. Of a parameter given twice the first holds."""
    params: dict[str, str] = {}
    if not text.strip():
        return params
    first, *parts = split_outside(text, ";")
    if first:
        raise Malformed("something stands where parameters begin")
    for part in parts:
        name, equals, value = part.partition("=")
        name, value = name.strip().lower(), value.strip()
        if not _PARAM_NAME.fullmatch(name):
            raise Malformed("a parameter has no proper name")
        if equals and not _is_value(value):
            raise Malformed("a parameter has no proper value")
        params.setdefault(name, value)
    return params


def render_params(params: Params) -> str:
    """The mapping as `;name=value;flag`."""
    return "".join(f";{name}={value}" if value else f";{name}" for name, value in params.items())


def parse_number(text: str, *, below: int) -> int:
    """A decimal number of plain digits."""
    if not text or len(text) > 20 or not _DIGITS.issuperset(text):
        raise Malformed("a number is not one")
    number = int(text)
    if number >= below:
        raise Malformed("a number is too large")
    return number


def quote(text: str) -> str:
    """As a quoted string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def unquote(text: str) -> str:
    """The content of a quoted string; any other text as it is."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def is_token(text: str) -> bool:
    return bool(TOKEN.fullmatch(text))


def _is_value(text: str) -> bool:
    if text.startswith('"'):
        return bool(_QUOTED.fullmatch(text))
    return not any(letter in text for letter in ' \t"<>,')
