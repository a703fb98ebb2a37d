"""Every attempt at a number: claimed in the database before anything is dialled, settled when it is over.

    waiting | again ──claim──▶ dialling ──settle──▶ reached | again | given_up
                                  └──withdraw──▶ as before (nothing was dialled)

What a crash leaves in `dialling` is not dialled blindly: that somebody has picked up is stored before a word is said,
and the call's record tells the rest. Who was reached is never called again for that reason; for the others the attempt
counts, as `interrupted`. Each function here is one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from giong.conversations.campaigns.campaign import Campaign, campaign_of
from giong.conversations.campaigns.contact import OPEN, State
from giong.conversations.campaigns.do_not_call import Source, block, is_blocked
from giong.conversations.campaigns.outbound import Attempted, Outcome
from giong.conversations.campaigns.plan import Plan
from giong.dialogue.manners.refusals import DO_NOT_CALL
from giong.storage.ids import new_id
from giong.storage.once import add_once
from giong.storage.schema import attempts, calls, campaigns, contacts

DAY = timedelta(days=1)
BESIDE_S = 60.0
"""How soon a number is tried again that another campaign is just calling."""
WISH_DAY, WISH_TIME = "goi_lai_ngay", "goi_lai_gio"
"""Slots in which a person says when to be called again: an ISO date and a time as "14:30"."""
_INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Claim:
    """The right, and the duty, to dial a number once. `key` names the attempt."""

    key: str
    organisation_id: str
    campaign_id: str
    contact_id: str
    number: str
    variables: Mapping[str, Any]


def claim(connection: Connection, campaign: Campaign, runner: str, *, count: int, now: datetime) -> list[Claim]:
    """At most `count` contacts that are due, those first that were called before. None unless the campaign runs and
    `runner` holds it.
    """
    row = connection.execute(select(campaigns).where(campaigns.c.id == campaign.id).with_for_update()).one()
    if row.status != "running" or row.runner != runner or row.leased_until <= now:
        return []
    claimed: list[Claim] = []
    for contact in _due(connection, campaign.id, count=count * 4, now=now):
        if len(claimed) == count:
            break
        if _may_be_called(connection, contact, campaign.plan, now) and (
            one := _claimed(connection, contact, runner, now)
        ):
            claimed.append(one)
    return claimed


def settle(connection: Connection, key: str, attempted: Attempted, *, now: datetime) -> None:
    """The attempt is over. A second time changes nothing, unless what was taken for interrupted was answered after
    all.
    """
    found = select(attempts).where(attempts.c.id == key)
    attempt = connection.execute(found.with_for_update()).one()
    outcome = _outcome(attempted)
    if attempt.ended_at is not None and (attempt.outcome != Outcome.INTERRUPTED or not _was_reached(outcome)):
        return
    connection.execute(
        update(attempts)
        .where(attempts.c.id == key)
        .values(ended_at=now, outcome=outcome.value, ending=attempted.ending, call_id=attempted.call_id or None)
    )
    contact = connection.execute(select(contacts).where(contacts.c.id == attempt.contact_id).with_for_update()).one()
    if attempted.ending == DO_NOT_CALL:
        block(connection, contact.organisation_id, contact.number, reason="", source=Source.CALL, at=now)
    if attempt.ended_at is not None and contact.state == State.DIALLING:
        return  # it is being called once more just now, and that call will be settled by itself
    plan = campaign_of(connection.execute(select(campaigns).where(campaigns.c.id == contact.campaign_id)).one()).plan
    due_at = _due_again(connection, contact, outcome, attempted, plan, now)
    blocked = is_blocked(connection, contact.organisation_id, contact.number)
    connection.execute(
        update(contacts)
        .where(contacts.c.id == contact.id)
        .values(
            state=_state(outcome, due_at, blocked=blocked).value,
            outcome=outcome.value,
            ending=attempted.ending,
            slots=dict(attempted.slots),
            call_id=attempted.call_id or None,
            due_at=due_at or contact.due_at,
        )
    )


def answer(connection: Connection, key: str, *, now: datetime) -> None:
    """Somebody has picked up."""
    connection.execute(update(attempts).where(attempts.c.id == key).values(answered_at=now))


def withdraw(connection: Connection, key: str, *, now: datetime, after_s: float) -> None:
    """Nothing was dialled: it is as if it had not been claimed, and due again after a while."""
    attempt = connection.execute(select(attempts).where(attempts.c.id == key).with_for_update()).one()
    connection.execute(delete(attempts).where(attempts.c.id == key))
    contact = connection.execute(select(contacts).where(contacts.c.id == attempt.contact_id).with_for_update()).one()
    state = State.AGAIN if contact.attempts > 1 else State.WAITING
    connection.execute(
        update(contacts)
        .where(contacts.c.id == contact.id)
        .values(state=state.value, attempts=contact.attempts - 1, due_at=now + timedelta(seconds=after_s))
    )


def recover(connection: Connection, campaign_id: str, *, now: datetime) -> int:
    """Settle, by what the calls' records say, the attempts that a process left open; how many there were.

    Only for whoever holds the campaign, and before it claims anything.
    """
    left = select(attempts.c.id).where(attempts.c.campaign_id == campaign_id, attempts.c.ended_at.is_(None))
    keys: Sequence[str] = connection.scalars(left).all()
    for key in keys:
        settle(connection, key, recorded(connection, key) or Attempted(Outcome.INTERRUPTED), now=now)
    return len(keys)


def recorded(connection: Connection, key: str) -> Attempted | None:
    """What is known of an attempt that nobody has settled; None where nobody was spoken to."""
    call = connection.execute(select(calls).where(calls.c.client_key == key)).one_or_none()
    if call is None:
        answered_at = connection.scalar(select(attempts.c.answered_at).where(attempts.c.id == key))
        return Attempted(Outcome.ANSWERED, ending=_INTERRUPTED) if answered_at else None
    if call.conversation_id is None:  # nobody talked: it was busy, refused, not answered
        return Attempted(call.outcome or Outcome.INTERRUPTED, call.id)
    outcome = Outcome.VOICEMAIL if call.outcome == Outcome.VOICEMAIL else Outcome.ANSWERED
    return Attempted(outcome, call.id, call.slots or {}, call.outcome or _INTERRUPTED)


def is_over(connection: Connection, campaign_id: str) -> bool:
    """Whether there was somebody to call, and nobody is left."""
    states = select(contacts.c.state).where(contacts.c.campaign_id == campaign_id)
    left = connection.scalar(states.where(contacts.c.state.in_((*OPEN, State.DIALLING.value))).limit(1))
    return left is None and connection.scalar(states.limit(1)) is not None


def _due(connection: Connection, campaign_id: str, *, count: int, now: datetime) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for state in (State.AGAIN, State.WAITING):
        due = select(contacts).where(
            contacts.c.campaign_id == campaign_id, contacts.c.state == state.value, contacts.c.due_at <= now
        )
        found += connection.execute(due.order_by(contacts.c.due_at, contacts.c.place).limit(count - len(found)))
    return found


def _may_be_called(connection: Connection, contact: Row[Any], plan: Plan, now: datetime) -> bool:
    """Whether nothing speaks against it; what does is noted on the contact."""
    if is_blocked(connection, contact.organisation_id, contact.number):
        _note(connection, contact, state=State.BLOCKED.value)
        return False
    if contact.outcome == Outcome.INTERRUPTED and (key := _answered_after_all(connection, contact.id)):
        settle(connection, key, recorded(connection, key) or Attempted(Outcome.ANSWERED), now=now)
        return False
    lately = connection.scalars(
        select(attempts.c.started_at)
        .where(attempts.c.organisation_id == contact.organisation_id, attempts.c.number == contact.number)
        .where(attempts.c.started_at > now - DAY)
        .order_by(attempts.c.started_at.desc())
    ).all()
    if len(lately) >= plan.retries.a_day:
        _note(connection, contact, due_at=lately[plan.retries.a_day - 1] + DAY)
        return False
    return True


def _answered_after_all(connection: Connection, contact_id: str) -> str | None:
    """The attempt that was taken for interrupted and whose record came later."""
    known = select(attempts.c.id).join(calls, calls.c.client_key == attempts.c.id)
    answered = known.where(attempts.c.contact_id == contact_id, calls.c.conversation_id.is_not(None))
    return connection.scalar(answered.limit(1))


def _claimed(connection: Connection, contact: Row[Any], runner: str, now: datetime) -> Claim | None:
    row = {
        "id": new_id("try"),
        "organisation_id": contact.organisation_id,
        "campaign_id": contact.campaign_id,
        "contact_id": contact.id,
        "number": contact.number,
        "runner": runner,
        "outcome": "",
        "ending": "",
        "started_at": now,
    }
    if not add_once(connection, attempts, row):
        _note(connection, contact, due_at=now + timedelta(seconds=BESIDE_S))
        return None
    _note(connection, contact, state=State.DIALLING.value, attempts=contact.attempts + 1, called_at=now)
    return Claim(
        key=str(row["id"]),
        organisation_id=contact.organisation_id,
        campaign_id=contact.campaign_id,
        contact_id=contact.id,
        number=contact.number,
        variables=contact.variables,
    )


def _note(connection: Connection, contact: Row[Any], **values: Any) -> None:
    connection.execute(update(contacts).where(contacts.c.id == contact.id).values(values))


def _outcome(attempted: Attempted) -> Outcome:
    outcome = Outcome.of(attempted.outcome)
    wants_another = outcome is Outcome.ANSWERED and attempted.ending == Outcome.CALL_BACK
    return Outcome.CALL_BACK if wants_another else outcome


def _was_reached(outcome: Outcome) -> bool:
    return outcome in (Outcome.ANSWERED, Outcome.CALL_BACK)


def _due_again(
    connection: Connection, contact: Row[Any], outcome: Outcome, attempted: Attempted, plan: Plan, now: datetime
) -> datetime | None:
    """When to call again; None: not any more."""
    times = connection.scalar(
        select(func.count()).where(attempts.c.contact_id == contact.id, attempts.c.outcome == outcome.value)
    )
    wait_s = plan.retries.wait_s(outcome, times=times or 1, attempts=contact.attempts)
    if wait_s is None:
        return None
    wished = _wished(attempted.slots, plan, now) if outcome is Outcome.CALL_BACK else None
    return wished or now + timedelta(seconds=wait_s)


def _wished(slots: Mapping[str, Any], plan: Plan, now: datetime) -> datetime | None:
    """When the person asked to be called; None where they did not say, or it has passed."""
    zone = plan.calling.zone
    here = now.astimezone(zone)
    try:
        day = date.fromisoformat(str(slots[WISH_DAY])) if WISH_DAY in slots else None
        hour = time.fromisoformat(str(slots[WISH_TIME])) if WISH_TIME in slots else None
    except ValueError:
        return None
    if day is None and hour is None:
        return None
    wished = datetime.combine(day or here.date(), hour or time(), zone)
    if day is None and wished <= here:
        wished += DAY
    return wished if wished > here else None


def _state(outcome: Outcome, due_at: datetime | None, *, blocked: bool) -> State:
    if due_at is not None and not blocked:
        return State.AGAIN
    if _was_reached(outcome):
        return State.REACHED
    return State.BLOCKED if blocked else State.GIVEN_UP
