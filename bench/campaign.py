"""A campaign of 500 numbers whose dialling process is killed ten times (kill -9): is anybody called twice, or missed?

What counts is what the people called have noted, in a file that no kill reaches: who heard a word, whose telephone
rang.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bench.figure import Figure, Options
from tests.support.campaign_kills import Ordeal, kill_again_and_again

NUMBERS, KILLS, QUICK_NUMBERS, QUICK_KILLS = 500, 10, 60, 3


def measure(options: Options) -> list[Figure]:
    numbers, kills = (QUICK_NUMBERS, QUICK_KILLS) if options.quick else (NUMBERS, KILLS)
    ordeal = Ordeal(
        numbers=numbers,
        kills=kills,
        at_once=20,
        ring_s=0.3,
        talk_s=0.5,
        life=numbers // (kills + 1),
        seed=options.seed,
        limit_s=600,
    )
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(kill_again_and_again(f"sqlite:///{folder}/giong.db", Path(folder) / "callees", ordeal))
    return [
        Figure("people called", found.called, "", numbers, at_least=numbers),
        Figure("heard us in two calls", found.called_twice, "", numbers, at_most=0),
        Figure("missed", found.missed, "", numbers, at_most=0),
        Figure("reached by the campaign's own count", found.reached, "", numbers, at_least=numbers),
        Figure("talks cut off by a kill, not repeated", found.cut_off, "", found.kills),
        Figure("of them before the first word", found.silent, "", found.kills),
        Figure("telephones silenced by a kill that rang once more", found.rang_again, "", found.kills),
        Figure("of them picked up before, to silence", found.picked_up_again, "", found.kills),
        Figure("the whole campaign", time.perf_counter() - began, "s", 1),
    ]
