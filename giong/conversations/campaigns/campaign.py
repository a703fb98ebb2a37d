"""The campaigns of all organisations: made, started, paused, stopped, found. Knows no contact and no telephone.

What runs them (`dialler`) looks at the rows, so a campaign can be steered from any process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update

from giong.clock import Clock, SystemClock
from giong.conversations.campaigns import plan as plans
from giong.conversations.campaigns.plan import Plan
from giong.errors import BadInput, Conflict
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.once import add_once
from giong.storage.owned import owned
from giong.storage.schema import campaigns

campaigns.info["noun"] = "campaign"

NAME_CHARS = 200


class Status(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    """For good."""
    FINISHED = "finished"
    """Nobody is left to call, or its time is over."""


@dataclass(frozen=True)
class Trouble:
    """Why nothing is dialled although the campaign runs."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True)
class Campaign:
    """`start_at` and `end_at` bound when it calls at all, None: nothing does. `hang_up`: it was stopped, calls too."""

    id: str
    organisation_id: str
    name: str
    assistant: str
    status: Status
    plan: Plan
    start_at: datetime | None
    end_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    hang_up: bool = False
    trouble: Trouble | None = None
    leased_until: datetime | None = None
    """Until then a process dials for it; None: none does."""


class Campaigns:
    """Each method asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def create(
        self,
        organisation_id: str,
        *,
        name: str,
        assistant: str,
        plan: Plan | None = None,
        start_at: datetime | None = None,
        end_at: datetime | None = None,
    ) -> Campaign:
        """A new campaign, which calls nobody yet. `Conflict` where there is one of that name."""
        chosen = _checked(name, plan or Plan(), start_at, end_at)
        now = self._clock.now()
        row = {
            "id": new_id("camp"),
            "organisation_id": organisation_id,
            "name": name.strip(),
            "assistant": assistant,
            "status": Status.DRAFT.value,
            "hang_up": False,
            "plan": plans.plan_record(chosen),
            "runner": "",
            "start_at": start_at,
            "end_at": end_at,
            "created_at": now,
            "updated_at": now,
        }

        def work(connection: Connection) -> Campaign:
            if not add_once(connection, campaigns, row):
                raise Conflict(
                    "campaign.name_taken",
                    vi=f"Đã có chiến dịch “{name}”. Hãy đặt tên khác.",
                    en=f"There is a campaign “{name}” already. Choose another name.",
                )
            return campaign_of(owned(connection, campaigns, organisation_id=organisation_id, id=str(row["id"])))

        return await self._database.write(work)

    async def change(
        self,
        organisation_id: str,
        id: str,
        *,
        plan: Plan,
        start_at: datetime | None = None,
        end_at: datetime | None = None,
    ) -> Campaign:
        """Another plan, which holds from the next call on."""

        def changed(campaign: Campaign) -> dict[str, Any]:
            _checked(campaign.name, plan, start_at, end_at)
            _must_not_be(campaign, Status.STOPPED)
            return {"plan": plans.plan_record(plan), "start_at": start_at, "end_at": end_at}

        return await self._alter(organisation_id, id, changed)

    async def start(self, organisation_id: str, id: str) -> Campaign:
        """Let it call, from now on or from its `start_at`. Also: go on after a pause."""

        def started(campaign: Campaign) -> dict[str, Any]:
            _must_not_be(campaign, Status.STOPPED)
            began = campaign.started_at or self._clock.now()
            return {"status": Status.RUNNING.value, "started_at": began, "ended_at": None, "trouble": None}

        return await self._alter(organisation_id, id, started)

    async def pause(self, organisation_id: str, id: str) -> Campaign:
        """Dial no more from this moment on; calls in progress go on to their end."""

        def paused(campaign: Campaign) -> dict[str, Any]:
            if campaign.status not in (Status.RUNNING, Status.PAUSED):
                raise _not_running(campaign)
            return {"status": Status.PAUSED.value}

        return await self._alter(organisation_id, id, paused)

    async def stop(self, organisation_id: str, id: str, *, hang_up: bool = False) -> Campaign:
        """Dial no more, for good. `hang_up` ends the calls in progress, too."""

        def stopped(campaign: Campaign) -> dict[str, Any]:
            ended = campaign.ended_at or self._clock.now()
            return {"status": Status.STOPPED.value, "hang_up": hang_up or campaign.hang_up, "ended_at": ended}

        return await self._alter(organisation_id, id, stopped)

    async def get(self, organisation_id: str, id: str) -> Campaign:
        """The campaign; NotFound if it is missing or another organisation's."""
        return await self._database.read(
            lambda connection: campaign_of(owned(connection, campaigns, organisation_id=organisation_id, id=id))
        )

    async def named(self, organisation_id: str, word: str) -> Campaign:
        """The campaign of that id or name."""
        wanted = (campaigns.c.organisation_id == organisation_id) & (campaigns.c.name == word)

        def work(connection: Connection) -> Campaign:
            row = connection.execute(select(campaigns).where(wanted)).one_or_none()
            return campaign_of(row or owned(connection, campaigns, organisation_id=organisation_id, id=word))

        return await self._database.read(work)

    async def all(self, organisation_id: str, *, limit: int = 200) -> list[Campaign]:
        """The organisation's campaigns, newest first."""
        found = select(campaigns).where(campaigns.c.organisation_id == organisation_id)
        found = found.order_by(campaigns.c.created_at.desc(), campaigns.c.id.desc()).limit(limit)
        return await self._database.read(lambda connection: [campaign_of(row) for row in connection.execute(found)])

    async def _alter(self, organisation_id: str, id: str, values: Callable[[Campaign], dict[str, Any]]) -> Campaign:
        at = self._clock.now()

        def work(connection: Connection) -> Campaign:
            row = owned(connection, campaigns, organisation_id=organisation_id, id=id, lock=True)
            changes = values(campaign_of(row)) | {"updated_at": at}
            connection.execute(update(campaigns).where(campaigns.c.id == id).values(changes))
            return campaign_of(owned(connection, campaigns, organisation_id=organisation_id, id=id))

        return await self._database.write(work)


def campaign_of(row: Row[Any]) -> Campaign:
    """The campaign in a row."""
    return Campaign(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        assistant=row.assistant,
        status=Status(row.status),
        plan=plans.read_plan(row.plan),
        start_at=row.start_at,
        end_at=row.end_at,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        hang_up=row.hang_up,
        trouble=Trouble(**row.trouble) if row.trouble else None,
        leased_until=row.leased_until,
    )


def _checked(name: str, plan: Plan, start_at: datetime | None, end_at: datetime | None) -> Plan:
    if not 1 <= len(name.strip()) <= NAME_CHARS:
        raise BadInput(
            "campaign.bad_name",
            vi=f"Tên chiến dịch phải có từ 1 đến {NAME_CHARS} ký tự.",
            en=f"A campaign's name has 1 to {NAME_CHARS} characters.",
        )
    if start_at and end_at and end_at <= start_at:
        raise BadInput(
            "campaign.ends_before_it_begins",
            vi="Lúc kết thúc phải sau lúc bắt đầu. Hãy sửa một trong hai.",
            en="It must end after it begins. Change one of the two.",
        )
    plans.check(plan)
    return plan


def _must_not_be(campaign: Campaign, status: Status) -> None:
    if campaign.status is status:
        raise Conflict(
            "campaign.stopped",
            vi="Chiến dịch này đã dừng hẳn. Hãy tạo chiến dịch mới.",
            en="This campaign was stopped for good. Make a new one.",
        )


def _not_running(campaign: Campaign) -> Conflict:
    return Conflict(
        "campaign.not_running",
        vi=f"Chiến dịch này không chạy (đang là “{campaign.status}”).",
        en=f"This campaign does not run (it is “{campaign.status}”).",
    )
