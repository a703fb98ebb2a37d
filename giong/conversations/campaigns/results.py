"""How far a campaign is and what people answered: counts, speed, when it will be done, scores. Knows no file format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from giong.clock import Clock, SystemClock
from giong.conversations.campaigns.campaign import Campaign, campaign_of
from giong.conversations.campaigns.contact import OPEN, Contact, State, contact_of
from giong.storage.database import Database
from giong.storage.owned import owned
from giong.storage.schema import attempts, campaigns, contacts

RATE_OVER_S = 600.0
"""The speed is that of the last ten minutes."""
PAGE = 2000
CLOSED_VALUES = 12
"""A slot of which people gave more different values than this is free text, and not counted by value."""
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d+)?")


@dataclass(frozen=True)
class Progress:
    """`states` and `outcomes` (of each contact's last attempt) count contacts; `per_minute` are attempts. `done_at` is
    an estimate within the calling hours, None where there is none; `open`: somebody may be called now, otherwise from
    `opens_at` on; `dialled`: a process is there that dials for it.
    """

    campaign: Campaign
    contacts: int
    states: Mapping[str, int]
    outcomes: Mapping[str, int]
    attempts: int
    per_minute: float
    open: bool
    opens_at: datetime | None
    done_at: datetime | None
    dialled: bool

    @property
    def left(self) -> int:
        return sum(self.states.get(state, 0) for state in (*OPEN, State.DIALLING.value))


@dataclass(frozen=True)
class Tally:
    """What people answered to one question. `values` is empty for free text; `mean` is of numbers."""

    slot: str
    answered: int
    values: Mapping[str, int] = field(default_factory=dict)
    mean: float | None = None


@dataclass(frozen=True)
class Summary:
    """What came of a campaign. `endings` say how the talks with those who were reached ended."""

    reached: int
    endings: Mapping[str, int]
    tallies: tuple[Tally, ...]


class Results:
    """Each method asks for the organisation."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def progress(self, organisation_id: str, campaign_id: str) -> Progress:
        now = self._clock.now()

        def work(connection: Connection) -> Progress:
            row = owned(connection, campaigns, organisation_id=organisation_id, id=campaign_id)
            return _progress(connection, campaign_of(row), now)

        return await self._database.read(work)

    async def summary(self, organisation_id: str, campaign_id: str) -> Summary:
        """Of everybody who was reached so far."""
        reached, endings, answers = 0, Counter[str](), dict[str, list[Any]]()
        async for contact in self.contacts(organisation_id, campaign_id, state=State.REACHED):
            reached += 1
            endings[contact.ending] += 1
            for slot, value in answered(contact).items():
                answers.setdefault(slot, []).append(value)
        tallies = tuple(_tally(slot, values) for slot, values in answers.items())
        return Summary(reached, dict(endings.most_common()), tallies)

    async def contacts(
        self, organisation_id: str, campaign_id: str, *, state: State | None = None
    ) -> AsyncIterator[Contact]:
        """All contacts, or those in a state, in their order."""
        page = select(contacts).where(contacts.c.campaign_id == campaign_id).order_by(contacts.c.place).limit(PAGE)
        if state is not None:
            page = page.where(contacts.c.state == state.value)
        after = 0
        while True:

            def work(connection: Connection, after: int = after) -> list[Contact]:
                owned(connection, campaigns, organisation_id=organisation_id, id=campaign_id)
                return [contact_of(row) for row in connection.execute(page.where(contacts.c.place > after))]

            found = await self._database.read(work)
            for contact in found:
                yield contact
            if len(found) < PAGE:
                return
            after = found[-1].place


def answered(contact: Contact) -> dict[str, Any]:
    """What the person answered, without what the list said already."""
    return {slot: value for slot, value in contact.slots.items() if slot not in contact.variables}


def _progress(connection: Connection, campaign: Campaign, now: datetime) -> Progress:
    counted = select(contacts.c.state, contacts.c.outcome, func.count()).where(contacts.c.campaign_id == campaign.id)
    states, outcomes = Counter[str](), Counter[str]()
    for state, outcome, count in connection.execute(counted.group_by(contacts.c.state, contacts.c.outcome)):
        states[state] += count
        if outcome:
            outcomes[outcome] += count
    per_s = _speed(connection, campaign, now)
    hours = campaign.plan.calling
    left = states[State.WAITING] + states[State.AGAIN]
    return Progress(
        campaign=campaign,
        contacts=states.total(),
        states=dict(states),
        outcomes=dict(outcomes),
        attempts=connection.scalar(select(func.count()).where(attempts.c.campaign_id == campaign.id)) or 0,
        per_minute=round(per_s * 60, 2),
        open=hours.open_at(now),
        opens_at=hours.next_open(now),
        dialled=campaign.leased_until is not None and campaign.leased_until > now,
        done_at=hours.after(max(now, _latest(connection, campaign)), left / per_s) if per_s and left else None,
    )


def _speed(connection: Connection, campaign: Campaign, now: datetime) -> float:
    """Attempts a second."""
    since = now - timedelta(seconds=RATE_OVER_S)
    lately = select(func.count(), func.min(attempts.c.ended_at)).where(
        attempts.c.campaign_id == campaign.id, attempts.c.ended_at > since
    )
    count, first = connection.execute(lately).one()
    return count / max((now - first).total_seconds(), 1.0) if count > 1 else 0.0


def _latest(connection: Connection, campaign: Campaign) -> datetime:
    """When the last of those is due who are called again."""
    again = contacts.c.campaign_id == campaign.id, contacts.c.state == State.AGAIN.value
    return connection.scalar(select(func.max(contacts.c.due_at)).where(*again)) or campaign.created_at


def _tally(slot: str, values: Iterable[Any]) -> Tally:
    given = [_written(value) for value in values if value is not None]
    counts = Counter(given)
    if len(counts) > CLOSED_VALUES:
        return Tally(slot, len(given))
    numbers = [float(value) for value in given if _NUMBER.fullmatch(value)]
    mean = round(sum(numbers) / len(numbers), 3) if numbers and len(numbers) == len(given) else None
    return Tally(slot, len(given), dict(sorted(counts.items())), mean)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return f"{value:g}" if isinstance(value, float) else str(value)
