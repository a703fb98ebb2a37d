"""RTP packets as octets and as values (RFC 3550 §5.1). Knows no socket, no codec and no time.

0                   1                   2                   3
|V=2|P|X|  CC   |M|     PT      |       sequence number         |
|                           timestamp                           |
|                             SSRC                              |
|   CSRC × CC, then (X) profile, length in words, extension     |
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAX_OCTETS = 1500
"""Nothing longer is read: an Ethernet frame holds no more, and 20 ms of the largest codec here takes 320."""

_HEADER = struct.Struct("!BBHII")
_EXTENSION = struct.Struct("!HH")
_VERSION_2 = 0x80
_MARKER = 0x80
_RTCP_FIRST, _RTCP_LAST = 192, 223


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet of sound, of comfort noise, or of a telephone event."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    marker: bool = False


def parse(data: bytes) -> Packet | None:
    """The packet in `data`, without its padding, contributors and extension; None if these octets are no RTP packet."""
    if not _HEADER.size <= len(data) <= MAX_OCTETS or data[0] >> 6 != 2 or is_rtcp(data):
        return None
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    start, end = _HEADER.size + 4 * (first & 0x0F), len(data)
    if first & 0x10:
        if start + _EXTENSION.size > end:
            return None
        start += _EXTENSION.size + 4 * int(_EXTENSION.unpack_from(data, start)[1])
    if first & 0x20:
        padding = data[-1]
        if not padding:
            return None
        end -= padding
    if start > end:
        return None
    return Packet(second & 0x7F, sequence, timestamp, ssrc, data[start:end], bool(second & _MARKER))


def render(packet: Packet) -> bytes:
    """The octets of `packet`; sequence number and timestamp wrap by themselves."""
    second = packet.payload_type | (_MARKER if packet.marker else 0)
    sequence, timestamp = packet.sequence & 0xFFFF, packet.timestamp & 0xFFFFFFFF
    return _HEADER.pack(_VERSION_2, second, sequence, timestamp, packet.ssrc) + packet.payload


def is_rtcp(data: bytes) -> bool:
    """Whether octets that came to a port used by both are a control packet (RFC 5761 §4)."""
    return len(data) > 1 and _RTCP_FIRST <= data[1] <= _RTCP_LAST


def ahead(later: int, earlier: int, bits: int) -> int:
    """How far one wrapping counter is ahead of another, negative when it is behind (RFC 1982)."""
    half = 1 << (bits - 1)
    return ((later - earlier + half) & ((1 << bits) - 1)) - half
