"""Which process dials for which campaign: a lease, so that there is one at a time and another after a crash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from giong.conversations.campaigns.campaign import Campaign, Status, Trouble, campaign_of
from giong.storage.schema import attempts, campaigns


def free(connection: Connection, *, now: datetime) -> list[str]:
    """The campaigns that need somebody to dial for them and have nobody.

    That is also one that was stopped while the process that dialled for it died: what became of its calls is open.
    """
    left = select(attempts.c.campaign_id).where(attempts.c.ended_at.is_(None))
    nobody = or_(campaigns.c.leased_until.is_(None), campaigns.c.leased_until <= now)
    begun = or_(campaigns.c.start_at.is_(None), campaigns.c.start_at <= now)
    wanted = or_((campaigns.c.status == Status.RUNNING.value) & begun, campaigns.c.id.in_(left))
    return list(connection.scalars(select(campaigns.c.id).where(nobody, wanted)))


def take(connection: Connection, campaign_id: str, runner: str, *, now: datetime, until: datetime) -> Campaign | None:
    """The campaign, which is `runner`'s until then or until it renews; None where another was quicker."""
    nobody = or_(campaigns.c.leased_until.is_(None), campaigns.c.leased_until <= now)
    taken = update(campaigns).where(campaigns.c.id == campaign_id, nobody)
    if not connection.execute(taken.values(runner=runner, leased_until=until)).rowcount:
        return None
    return campaign_of(connection.execute(select(campaigns).where(campaigns.c.id == campaign_id)).one())


def renew(connection: Connection, campaign_id: str, runner: str, *, until: datetime) -> Campaign | None:
    """The campaign as it is now, held until then; None where another process has it."""
    held = campaigns.c.id == campaign_id, campaigns.c.runner == runner
    if not connection.execute(update(campaigns).where(*held).values(leased_until=until)).rowcount:
        return None
    return campaign_of(connection.execute(select(campaigns).where(campaigns.c.id == campaign_id)).one())


def release(connection: Connection, campaign_id: str, runner: str) -> None:
    """Nobody's any more."""
    held = campaigns.c.id == campaign_id, campaigns.c.runner == runner
    connection.execute(update(campaigns).where(*held).values(runner="", leased_until=None))


def finish(connection: Connection, campaign_id: str, *, now: datetime) -> None:
    """It has nobody left to call, or no time left."""
    running = campaigns.c.id == campaign_id, campaigns.c.status == Status.RUNNING.value
    connection.execute(
        update(campaigns).where(*running).values(status=Status.FINISHED.value, ended_at=now, trouble=None)
    )


def tell(connection: Connection, campaign_id: str, trouble: Trouble | None) -> None:
    """Say on the campaign why nothing is dialled, or that it goes on."""
    value = None if trouble is None else vars(trouble)
    connection.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(trouble=value))
