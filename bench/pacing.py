"""How evenly a hundred calls are sent, measured at the receiver by the kernel's own time stamps.

The calls are a process of their own (`bench.echoing`); here are the callers, who speak all the time and hear
themselves. What else the machine does is in the figures.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import selectors
import socket
import struct
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass

from bench.figure import Figure, Options, percentile
from giong.telephony.rtp.lane import TICK_SAMPLES
from giong.telephony.rtp.pacer import PERIOD_S, Pacer
from giong.telephony.rtp.sockets import Pair, PortRange, PortsTaken, open_pair
from tests.support.process import ROOT

CALLS = 100
BUSY_MS = 8.0
"""Of every 20 ms the loop is kept from its work, beside the echoing itself."""
P95_MS = 1.0
GAP_MS = 40.0
HOST = "127.0.0.1"
CALLERS_FROM, CALLS_FROM = 26_000, 28_000
"""Below the ports that systems hand out by themselves."""
SO_TIMESTAMPNS = 35
_WHEN = struct.Struct("@qq")


@dataclass(frozen=True)
class Arrivals:
    """Of one direction: how far each packet was from 20 ms after the one before it."""

    deviations_ms: list[float]
    gaps: int


def measure(options: Options) -> list[Figure]:
    seconds = 6 if options.quick else 20
    return [*_figures("", 0.0, seconds), *_figures(", loop busy", BUSY_MS, seconds)]


def _figures(note: str, busy_ms: float, seconds: float) -> list[Figure]:
    pairs = _pairs()
    command = [sys.executable, "-m", "bench.echoing", str(CALLS), str(CALLS_FROM), str(CALLERS_FROM), str(busy_ms)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        heard = _call(pairs, seconds)
        output, _ = process.communicate(timeout=30)
    finally:
        process.kill()
        for pair in pairs:
            pair.close()
    used = json.loads(output)
    count = len(heard.deviations_ms)
    name = f"{CALLS} echo calls{note}"
    return [
        *(
            Figure(
                f"{name}: packet from 20 ms {label}",
                percentile(heard.deviations_ms, share),
                "ms",
                count,
                at_most=P95_MS if share == 0.95 else None,
            )
            for label, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
        ),
        Figure(f"{name}: gaps above {GAP_MS:.0f} ms", heard.gaps, "", count, at_most=0),
        Figure(f"{name}: processor", 100 * used["cpu_s"] / used["seconds"], "% of a core", CALLS),
    ]


def _pairs() -> list[Pair]:
    pairs = []
    for n in range(CALLS):
        port = CALLERS_FROM + 2 * n
        try:
            pair = open_pair(HOST, PortRange(port, port + 1))
        except PortsTaken as taken:
            raise RuntimeError(f"port {port} is in use") from taken
        pair.rtp.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        pairs.append(pair)
    return pairs


def _call(pairs: list[Pair], seconds: float) -> Arrivals:
    pacer = Pacer()
    pacer.start()
    asyncio.run(_speak(pacer, pairs))
    times: dict[socket.socket, list[float]] = defaultdict(list)
    selector = selectors.DefaultSelector()
    for pair in pairs:
        selector.register(pair.rtp, selectors.EVENT_READ)
    until_s = time.monotonic() + seconds + 1
    while time.monotonic() < until_s:
        for key, _ in selector.select(0.1):
            times[key.fileobj].append(_arrival_s(key.fileobj))  # type: ignore[index, arg-type]
    pacer.stop()
    return _arrivals(list(times.values()))


async def _speak(pacer: Pacer, pairs: list[Pair]) -> None:
    for n, pair in enumerate(pairs):
        outgoing = pacer.add(pair.rtp)
        outgoing.speak(8, b"\xd5" * TICK_SAMPLES)
        outgoing.aim((HOST, CALLS_FROM + 2 * n))
    await asyncio.sleep(0.5)


def _arrival_s(opened: socket.socket) -> float:
    _, control, _, _ = opened.recvmsg(2048, 64)
    seconds, nanoseconds = _WHEN.unpack(control[0][2])
    return float(seconds) + float(nanoseconds) / 1e9


def _arrivals(times: list[list[float]]) -> Arrivals:
    """The first second is for warming up."""
    settled = [[at for at in call if at > call[0] + 1] for call in times]
    steps = [b - a for call in settled for a, b in itertools.pairwise(call)]
    if len(settled) < CALLS:
        raise RuntimeError(f"{CALLS - len(settled)} calls heard nothing")
    return Arrivals([abs(step - PERIOD_S) * 1000 for step in steps], sum(step * 1000 > GAP_MS for step in steps))
