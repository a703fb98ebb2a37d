"""What was consumed, written down once and never changed. Knows amounts, not prices."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, func, select

from giong.clock import Clock, SystemClock
from giong.storage.database import Database
from giong.storage.once import add_once
from giong.storage.schema import usage_events
from giong.usage import Usage

_NOTHING = Usage()


def note(connection: Connection, *, organisation_id: str, key: str, subject: str, usage: Usage, at: datetime) -> bool:
    """Write down `usage` inside the caller's transaction. False: this `key` was counted before, or nothing was used."""
    if usage == _NOTHING:
        return False
    row = {"organisation_id": organisation_id, "key": key, "subject": subject, "at": at, **asdict(usage)}
    return add_once(connection, usage_events, row)


class Meter:
    """The usage of every organisation."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def note(self, organisation_id: str, *, key: str, subject: str, usage: Usage) -> bool:
        """Write down `usage`. False: this `key` was counted before, or nothing was used."""
        at = self._clock.now()
        return await self._database.write(
            lambda connection: note(
                connection, organisation_id=organisation_id, key=key, subject=subject, usage=usage, at=at
            )
        )

    async def total(
        self, organisation_id: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> Usage:
        """The sum over [since, until)."""
        names = [field.name for field in fields(Usage)]
        total = select(*(func.coalesce(func.sum(usage_events.c[name]), 0).label(name) for name in names)).where(
            usage_events.c.organisation_id == organisation_id
        )
        if since is not None:
            total = total.where(usage_events.c.at >= since)
        if until is not None:
            total = total.where(usage_events.c.at < until)
        row = await self._database.read(lambda connection: connection.execute(total).one())
        return Usage(
            audio_in_s=float(row.audio_in_s),
            audio_out_s=float(row.audio_out_s),
            tokens_in=int(row.tokens_in),
            tokens_out=int(row.tokens_out),
            texts_embedded=int(row.texts_embedded),
        )
