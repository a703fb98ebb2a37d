"""A process that dials for campaigns with people who only exist in a file, to be killed. Started by tests and benches:

python -m tests.support.campaigner DATABASE_URL LOG RING_S TALK_S AT_ONCE
"""

from __future__ import annotations

import asyncio
import sys
import zlib
from pathlib import Path

from giong.conversations.campaigns.dialler import Dialler
from giong.conversations.campaigns.rehearsed import Behaviour, RehearsedOutbound
from giong.storage.database import Database

LEASE_S = 0.5


def behave(number: str, ring_s: float, talk_s: float) -> Behaviour:
    """Everybody answers, each after a time of their own that is the same in every life of this process."""
    share = zlib.crc32(number.encode()) % 1000 / 1000
    return Behaviour(ring_s=ring_s * (0.5 + share), talk_s=talk_s * (0.5 + share))


async def main(url: str, log: Path, ring_s: float, talk_s: float, at_once: int) -> None:
    database = Database(url)
    outbound = RehearsedOutbound(database, lambda number, _: behave(number, ring_s, talk_s), log)
    print("ready", flush=True)
    await Dialler(database, at_once=at_once, lease_s=LEASE_S, poll_s=0.05).run(outbound)


if __name__ == "__main__":
    url, log, ring_s, talk_s, at_once = sys.argv[1:]
    asyncio.run(main(url, Path(log), float(ring_s), float(talk_s), int(at_once)))
