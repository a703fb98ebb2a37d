"""Papers are forgotten in time: pictures, then what was read of them. Knows no HTTP and no engine."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, select

from giong.clock import Clock, SystemClock
from giong.errors import GiongError
from giong.failure import place_of
from giong.papers.paper import Act, Status
from giong.papers.register import Papers
from giong.papers.rows import OPEN
from giong.papers.vault import Vault
from giong.storage.database import Database
from giong.storage.schema import papers

EVERY_S = 3600
AT_ONCE = 200
_LEFT_BEHIND_S = 24 * 3600
"""A folder without a row may be on its way to one; after so many seconds it is not."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Policy:
    """Pictures go so many days after they were read (0: when the result is delivered), results so many (0: never)."""

    pictures_days: int = 0
    results_days: int = 0


@dataclass(frozen=True)
class Swept:
    """How many papers lost their picture, how many were erased, how many folders a crash had left."""

    pictures: int
    papers: int
    left_behind: int


class Retention:
    """The forgetting of all organisations' papers."""

    def __init__(
        self,
        database: Database,
        register: Papers,
        vault: Vault,
        policy: Policy | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._database = database
        self._register = register
        self._vault = vault
        self._policy = policy or Policy()
        self._clock = clock or SystemClock()

    async def sweep(self) -> Swept:
        """Apply the policy now."""
        swept = Swept(await self._sweep_pictures(), await self._sweep_papers(), await self._sweep_folders())
        if swept != Swept(0, 0, 0):
            _log.info("retention: %s", swept)
        return swept

    async def keep_sweeping(self) -> None:
        """Apply the policy now and every hour, until cancelled."""
        while True:
            try:
                await self.sweep()
            except GiongError as error:
                _log.error("retention of papers: %s", place_of(error))
            await asyncio.sleep(EVERY_S)

    async def _sweep_pictures(self) -> int:
        days, count = self._policy.pictures_days, 0
        before = self._clock.now() - timedelta(days=days)
        kept = and_(papers.c.picture_erased_at.is_(None), papers.c.held.is_(False), papers.c.read_at < before)
        while days and (due := await self._due(kept)):
            for organisation_id, id in due:
                await self._register.erase_picture(organisation_id, id)
            count += len(due)
        return count

    async def _sweep_papers(self) -> int:
        days, count = self._policy.results_days, 0
        before = self._clock.now() - timedelta(days=days)
        old = and_(papers.c.status.not_in((*OPEN, Status.ERASED.value)), papers.c.read_at < before)
        while days and (due := await self._due(old)):
            for organisation_id, id in due:
                await self._register.erase(organisation_id, id, act=Act.EXPIRED)
            count += len(due)
        return count

    async def _sweep_folders(self) -> int:
        """Remove folders whose row was never written, and what an erasure that was cut short had left."""
        count = 0
        for organisation_id, id in await asyncio.to_thread(self._vault.older_than, _LEFT_BEHIND_S):
            row = select(papers.c.status).where(papers.c.organisation_id == organisation_id, papers.c.id == id)
            status = await self._database.read(lambda connection, row=row: connection.scalar(row))  # type: ignore[misc]
            if status is None or status == Status.ERASED.value:
                await asyncio.to_thread(self._vault.clear, organisation_id, id)
                count += 1
        return count

    async def _due(self, which: Any) -> list[tuple[str, str]]:
        found = select(papers.c.organisation_id, papers.c.id).where(which).order_by(papers.c.read_at).limit(AT_ONCE)
        return await self._database.read(
            lambda connection: [(row.organisation_id, row.id) for row in connection.execute(found)]
        )
