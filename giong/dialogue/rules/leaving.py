"""How a talk ends or passes to people: hand-over, goodbye, and the misses that lead there."""

from __future__ import annotations

from datetime import datetime

from giong.dialogue.memory import End, HandOver
from giong.dialogue.moment import Moment, Pieces
from giong.dialogue.notes import Asked


async def hand_over(moment: Moment, *, queue: str = "", reason: str) -> Pieces:
    """Pass on to people; outside their hours say when they come instead, and keep talking."""
    desk = moment.assistant.desk
    moment.notes.place, moment.notes.paused, moment.notes.waiting = None, [], []
    moment.notes.misses = 0
    if not is_open(desk.hours, moment.speaker.now):
        moment.decide("agent_closed")
        moment.notes.asked = Asked.MORE
        yield moment.line("agent_closed")
        return
    moment.decide("hand_over")
    moment.notes.asked = Asked.NOTHING
    moment.act = HandOver(queue or desk.queue, reason)
    yield moment.line("handing_over")


def can_hand_over(moment: Moment) -> bool:
    """Whether there are people behind the assistant, and they are there now."""
    desk = moment.assistant.desk
    return bool(desk.queue or desk.phone) and is_open(desk.hours, moment.speaker.now)


def is_open(hours: str, now: datetime) -> bool:
    """Whether `now` lies in "07:30-21:00"; hours may reach past midnight, and "" is always."""
    if not hours:
        return True
    start, _, end = hours.partition("-")
    time = now.strftime("%H:%M")
    return start <= time < end if start <= end else time >= start or time < end


async def goodbye(moment: Moment, outcome: str = "done") -> Pieces:
    moment.decide("goodbye")
    moment.notes.place, moment.notes.paused, moment.notes.waiting = None, [], []
    moment.notes.asked = Asked.NOTHING
    moment.act = End(outcome)
    yield moment.line("goodbye")


def missed(moment: Moment) -> bool:
    """Count an answer that could not be given; True when that was one too many."""
    moment.notes.misses += 1
    return moment.notes.misses >= moment.assistant.limits.misses
