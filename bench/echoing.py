"""The program that `bench.pacing` measures: calls that say back what they hear, in a process whose loop is also busy.

    python -m bench.echoing CALLS FIRST_PORT PEER_FIRST_PORT BUSY_MS

Call number n listens on port FIRST_PORT + 2n and answers 127.0.0.1:PEER_FIRST_PORT + 2n. In every 20 ms the loop is
kept by BUSY_MS of Python work. Prints a line when it is ready; ends with its standard input and prints what it used.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time

from giong.telephony.rtp.media import Media
from giong.telephony.rtp.pacer import PERIOD_S, Pacer
from giong.telephony.rtp.port import RtpPort
from giong.telephony.rtp.sockets import PortRange
from giong.voice.port import Frame

HOST = "127.0.0.1"


async def _echo(port: RtpPort) -> None:
    async for item in port.incoming():
        if isinstance(item, Frame):
            port.play(item.samples)


async def _busy(busy_s: float) -> None:
    while busy_s:
        until_s = time.perf_counter() + busy_s
        while time.perf_counter() < until_s:
            sum(range(100))
        await asyncio.sleep(PERIOD_S - busy_s)


async def _serve(calls: int, first: int, peer_first: int, busy_s: float) -> None:
    pacer = Pacer()
    ports = [
        await RtpPort.open(host=HOST, ports=PortRange(first + 2 * n, first + 2 * n + 1), pacer=pacer)
        for n in range(calls)
    ]
    tasks = [asyncio.create_task(_echo(port)) for port in ports]
    for n, port in enumerate(ports):
        port.connect(Media((HOST, peer_first + 2 * n), "PCMA", 8, 101))
    work = asyncio.create_task(_busy(busy_s))
    print("ready", flush=True)
    began_s, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.to_thread(sys.stdin.read)
    used, seconds = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter() - began_s
    latest_ms = max(port.statistics().latest_ms for port in ports)
    work.cancel()
    await asyncio.gather(*(port.close() for port in ports))
    await asyncio.gather(*tasks)
    pacer.stop()
    pacing = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = _cpu_s(used) - _cpu_s(before) + _cpu_s(pacing)
    memory_mb = (used.ru_maxrss + pacing.ru_maxrss) / 1024
    report = {"cpu_s": cpu_s, "seconds": seconds, "memory_mb": memory_mb, "latest_ms": latest_ms}
    print(json.dumps(report), flush=True)


def _cpu_s(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    calls, first, peer_first, busy_ms = (float(word) for word in sys.argv[1:5])
    asyncio.run(_serve(int(calls), int(first), int(peer_first), busy_ms / 1000))
