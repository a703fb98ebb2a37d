"""kill -9 of the server while 20 customers write for 30 s, five times: is anything lost that was acknowledged?"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bench.figure import Figure, Options
from bench.turns import ASSISTANT, FLOW, QUESTIONS
from tests.support.kills import Plan, kill_again_and_again
from tests.support.process import ServerProcess

CHATS, LIVES, LIFE_S, QUICK_LIFE_S = 20, 5, 30.0, 4.0


def measure(options: Options) -> list[Figure]:
    life_s = QUICK_LIFE_S if options.quick else LIFE_S
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "data")
        plan = Plan(chats=CHATS, lives=LIVES, life_s=life_s, seed=options.seed)
        found = asyncio.run(kill_again_and_again(server, plan, assistant=ASSISTANT, texts=FLOW + QUESTIONS))
    n = found.acknowledged
    return [
        Figure("acknowledged messages", n, "", found.kills, at_least=CHATS),
        Figure("lost", found.lost, "", n, at_most=0),
        Figure("doubled", found.doubled, "", n, at_most=0),
        Figure("neither answered nor visibly failed", found.unanswered, "", n, at_most=0),
        Figure("visibly failed", found.failed, "", n),
        Figure("conversations with gaps", found.gaps, "", CHATS, at_most=0),
        Figure("damaged databases", int(found.integrity != "ok"), "", 1, at_most=0),
        Figure("slowest restart", found.slowest_restart_s, "s", found.kills, at_most=5.0),
    ]
