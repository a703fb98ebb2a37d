"""Kills a server again and again while customers chat with it, then looks at what is there. Knows the server's doors
and, once it is stopped, its database.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import text

from giong.conversations.catalogue import Conversations
from giong.conversations.events import Event, Kind
from giong.storage.database import Database
from tests.support.crowd import Customer, customers
from tests.support.process import ServerProcess

CATCH_UP_S = 30.0


@dataclass
class Findings:
    """What was left. `lost`, `doubled`, `unanswered` and `gaps` must be 0 and `integrity` "ok"."""

    seed: int
    kills: int = 0
    acknowledged: int = 0
    failed: int = 0
    lost: int = 0
    doubled: int = 0
    unanswered: int = 0
    gaps: int = 0
    integrity: str = ""
    slowest_restart_s: float = 0.0

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Plan:
    """`lives` times about `life_s` of chatting, each ended by kill -9 at a random moment of its second half."""

    chats: int
    lives: int
    life_s: float
    seed: int


async def kill_again_and_again(server: ServerProcess, plan: Plan, *, assistant: str, texts: Sequence[str]) -> Findings:
    """Carry out the plan, with customers who say the texts in turn. The server is stopped in the end."""
    findings = Findings(plan.seed)
    await asyncio.to_thread(server.start)
    try:
        crowd = await customers(server.url, assistant, plan.chats)
        await _live(server, crowd, plan, texts, findings)
        await _catch_up(server)
    finally:
        await asyncio.to_thread(server.stop)
    await _look(server, crowd, findings)
    return findings


async def _live(
    server: ServerProcess, crowd: Sequence[Customer], plan: Plan, texts: Sequence[str], findings: Findings
) -> None:
    chance = random.Random(plan.seed)
    talking = [asyncio.create_task(_talk(one, texts)) for one in crowd]
    for _ in range(plan.lives):
        await asyncio.sleep(plan.life_s * chance.uniform(0.5, 1.0))
        server.kill()
        findings.kills += 1
        took_s = await asyncio.to_thread(server.start)
        findings.slowest_restart_s = max(findings.slowest_restart_s, round(took_s, 2))
    for task in talking:
        task.cancel()
    ended = await asyncio.gather(*talking, return_exceptions=True)
    if broken := [one for one in ended if not isinstance(one, asyncio.CancelledError)]:
        raise RuntimeError(f"a customer gave up: {broken[0]!r}")
    await asyncio.gather(*(one.leave() for one in crowd), return_exceptions=True)


async def _talk(customer: Customer, texts: Sequence[str]) -> None:
    count = 0
    while True:
        await customer.insist(texts[count % len(texts)], f"key-{count}")
        count += 1


async def _catch_up(server: ServerProcess) -> None:
    """Give the server time to answer what it found waiting when it started."""
    database = _database(server)
    conversations = Conversations(database)
    deadline_s = time.monotonic() + CATCH_UP_S
    while await conversations.unanswered() and time.monotonic() < deadline_s:  # noqa: ASYNC110 - of another process
        await asyncio.sleep(0.1)
    await database.close()


async def _look(server: ServerProcess, crowd: Sequence[Customer], findings: Findings) -> None:
    database = _database(server)
    conversations = Conversations(database)
    findings.unanswered = len(await conversations.unanswered())
    for customer in crowd:
        organisation_id = customer.token.removeprefix("ck_").partition(".")[0]
        thread = conversations.thread(organisation_id, customer.id)
        events: list[Event] = []
        while batch := await thread.events(len(events), 10_000):
            events += batch
        _count(customer, events, findings)
    check = text("PRAGMA integrity_check")
    findings.integrity = await database.read(lambda connection: str(connection.scalar(check)))
    await database.close()


def _database(server: ServerProcess) -> Database:
    return Database(f"sqlite:///{server.data_dir / 'giong.db'}")


def _count(customer: Customer, events: Sequence[Event], findings: Findings) -> None:
    said = {event.number: event.body["key"] for event in events if event.kind is Kind.SAID}
    turns = [event.body["answers"] for event in events if event.kind is Kind.TURN]
    failed = [event.body["answers"] for event in events if event.kind is Kind.FAILED]
    findings.acknowledged += len(customer.acknowledged)
    findings.failed += len(failed)
    findings.lost += sum(said.get(number) != key for key, number in customer.acknowledged.items())
    findings.doubled += len(said) - len(set(said.values())) + len(turns) - len(set(turns))
    findings.unanswered += len(set(said) - set(turns) - set(failed))
    findings.gaps += [event.number for event in events] != list(range(1, len(events) + 1))
