"""Where one SIP message ends and the next begins on a stream (RFC 3261 §18.3). Knows no socket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giong.telephony.sip.message import MAX_BYTES

PING = b"\r\n\r\n"
"""The keep-alive of RFC 5626 §4.4.1, passed on as a piece of its own."""

_STRAY_LINE = re.compile(rb"\r\n[^\r]")
_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^(?:Content-Length|l)[ \t]*:[ \t]*([0-9]{1,10})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


class BrokenStream(Exception):
    """What came cannot be cut into messages any more."""


class Framer:
    """Gathers what comes and gives whole messages. However small the pieces, nothing is looked at twice."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._searched = 0
        self._size = 0
        """Of the message at the beginning, once its headers are complete."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The messages that are complete now. Raises BrokenStream when there can be no more."""
        self._rest += data
        while piece := self._next():
            yield piece

    def _next(self) -> bytes:
        if not self._size:
            if self._rest.startswith(PING):
                return self._cut(len(PING))
            if _STRAY_LINE.match(self._rest):
                self._cut(2)
            self._size = self._measure()
        return self._cut(self._size) if 0 < self._size <= len(self._rest) else b""

    def _measure(self) -> int:
        """The size of the message at the beginning; 0 while its headers are not complete."""
        end = _END.search(self._rest, max(0, self._searched - 3))
        self._searched = len(self._rest)
        if not end:
            if len(self._rest) > MAX_BYTES:
                raise BrokenStream
            return 0
        lengths = set(_LENGTH.findall(self._rest, 0, end.end()))
        if len(lengths) != 1 or end.end() + int(next(iter(lengths))) > MAX_BYTES:
            raise BrokenStream
        return end.end() + int(lengths.pop())

    def _cut(self, size: int) -> bytes:
        piece = bytes(self._rest[:size])
        del self._rest[:size]
        self._size = self._searched = 0
        return piece
