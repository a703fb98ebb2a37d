"""Sending a datagram without letting go of the interpreter. Knows nothing of what is in it.

`socket.sendto` releases the GIL around a system call of a few microseconds, and a thread that works then takes it and
keeps it for a whole switch interval; a pacer that sends five packets would wait five times. The C library called
through `ctypes.PyDLL` keeps the GIL. It never blocks: a full buffer loses the packet, as the wire may.
"""

from __future__ import annotations

import ctypes
import socket
import struct
import sys
from collections.abc import Callable

Send = Callable[[bytes], bool]
"""Sends one datagram; whether the system took it."""


def sender(opened: socket.socket, address: tuple[str, int]) -> Send:
    """Sends from `opened` to `address`, which is numeric. The socket must stay open as long as this is called."""
    if sys.platform != "linux":
        return _portable(opened, address)
    number, flags = opened.fileno(), socket.MSG_DONTWAIT
    target = _sockaddr(opened.family, address)
    size, sendto = len(target), _libc().sendto

    def send(data: bytes) -> bool:
        return bool(sendto(number, data, len(data), flags, target, size) >= 0)

    return send


def _portable(opened: socket.socket, address: tuple[str, int]) -> Send:
    def send(data: bytes) -> bool:
        try:
            opened.sendto(data, address)
        except OSError:
            return False
        return True

    return send


def _libc() -> ctypes.PyDLL:
    library = ctypes.PyDLL(None)
    library.sendto.argtypes = [
        *(ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int),
        *(ctypes.c_char_p, ctypes.c_uint),
    ]
    library.sendto.restype = ctypes.c_ssize_t
    return library


def _sockaddr(family: int, address: tuple[str, int]) -> bytes:
    """`struct sockaddr_in` or `sockaddr_in6` as Linux lays it out."""
    host, port = address
    if family == socket.AF_INET6:
        return struct.pack("=H", family) + struct.pack("!HI16sI", port, 0, socket.inet_pton(family, host), 0)
    return struct.pack("=H", family) + struct.pack("!H4s8x", port, socket.inet_aton(host))
