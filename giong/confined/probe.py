"""Tries out on this machine what holds a child back. Knows no work."""

from __future__ import annotations

import platform
import socket
from dataclasses import dataclass

from giong.confined.allowance import Allowance
from giong.confined.child import ExceededError, Tell, once
from giong.confined.frames import Record

_TRIED_BYTES = 300_000_000
_SMALL = Allowance(memory_bytes=200_000_000, address_bytes=250_000_000, cpu_s=10, wall_s=20.0)


@dataclass(frozen=True)
class Bounds:
    """Whether a child starts at all, is kept from the network, and may not take more memory than allowed."""

    starts: bool
    network: bool
    memory: bool

    @property
    def hold(self) -> bool:
        return self.starts and self.network and self.memory


def bounds() -> Bounds:
    """What holds here, found out by a child that tries."""
    work = f"{__name__}:attempt"
    try:
        network = bool(once(work, {"try": "network"}, allowance=_SMALL)["refused"])
    except ExceededError:
        return Bounds(False, False, False)
    try:
        once(work, {"try": "memory"}, allowance=_SMALL)
        return Bounds(True, network, False)
    except ExceededError:
        return Bounds(True, network, True)


def attempt(task: Record, data: bytes, tell: Tell) -> Record:
    """What the child does: it takes what it is not to have. Nothing is sent anywhere."""
    if task["try"] == "memory":
        return {"bytes": len(bytearray(_TRIED_BYTES))}
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
    except PermissionError:
        return {"refused": True}
    return {"refused": False, "system": platform.system()}
