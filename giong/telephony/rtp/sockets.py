"""Pairs of UDP sockets, the even for RTP and the odd above it for RTCP. Knows nothing of what is sent.

The operating system keeps the book of who has which port, so none can be lost by an error of ours.
"""

from __future__ import annotations

import errno
import random
import socket
from dataclasses import dataclass

from giong.errors import BadConfiguration, Busy

_BUFFER_OCTETS = 64 * 1024
"""Holds 7 s of a call while the loop is kept from reading, and bounds what a flood can pile up."""


_BUSY = {errno.EADDRINUSE, errno.EACCES}


class PortsTaken(Busy):
    """Every pair of the range is in use: as many calls as the range has room for."""


@dataclass(frozen=True)
class PortRange:
    """UDP ports for sound, both ends included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not (1024 <= self.first < self.last <= 65535) or self.pairs < 1:
            raise BadConfiguration(
                "rtp.bad_port_range",
                vi=f"Dải cổng RTP {self.first}-{self.last} không dùng được; cần hai số từ 1024 đến 65535, có ít nhất "
                "một cặp cổng chẵn-lẻ",
                en=f"The RTP port range {self.first}-{self.last} cannot be used; give two numbers from 1024 to 65535 "
                "with at least one even-odd pair between them",
            )

    @property
    def pairs(self) -> int:
        """How many calls have room."""
        return (self.last + 1) // 2 - (self.first + 1) // 2


@dataclass(frozen=True)
class Pair:
    """The two sockets of one call, not blocking."""

    rtp: socket.socket
    rtcp: socket.socket

    @property
    def port(self) -> int:
        return int(self.rtp.getsockname()[1])

    def close(self) -> None:
        self.rtp.close()
        self.rtcp.close()


def open_pair(host: str, ports: PortRange) -> Pair:
    """A free pair, begun to be looked for at random: a port just freed still gets the last caller's packets. Raises
    `PortsTaken`.
    """
    first_pair = (ports.first + 1) // 2
    start = random.randrange(ports.pairs)
    for offset in range(ports.pairs):
        port = 2 * (first_pair + (start + offset) % ports.pairs)
        if pair := _bind_pair(host, port):
            return pair
    raise PortsTaken(
        "rtp.ports_taken",
        vi=f"Mọi cổng RTP trong dải {ports.first}-{ports.last} đang bận; mở rộng dải cổng để nhận thêm cuộc gọi",
        en=f"All RTP ports from {ports.first} to {ports.last} are in use; widen the range to take more calls",
    )


def _bind_pair(host: str, port: int) -> Pair | None:
    rtp = _bind(host, port)
    if rtp is None:
        return None
    rtcp = _bind(host, port + 1)
    if rtcp is None:
        rtp.close()
        return None
    return Pair(rtp, rtcp)


def _bind(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_DGRAM)
    try:
        opened.setblocking(False)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_OCTETS)
        opened.bind((host, port))
    except OSError as error:
        opened.close()
        if error.errno in _BUSY:
            return None
        raise
    return opened
