"""A process that talks in many conversations at once until it is killed, and a driver that kills it again and
again.

python -m tests.support.chatter drive sqlite:////tmp/kill.db --kills 50 --seed 1

It prints one JSON line: how many messages were acknowledged, how many of them were lost or doubled, and so
on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from dataclasses import asdict, dataclass, field

from sqlalchemy import text

from giong.accounts.organisations import Organisations
from giong.conversations.catalogue import Conversations
from giong.conversations.events import Event, Kind
from giong.conversations.threads import Thread
from giong.dialogue.line import Delivered, Piece, Said
from giong.dialogue.memory import Turn
from giong.storage.database import Database
from giong.storage.migrate import migrate


async def talk(url: str, talks: int, run: int) -> None:
    """Post messages and answer them, for ever; a line on stdout acknowledges each (conversation, key)."""
    database = Database(url)
    await migrate(database)
    organisation = await Organisations(database).ensure("kill")
    conversations = Conversations(database)
    print("ready", flush=True)

    async def one(place: int) -> None:
        opened, _ = await conversations.open(organisation.id, assistant="a", channel="web", key=f"talk-{place}")
        thread = conversations.thread(organisation.id, opened.id)
        count = 0
        while True:
            said = Said(f"câu {count}", key=f"{run}-{count}")
            number, _ = await thread.post(said)
            print(f"{opened.id} {said.key}", flush=True)
            await _answer(thread, number, said)
            count += 1

    for waiting in await conversations.unanswered():
        thread = conversations.thread(organisation.id, waiting.conversation.id)
        await _answer(thread, waiting.number, waiting.said)
    await asyncio.gather(*(one(place) for place in range(talks)))


async def _answer(thread: Thread, number: int, said: Said) -> None:
    if await thread.take_up(number):
        state = await thread.recall()
        piece = Piece(f"trả lời {said.text}")
        await thread.publish(piece)
        turn = Turn(said, Delivered((piece,)))
        await thread.keep(turn, {"turns": state.get("turns", 0) + 1})


@dataclass
class Findings:
    """What was left after the kills; everything but `kills`, `acknowledged`, `answered` and the times must be
    0.
    """

    seed: int
    kills: int = 0
    acknowledged: int = 0
    answered: int = 0
    lost: int = 0
    doubled: int = 0
    unanswered: int = 0
    gaps: int = 0
    wrong_states: int = 0
    integrity: str = "ok"
    slowest_start_s: float = 0.0
    _acks: set[tuple[str, str]] = field(default_factory=set, repr=False)


async def drive(url: str, *, kills: int, talks: int = 20, seed: int = 0, longest_s: float = 1.0) -> Findings:
    """Kill the talking process `kills` times, each after a random while; let it catch up; look at what is
    there.
    """
    chance, findings = random.Random(seed), Findings(seed)
    for run in range(kills):
        await _one_life(url, talks, run, findings, chance.uniform(0.1, longest_s))
        findings.kills += 1
    await _inspect(url, findings)
    return findings


async def _one_life(url: str, talks: int, run: int, findings: Findings, life_s: float) -> None:
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.chatter", "talk", url, str(talks), str(run), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    findings.slowest_start_s = max(findings.slowest_start_s, round(time.monotonic() - began, 2))
    reading = asyncio.create_task(process.stdout.read())
    await asyncio.sleep(life_s)
    process.kill()
    await process.wait()
    *whole, _ = (await reading).decode().split("\n")  # the last line may be cut in two
    findings._acks |= {(ack.split()[0], ack.split()[1]) for ack in whole}


async def _inspect(url: str, findings: Findings) -> None:
    database = Database(url)
    conversations = Conversations(database)
    organisation = await Organisations(database).ensure("kill")
    for waiting in await conversations.unanswered():
        thread = conversations.thread(organisation.id, waiting.conversation.id)
        await _answer(thread, waiting.number, waiting.said)
    for conversation in await conversations.recent(organisation.id, limit=1000):
        await _inspect_one(conversations.thread(organisation.id, conversation.id), findings)
    findings.acknowledged = len(findings._acks)
    findings.unanswered = len(await conversations.unanswered())
    if database.dialect == "sqlite":
        check = text("PRAGMA integrity_check")
        findings.integrity = await database.read(lambda connection: str(connection.scalar(check)))
    await database.close()


async def _inspect_one(thread: Thread, findings: Findings) -> None:
    events: list[Event] = []
    while batch := await thread.events(len(events), 10_000):
        events += batch
    heard = [event.body["key"] for event in events if event.kind is Kind.SAID]
    answers = [event.body["answers"] for event in events if event.kind is Kind.TURN]
    history, state = await thread.history(), await thread.recall()
    findings.answered += len(answers)
    findings.lost += len({key for id, key in findings._acks if id == thread.id} - set(heard))
    findings.doubled += len(heard) - len(set(heard)) + len(answers) - len(set(answers))
    findings.gaps += [event.number for event in events] != list(range(1, len(events) + 1))
    findings.wrong_states += not len(history) == len(answers) == state.get("turns", 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["talk", "drive"])
    parser.add_argument("url")
    parser.add_argument("place", nargs="*", type=int)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.what == "talk":
        asyncio.run(talk(chosen.url, *chosen.place))
    else:
        findings = asyncio.run(drive(chosen.url, kills=chosen.kills, seed=chosen.seed))
        print(json.dumps({name: value for name, value in asdict(findings).items() if name != "_acks"}))


if __name__ == "__main__":
    main()
