"""Rules that come before any other: an emergency, no more calls, no recording, an order to the machine, an insult,
anger.
"""

from __future__ import annotations

from giong.dialogue.filling import is_open_kind, read_answer
from giong.dialogue.flows import ask_again
from giong.dialogue.manners import consent, overreach, refusals, temper
from giong.dialogue.manners.emergencies import told_in
from giong.dialogue.moment import Moment, Pieces, just
from giong.dialogue.notes import Asked
from giong.dialogue.rules import asking
from giong.dialogue.rules.leaving import can_hand_over, goodbye, hand_over
from giong.text.words import syllables

MATTER_SYLLABLES = 3
"""Fewer words beside an insult say nothing."""
INSULTS = 3
"""At the third insult the talk is passed to people, or ended where nobody is there."""


async def emergency(moment: Moment) -> Pieces | None:
    """The number that helps, at once and once; then whatever the assistant itself can do about it."""
    told = told_in(moment.text)
    if told is None or moment.notes.used.get(told.line):
        return None
    return _emergency(moment, told.line)


async def _emergency(moment: Moment, line: str) -> Pieces:
    moment.decide("emergency")
    moment.notes.misses = 0
    yield moment.line(line)
    own = asking.sure_own(moment, moment.assistant.thresholds.answer)
    flow = moment.assistant.flow_for(own.intent) if own else None
    if own is not None and flow is not None:
        async for piece in asking.serve(moment, own):
            yield piece
    elif can_hand_over(moment):
        async for piece in hand_over(moment, reason="emergency"):
            yield piece
    else:
        moment.notes.asked = Asked.NOTHING


async def called_in_vain(moment: Moment) -> Pieces | None:
    """Somebody whom we called and who does not want that, or is not whom we meant, is never kept."""
    if not moment.notes.outbound:
        return None
    if refusals.refuses_calls(moment.text):
        return _let_go(moment, "not_called_again", refusals.DO_NOT_CALL)
    if refusals.is_wrong_person(moment.text):
        return _let_go(moment, "wrong_person", refusals.WRONG_NUMBER)
    return None


async def _let_go(moment: Moment, line: str, outcome: str) -> Pieces:
    moment.decide(outcome)
    yield moment.line(line)
    async for piece in goodbye(moment, outcome):
        yield piece


async def unrecorded(moment: Moment) -> Pieces | None:
    """Somebody on a call who does not want to be recorded is not."""
    if moment.speaker.channel != "call" or not consent.refuses_recording(moment.text):
        return None
    return _unrecorded(moment)


async def _unrecorded(moment: Moment) -> Pieces:
    moment.decide(consent.RECORDING_REFUSED)
    yield moment.line("recording_refused")
    if moment.notes.place is None:
        yield moment.line("listening")
    async for piece in _question_again(moment):
        yield piece


async def overreaching(moment: Moment) -> Pieces | None:
    return _declined(moment) if overreach.is_overreach(moment.text) else None


async def _declined(moment: Moment) -> Pieces:
    moment.decide("declined_order")
    yield moment.line("out_of_bounds")
    async for piece in _question_again(moment):
        yield piece


async def insulted(moment: Moment) -> Pieces | None:
    """Only what is nothing but an insult: with a matter in it, the matter is answered."""
    if not temper.insults(moment.text) or _has_matter(moment):
        return None
    return _asked_to_stay_polite(moment)


async def _asked_to_stay_polite(moment: Moment) -> Pieces:
    notes = moment.notes
    notes.insults += 1
    if notes.insults < INSULTS:
        moment.decide("insulted")
        yield moment.line("insulted")
        async for piece in _question_again(moment):
            yield piece
    elif can_hand_over(moment):
        async for piece in hand_over(moment, reason="insults"):
            yield piece
    else:
        yield moment.line("insulted_end")
        async for piece in goodbye(moment, "abusive"):
            yield piece


async def upset(moment: Moment) -> Pieces | None:
    """Someone whose anger goes on is passed to people, with an apology, unless they are just being served."""
    notes = moment.notes
    angry = temper.anger(moment.text)
    if not angry or notes.upset < temper.UPSET or _answers(moment) or not can_hand_over(moment):
        return None
    own = asking.sure_own(moment, moment.assistant.thresholds.answer)
    if own is not None and moment.assistant.flow_for(own.intent) is not None:
        return None
    return _soothed(moment)


async def cross(moment: Moment) -> Pieces | None:
    """Anger that holds nothing to answer: an apology, and people are offered."""
    if temper.anger(moment.text) < temper.CROSS:
        return None
    moment.decide("upset")
    moment.notes.asked = Asked.AGENT
    return just(moment.line("upset_offer"))


async def _soothed(moment: Moment) -> Pieces:
    moment.notes.upset = 0.0
    moment.decide("upset")
    yield moment.line("upset")
    async for piece in hand_over(moment, reason="upset"):
        yield piece


def felt(moment: Moment) -> float:
    """How upset the person seems now, with what is left of before."""
    return round(moment.notes.upset * temper.FADING + temper.anger(moment.text), 3)


def _has_matter(moment: Moment) -> bool:
    if len(syllables(temper.without_insults(moment.text))) < MATTER_SYLLABLES and not _answers(moment):
        return False
    likely = asking.best_own(moment).confidence >= moment.assistant.thresholds.clarify
    asks = asking.asks_of_something(temper.without_insults(moment.text))
    standing = moment.understanding.best.confidence >= moment.assistant.thresholds.answer
    return likely or asks or standing or _answers(moment)


def _answers(moment: Moment) -> bool:
    """Whether it is, surely, the answer to what the running flow asks."""
    place, slots = moment.notes.place, moment.assistant.slots
    slot = slots.get(place.slot) if place and moment.notes.asked is Asked.SLOT else None
    return slot is not None and not is_open_kind(slot) and read_answer(moment, slot) is not None


async def _question_again(moment: Moment) -> Pieces:
    """The running flow's, if one runs."""
    if moment.notes.place is not None:
        async for piece in ask_again(moment):
            yield piece
    else:
        moment.notes.asked = Asked.NOTHING
