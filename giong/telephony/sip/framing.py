"""Where one SIP message ends and the next begins on a stream (RFC 3261 §18.3). Knows no socket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giong.telephony.sip.message import MAX_BYTES

PING = b"\r\n\r\n"
"""The keep-alive of RFC 5626 §4.4.1, passed on as a piece of its own."""

_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^(?:Content-Length|l)[ \t]*:[ \t]*([0-9]{1,10})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


class BrokenStream(Exception):
    """What came cannot be cut into messages any more."""


class Framer:
    """Gathers what comes and gives whole messages."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The messages that are complete now. Raises BrokenStream when there can be no more."""
        self._rest += data
        while piece := self._next():
            yield piece

    def _next(self) -> bytes:
        if self._rest.startswith(PING):
            self._rest = self._rest[len(PING) :]
            return PING
        if self._rest.startswith(b"\r\n") and len(self._rest) > 2 and self._rest[2:3] != b"\r":
            self._rest = self._rest[2:]
        end = _END.search(self._rest)
        if not end:
            if len(self._rest) > MAX_BYTES:
                raise BrokenStream
            return b""
        lengths = set(_LENGTH.findall(self._rest, 0, end.end()))
        if len(lengths) != 1:
            raise BrokenStream
        size = end.end() + int(lengths.pop())
        if size > MAX_BYTES:
            raise BrokenStream
        if len(self._rest) < size:
            return b""
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece
