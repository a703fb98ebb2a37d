"""Kills the process that dials for a campaign again and again, then reads what the people called have noted.

Who has picked up was *called*; who has heard us in two calls was called *twice*; who never picked up was *missed*.
Between picking up and the first word lies the commit of the call's record, and no order of the two makes a kill between
them harmless: killed before it somebody picks up once more (having heard nothing), killed right after it somebody has
heard nothing and is not called again. Both are counted.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from giong.accounts.organisations import Organisations
from giong.conversations.campaigns.campaign import Campaigns, Status
from giong.conversations.campaigns.contact import State
from giong.conversations.campaigns.lists import Lists
from giong.conversations.campaigns.plan import Plan
from giong.conversations.campaigns.retries import Retries
from giong.storage.database import Database
from giong.storage.migrate import migrate

ROOT = Path(__file__).parents[2]
ALL_WEEK = "T2-CN 00:00-24:00"


@dataclass
class Findings:
    """What the people called have noted. `called_twice` and `missed` must be 0, and all be `reached`."""

    numbers: int
    kills: int = 0
    called: int = 0
    called_twice: int = 0
    missed: int = 0
    reached: int = 0
    """By the campaign's own count."""
    cut_off: int = 0
    """Talks that a kill ended; they are not repeated."""
    silent: int = 0
    """Of them those that ended before the first word."""
    rang_again: int = 0
    """Telephones that a kill silenced before anybody had heard a word, and that rang once more."""
    picked_up_again: int = 0
    """Of them those that had been picked up already."""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Ordeal:
    """So many numbers, killed so often, each time when some more people than in `life` (half to one and a half of it,
    by chance) have heard a word.
    """

    numbers: int
    kills: int
    at_once: int
    ring_s: float
    talk_s: float
    life: int
    seed: int
    limit_s: float = 120.0


async def kill_again_and_again(url: str, log: Path, ordeal: Ordeal) -> Findings:
    """Run one campaign to its end through all kills."""
    database = Database(url)
    await migrate(database)
    organisation = (await Organisations(database).ensure("demo")).id
    campaigns, lists = Campaigns(database), Lists(database)
    retries = Retries({"interrupted": (0.0,) * 20, "failed": (0.0,) * 20}, most=20, a_day=20, least_min=0)
    plan = Plan(hours=ALL_WEEK, holidays=False, at_once=ordeal.at_once, per_s=50, retries=retries)
    campaign = await campaigns.create(organisation, name="thử", assistant="khao-sat", plan=plan)
    numbers = [f"0912{place:06}" for place in range(ordeal.numbers)]
    await lists.take_in(organisation, campaign.id, "a.csv", "\n".join(["sdt", *numbers]).encode())
    await campaigns.start(organisation, campaign.id)
    findings = Findings(ordeal.numbers)
    await _ordeal(url, log, ordeal, findings, lambda: _status(campaigns, organisation, campaign.id))
    people = await lists.contacts(organisation, campaign.id, limit=ordeal.numbers)
    findings.reached = sum(one.state is State.REACHED for one in people)
    await database.close()
    _count(log, numbers, findings)
    return findings


async def _ordeal(
    url: str, log: Path, ordeal: Ordeal, findings: Findings, status: Callable[[], Awaitable[Status]]
) -> None:
    chance = random.Random(ordeal.seed)
    command = [sys.executable, "-m", "tests.support.campaigner", url, log, ordeal.ring_s, ordeal.talk_s, ordeal.at_once]
    async with asyncio.timeout(ordeal.limit_s):
        while True:
            process = await asyncio.create_subprocess_exec(*map(str, command), cwd=ROOT, stdout=asyncio.subprocess.PIPE)
            assert process.stdout is not None
            await process.stdout.readline()
            try:
                if findings.kills < ordeal.kills:
                    enough = _heard(log) + round(ordeal.life * chance.uniform(0.5, 1.5))
                    while _heard(log) < enough:  # noqa: ASYNC110 - of another process
                        await asyncio.sleep(chance.uniform(0.001, 0.05))
                    findings.kills += 1
                else:
                    while await status() is not Status.FINISHED:  # noqa: ASYNC110 - of another process
                        await asyncio.sleep(0.05)
                    return
            finally:
                process.kill()
                await process.wait()


def _heard(log: Path) -> int:
    return log.read_text().count("hears ") if log.exists() else 0


async def _status(campaigns: Campaigns, organisation: str, id: str) -> Status:
    return (await campaigns.get(organisation, id)).status


def _count(log: Path, numbers: list[str], findings: Findings) -> None:
    happened: dict[str, Counter[str]] = {
        "rings": Counter(),
        "answers": Counter(),
        "hears": Counter(),
        "ends": Counter(),
    }
    for line in log.read_text().splitlines():
        what, number, _ = line.split()
        happened[what][number] += 1
    rang, picked_up, heard = happened["rings"], happened["answers"], happened["hears"]
    findings.called = len(picked_up)
    findings.called_twice = sum(count > 1 for count in heard.values())
    findings.missed = len(set(numbers) - set(picked_up))
    findings.silent = len(set(picked_up) - set(heard))
    findings.cut_off = len(picked_up) - happened["ends"].total()
    findings.rang_again = sum(count > 1 for count in rang.values())
    findings.picked_up_again = sum(count > 1 for count in picked_up.values())
