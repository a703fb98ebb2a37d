"""Takes the network away from this process, for good and without any right: a filter of system calls (Linux).

The filter is classic BPF over `struct seccomp_data` (seccomp(2)): number at 0, architecture at 4. A refused call fails
with EPERM, so a library that looks for a server finds none and goes on.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_MODE_FILTER = 2
_LOAD_WORD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
_X32 = 0x40000000
"""Calls of the x32 interface carry this bit; nothing of ours makes them, and they would pass by the numbers below."""

_MACHINES = {
    # AUDIT_ARCH_…, then: socket, connect, execve, execveat, ptrace, process_vm_readv, process_vm_writev, bpf
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 310, 311, 321)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 270, 271, 280)),
}
_IO_URING_SETUP = 425
"""Requests through io_uring are not seen by filters, and can open sockets."""


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def cut_off() -> bool:
    """Refuse this process and its children sockets and other programs from now on. False: the system cannot."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    steps = _filter(*machine)
    program = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    # Without new privileges to gain, a filter may be set by anybody.
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(architecture: int, refused: tuple[int, ...]) -> bytes:
    numbers = (*refused, _IO_URING_SETUP)
    checks = [
        _step(_LOAD_WORD, 4),
        _step(_JUMP_EQUAL, architecture, no=len(numbers) + 3),
        _step(_LOAD_WORD, 0),
        _step(_JUMP_AT_LEAST, _X32, yes=len(numbers) + 1),
        *(_step(_JUMP_EQUAL, number, yes=len(numbers) - place) for place, number in enumerate(numbers)),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
    ]
    return b"".join(checks)


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", code, yes, no, value)
