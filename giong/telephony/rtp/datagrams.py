"""Reading datagrams without letting go of the interpreter. Knows nothing of what is in them.

`socket.recvfrom` releases the GIL around a system call of a microsecond, and an engine's thread that waits for it then
keeps it for a whole switch interval: twice for each packet of each call, as there is one look too many until there is
none. The C library called through `ctypes.PyDLL` keeps it. It never blocks.
"""

from __future__ import annotations

import ctypes
import socket
import struct
import sys
from collections.abc import Callable
from functools import cache

from giong.telephony.rtp.latch import Address

Read = Callable[[], tuple[bytes, Address] | None]
"""The next datagram and its source; None when there is none."""

_SOURCE_OCTETS = 28
_KNOWN = 8


def reader(opened: socket.socket, longest: int) -> Read:
    """Reads from a socket that does not block. What is longer than `longest` is cut off."""
    return _direct(opened, longest) if sys.platform == "linux" else _portable(opened, longest)


def _portable(opened: socket.socket, longest: int) -> Read:
    def read() -> tuple[bytes, Address] | None:
        try:
            data, source = opened.recvfrom(longest)
        except OSError:  # none, or the other side's host has refused a packet of ours
            return None
        return data, source[:2]

    return read


def _direct(opened: socket.socket, longest: int) -> Read:
    number, flags, recvfrom = opened.fileno(), socket.MSG_DONTWAIT, _libc().recvfrom
    data, source = ctypes.create_string_buffer(longest), ctypes.create_string_buffer(_SOURCE_OCTETS)
    length = ctypes.c_uint(_SOURCE_OCTETS)
    view, length_at = memoryview(data), ctypes.byref(length)
    known: dict[bytes, Address] = {}

    def read() -> tuple[bytes, Address] | None:
        length.value = _SOURCE_OCTETS
        size = recvfrom(number, data, longest, flags, source, length_at)
        if size < 0:
            return None
        raw = source.raw
        address = known.get(raw)
        if address is None:
            if len(known) >= _KNOWN:
                known.clear()
            address = known[raw] = _address(raw)
        return view[:size].tobytes(), address

    return read


@cache
def _libc() -> ctypes.PyDLL:
    library = ctypes.PyDLL(None)
    library.recvfrom.argtypes = [
        *(ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int),
        *(ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint)),
    ]
    library.recvfrom.restype = ctypes.c_ssize_t
    return library


def _address(raw: bytes) -> Address:
    """Of `struct sockaddr_in` or `sockaddr_in6` as Linux lays it out."""
    family, port = struct.unpack("=H", raw[:2])[0], int(struct.unpack("!H", raw[2:4])[0])
    if family == socket.AF_INET6:
        return socket.inet_ntop(socket.AF_INET6, raw[8:24]), port
    return socket.inet_ntoa(raw[4:8]), port
