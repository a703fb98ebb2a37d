"""The program that `bench.malformed` fires at: a telephone that takes every call and says back what it hears.

    python -m bench.besieged MOST_REQUESTS_PER_S T1_S

Prints its SIP port as JSON when it is ready. Each line on its standard input is answered, after a sweep of its memory,
with what it has logged as an error and how many calls it still has; it ends with its input.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
from typing import Any

from giong.telephony.rtp.sockets import PortRange
from giong.telephony.sip.endpoint import Bind, Limits, Timing
from giong.telephony.telephone import Call, Telephone, TelephoneConfig
from giong.voice.port import Frame

HOST = "127.0.0.1"
PORTS = PortRange(36_000, 36_119)


class Errors(logging.Handler):
    """Keeps what was logged as an error, the loop's unhandled exceptions among it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        shown = record.getMessage().splitlines()[0]
        self.messages.append(f"{shown} {record.exc_info[1]!r}" if record.exc_info else shown)


async def _take(call: Call) -> None:
    await call.ring()
    await call.accept()
    async for item in call.port.incoming():
        if isinstance(item, Frame):
            call.port.play(item.samples)


async def _serve(requests_per_s: float, t1_s: float, errors: Errors) -> None:
    limits = Limits(
        requests_per_s=requests_per_s,
        requests_at_once=2 * requests_per_s,
        options_per_s=max(requests_per_s, Limits.options_per_s),
        options_at_once=2 * max(requests_per_s, Limits.options_per_s),
    )
    config = TelephoneConfig(
        (Bind("udp", HOST, 0),), rtp_ports=PORTS, trusted=("127.0.0.0/8",), limits=limits, timing=Timing(t1_s=t1_s)
    )
    telephone = await Telephone.open(config, on_call=_take)
    print(json.dumps({"port": telephone.binds[0].port}), flush=True)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        gc.collect()
        report: dict[str, Any] = {"errors": errors.messages, "calls": len(telephone.calls)}
        print(json.dumps(report), flush=True)
    await telephone.close(0.0)


if __name__ == "__main__":
    heard = Errors()
    logging.basicConfig(handlers=[heard], level=logging.ERROR)
    asyncio.run(_serve(float(sys.argv[1]), float(sys.argv[2]), heard))
