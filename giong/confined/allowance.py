"""What a child process may take of the machine, and how the child holds itself to it. Knows no work."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass

NICENESS = 5
"""People who are being talked to come first."""


@dataclass(frozen=True)
class Allowance:
    """What a child may take. `memory_bytes` is what is resident, watched from outside; `address_bytes` is what may be
    reserved, which libraries with threads do by the gigabyte without using it; `cpu_s` and `wall_s` hold from one sign
    of life to the next; `answer_bytes` is the longest answer to one task. `silent_bytes` and `silent_cpu_s`, where they
    are not 0, hold until the first sign of life: what is refused is refused cheaply.
    """

    memory_bytes: int = 1 << 30
    address_bytes: int = 2 << 30
    cpu_s: int = 60
    wall_s: float = 120.0
    answer_bytes: int = 200_000_000
    silent_bytes: int = 0
    silent_cpu_s: int = 0


def restrict(allowance: Allowance) -> None:
    """Hold this process to its allowance: no file can be written. Windows knows no such limits; the watching from
    outside holds there too.
    """
    if sys.platform == "win32":
        return
    import resource

    for limit, amount in (
        (resource.RLIMIT_AS, allowance.address_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (amount, amount))
    os.nice(NICENESS)


def allow_time(cpu_s: int) -> None:
    """Let this process compute for so many seconds from now on; then the kernel ends it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until_s = math.ceil(used.ru_utime + used.ru_stime) + cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (until_s if most == resource.RLIM_INFINITY else min(until_s, most), most))


def resident_bytes(pid: int) -> int:
    """What a process holds in memory now; 0 where that cannot be asked."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
