"""Free ports of the loopback address. Knows no protocol."""

from __future__ import annotations

import random
import socket

HOST = "127.0.0.1"
_LOWEST, _HIGHEST = 15_000, 31_000
"""Below the ports that the system gives to outgoing connections."""
_random = random.Random()
_given: set[int] = set()


def free_port(*, gap: int = 1) -> int:
    """An even port that is free for UDP and TCP; with `gap`, so many ports from there are."""
    while True:
        first = _random.randrange(_LOWEST, _HIGHEST - gap, 2)
        wanted = range(first, first + gap)
        if not _given.intersection(wanted) and all(map(_is_free, wanted)):
            _given.update(wanted)
            return first


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                return False
    return True
