"""Rules for what can be said to any assistant at any time: a person please, say it again, go back, stop, hello, thanks,
bye.
"""

from __future__ import annotations

import re

from giong.dialogue.flows import ask_again, go_on
from giong.dialogue.manners.refusals import REFUSED
from giong.dialogue.manners.spotting import any_of
from giong.dialogue.moment import Moment, Pieces, Rule, just
from giong.dialogue.notes import Asked, Place, recalled
from giong.dialogue.rewinding import is_harmless, restart
from giong.dialogue.rules.corrections import ask_anew
from giong.dialogue.rules.leaving import goodbye, hand_over

_FROM_THE_START = any_of("lại từ đầu|quay về đầu|quay lại đầu|về câu đầu|về bước đầu|bắt đầu lại")
_COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "bon": 4, "năm": 5, "nam": 5}
_STEPS = re.compile(rf"(?<!\w)([1-9]|{'|'.join(_COUNTS)})\s+(?:câu|bước|lần|mục|cau|buoc|lan|muc)(?!\w)", re.IGNORECASE)


async def agent(moment: Moment) -> Pieces | None:
    return hand_over(moment, reason="asked") if moment.wants("agent") else None


async def repeat(moment: Moment) -> Pieces | None:
    """Say the last answer again."""
    if not moment.wants("repeat") or not moment.notes.last:
        return None
    moment.decide("repeat")
    return just(*(recalled(piece) for piece in moment.notes.last))


async def back(moment: Moment) -> Pieces | None:
    """Back to the question before, several questions back, or to the first one."""
    place = moment.notes.place
    if place is None or not (moment.wants("back") or _FROM_THE_START.search(moment.text)):
        return None
    moment.decide("back", flow=place.flow)
    if _FROM_THE_START.search(moment.text):
        restart(moment)
        return go_on(moment)
    asked = moment.assistant.flows[place.flow].slots
    trail = [name for name in place.trail if name in asked]
    if not trail and is_harmless(moment, place.came_from):
        moment.notes.place = Place(place.came_from)
        return go_on(moment)
    if not trail and moment.notes.paused:
        moment.notes.place = moment.notes.paused.pop()
    if not trail:
        return ask_again(moment)
    kept = max(0, len(trail) - _steps_back(moment.text))
    place.trail = trail[:kept]
    for name in trail[kept:]:
        moment.notes.slots.pop(name, None)
    return just(ask_anew(moment, trail[kept]))


def _steps_back(text: str) -> int:
    """ "Quay lại hai câu" → 2."""
    counted = _STEPS.search(text)
    word = counted.group(1).lower() if counted else "1"
    return _COUNTS[word] if word in _COUNTS else int(word)


async def cancel(moment: Moment) -> Pieces | None:
    """Stop what is going on; without anything going on, ask what else."""
    if not moment.wants("cancel"):
        return None
    if moment.notes.outbound:
        return goodbye(moment, REFUSED)  # whom we called is not asked what else
    place = moment.notes.place
    moment.decide("cancel", flow=place.flow if place else "")
    for name in moment.assistant.flows[place.flow].slots if place else ():
        moment.notes.slots.pop(name, None)
    moment.notes.place, moment.notes.paused, moment.notes.waiting = None, [], []
    moment.notes.misses = 0
    moment.notes.asked = Asked.MORE
    return just(moment.line("cancelled"), moment.line("anything_else"))


async def leave(moment: Moment) -> Pieces | None:
    return goodbye(moment) if moment.wants("goodbye") else None


def courtesy(intent: str, line: str) -> Rule:
    """A rule that answers `intent` with a fixed line and goes back to what was asked."""

    async def rule(moment: Moment) -> Pieces | None:
        return _then_again(moment, intent, line) if moment.wants(intent) else None

    return rule


async def wait(moment: Moment) -> Pieces | None:
    """Someone who looks for something is not asked again."""
    if not moment.wants("wait"):
        return None
    moment.decide("wait")
    return just(moment.line("wait"))


async def _then_again(moment: Moment, intent: str, line: str) -> Pieces:
    moment.decide("answer", intent=intent, confidence=moment.understanding.best.confidence)
    yield moment.line(line)
    if moment.notes.place is not None:
        async for piece in ask_again(moment):
            yield piece
    elif line == "anything_else":
        moment.notes.asked = Asked.MORE
    elif intent == "thanks":
        moment.notes.asked = Asked.MORE
        yield moment.line("anything_else")
    else:
        moment.notes.asked = Asked.NOTHING


async def stray_yes(moment: Moment) -> Pieces | None:
    """ "Vâng" and "không" to no question at all."""
    if moment.wants("yes"):
        return _then_again(moment, "yes", "listening")
    if moment.wants("no"):
        return _then_again(moment, "no", "anything_else")
    return None


RULES: tuple[Rule, ...] = (agent, repeat, back, cancel, leave)
"""What may interrupt a flow, in order."""

COURTESIES: tuple[Rule, ...] = (
    wait,
    *(courtesy(name, name) for name in ("wellbeing", "weather", "joke", "praise")),
    courtesy("thanks", "thanks"),
    courtesy("help", "help"),
    courtesy("who", "who"),
    courtesy("greeting", "greeted"),
)
