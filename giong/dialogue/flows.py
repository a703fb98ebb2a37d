"""Runs flows: goes on from step to step until the person is needed or the flow is over. Knows no rule of understanding.

Where a flow stands is kept in the notes before each piece is given, so an answer that is cut short leaves a place from
which the flow can go on.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from giong.dialogue import paperwork
from giong.dialogue.answers import look_up
from giong.dialogue.assistant import (
    Ask,
    Call,
    Confirm,
    EndTalk,
    Flow,
    Go,
    HandOverTo,
    Jump,
    LookUp,
    Say,
    Set,
    Slot,
    Step,
)
from giong.dialogue.filling import CLOSED_ANSWERS, expectation, fill_mentioned
from giong.dialogue.line import NO, YES, Choice, Expectation, Piece
from giong.dialogue.moment import Moment, Pieces
from giong.dialogue.notes import Asked, Place
from giong.dialogue.papers import LATE, NO_READER, PaperReading
from giong.dialogue.rewinding import walk
from giong.dialogue.rules.leaving import goodbye, hand_over
from giong.dialogue.slots.choice import outside
from giong.dialogue.speaking import written

log = logging.getLogger(__name__)

MAX_STEPS = 200
"""In one turn: a flow that goes in a circle must not go on for ever."""
MAX_PAUSED = 3


async def start(moment: Moment, name: str, text: str | None = None) -> Pieces:
    """Begin the flow; one that is running waits until it is over. `text` are the words that ask for it, if not all."""
    notes = moment.notes
    flow = moment.assistant.flows[name]
    if notes.place is not None and notes.place.flow != name:
        notes.paused = [*notes.paused, notes.place][-MAX_PAUSED:]
    notes.paused = [place for place in notes.paused if place.flow != name]
    if name in notes.finished:
        # Done once more, it asks once more.
        notes.finished.remove(name)
        for slot in flow.slots:
            notes.slots.pop(slot, None)
    notes.place = Place(name)
    fill_mentioned(moment, flow.slots, text)
    notes.topic = _topic(moment, flow)
    if refused := _first_choice_refused(moment, flow):
        yield refused
    async for piece in go_on(moment):
        yield piece


def _first_choice_refused(moment: Moment, flow: Flow) -> Piece | None:
    """ "Tìm quán phở" begins a search among things of which that is none."""
    first = flow.steps[0] if flow.steps else None
    slot = moment.assistant.slots[first.slot] if isinstance(first, Ask) else None
    if slot is None or slot.type != "choice" or slot.name in moment.notes.slots:
        return None
    other = outside(moment.text, slot)
    return moment.line(other.reason, **other.names) if other else None


def _leads_to(moment: Moment, place: Place, name: str) -> bool:
    """Whether a flow that waits would go on with this one anyway: it is over then."""
    steps = moment.assistant.flows[place.flow].steps[place.at :]
    return any(isinstance(step, Go) and step.flow == name for step in steps)


async def go_on(moment: Moment) -> Pieces:
    """Run from the present place until the person is needed, the flow is over, or nothing runs."""
    moment.notes.asked = Asked.NOTHING
    for _ in range(MAX_STEPS):
        place = moment.notes.place
        if place is None or moment.notes.asked is not Asked.NOTHING or moment.act is not None:
            return
        flow = moment.assistant.flows[place.flow]
        pieces = (
            _finish(moment, flow.name) if place.at == len(flow.steps) else _step(moment, place, flow.steps[place.at])
        )
        async for piece in pieces:
            yield piece
    log.error("flow %s goes in a circle", place.flow if place else "")
    async for piece in hand_over(moment, reason="circle"):
        yield piece


async def _step(moment: Moment, place: Place, step: Step) -> Pieces:
    moment.decide("flow", flow=place.flow, step=f"{place.flow}.{place.at}")
    if walk(moment, place):
        place.at += 1
        return
    match step:
        case Jump() | Set():
            pass_silently(moment, place, step)
        case Say():
            key = step.prompt or f"{place.flow}.{place.at}"
            place.at += 1
            yield moment.speaker.phrases(step.phrases, key)
        case Ask():
            if step.anew:
                moment.notes.slots.pop(step.slot, None)
            slot = moment.assistant.slots[step.slot]
            if paperwork.is_doubtful(moment, slot.name):
                yield paperwork.doubt(moment, slot)
            elif slot.name in moment.notes.slots or paperwork.cannot_be_sent(moment, slot):
                place.at += 1
            elif paperwork.is_document(slot) and moment.notes.photo:
                async for piece in take_photo(moment, slot, moment.notes.photo):
                    yield piece
            elif _is_under_way(moment, place, step):
                async for piece in _finish(moment, place.flow):
                    yield piece
            else:
                yield question(moment, step.slot)
        case Confirm():
            yield confirmation(moment, step)
        case Call():
            async for piece in _call(moment, place, step):
                yield piece
        case LookUp():
            place.at += 1
            moment.notes.topic = _topic(moment, moment.assistant.flows[place.flow])
            async for piece in look_up(moment, moment.speaker.text(step.query)):
                yield piece
        case Go():
            _go(moment, place, step)
        case HandOverTo():
            place.at += 1
            async for piece in hand_over(moment, queue=step.queue, reason=f"flow:{place.flow}"):
                yield piece
        case EndTalk():
            # Only who asks for the end leaves behind what waits; whom we called is not kept.
            waits = moment.notes.paused and not moment.commanded and not moment.notes.outbound
            _mark_finished(moment, place.flow)
            async for piece in _finish(moment, place.flow) if waits else goodbye(moment, step.outcome):
                yield piece


def pass_silently(moment: Moment, place: Place, step: Jump | Set) -> None:
    """Take a step that the person does not notice."""
    if isinstance(step, Set):
        scope = moment.speaker.scope()
        for name, expression in step.values.items():
            moment.notes.slots[name] = expression.value(scope)
        place.at += 1
    elif step.unless is None or not step.unless.holds(moment.speaker.scope()):
        place.at = step.to
    else:
        place.at += 1


def _is_under_way(moment: Moment, place: Place, step: Ask) -> bool:
    """Whether this asks if something is to be begun ("đặt lịch luôn không?") that waits to be gone on with."""
    offers = step.anew and moment.assistant.slots[step.slot].type == "yes_no"
    return offers and any(_leads_to(moment, place, waiting.flow) for waiting in moment.notes.paused)


def _go(moment: Moment, place: Place, step: Go) -> None:
    _mark_finished(moment, place.flow)
    for name in moment.assistant.flows[step.flow].slots if step.flow in moment.notes.finished else ():
        moment.notes.slots.pop(name, None)
    moment.notes.place = Place(step.flow, trail=place.trail, came_from=place.flow)


async def _call(moment: Moment, place: Place, step: Call) -> Pieces:
    action = moment.assistant.actions[step.action]
    notes = moment.notes
    key = f"{notes.token}-{notes.effects}-{place.flow}.{place.at}"
    outcome = await moment.means.sender.send(action, moment.speaker.scope(), key=key)
    moment.decide("flow", actions=(*moment.report.actions, step.action))
    if outcome.ok:
        notes.effects += 1
        notes.slots.update(outcome.saved)
        place.at += 1
    elif step.failed >= 0:
        place.at = step.failed
    else:
        place.at += 1
        yield moment.line("action_failed")
        async for piece in hand_over(moment, reason=f"action:{step.action}"):
            yield piece


async def _finish(moment: Moment, name: str) -> Pieces:
    """The flow is over: take up the one that waited, or ask whether there is anything else."""
    notes = moment.notes
    _mark_finished(moment, name)
    notes.paused = [place for place in notes.paused if not _leads_to(moment, place, name)]
    notes.topic = _topic(moment, moment.assistant.flows[name])
    notes.place = None
    if notes.paused:
        notes.place = notes.paused.pop()
        yield moment.line("resumed", title=moment.assistant.flows[notes.place.flow].title)
    elif notes.waiting:
        waiting, text = notes.waiting.pop(0)
        yield moment.line("next_request", title=moment.assistant.flows[waiting].title)
        async for piece in start(moment, waiting, text):
            yield piece
    else:
        notes.asked = Asked.MORE
        yield moment.line("anything_else")


def _topic(moment: Moment, flow: Flow) -> str:
    """What the flow is about: the option chosen in it, or else its title."""
    slots = (moment.assistant.slots[name] for name in flow.slots)
    chosen = [written(moment.notes.slots[slot.name], slot) for slot in slots if _is_chosen(moment, slot)]
    return chosen[0] if chosen else flow.title


def _is_chosen(moment: Moment, slot: Slot) -> bool:
    return slot.type == "choice" and slot.name in moment.notes.slots


def _mark_finished(moment: Moment, name: str) -> None:
    if name not in moment.notes.finished:
        moment.notes.finished.append(name)


def question(moment: Moment, name: str, *, again: bool = False) -> Piece:
    """Ask for a slot; `again`: after an answer that would not do."""
    slot = moment.assistant.slots[name]
    place = moment.notes.place
    assert place is not None
    place.slot = name
    moment.notes.asked = Asked.SLOT
    wrong = again and bool(slot.again)
    return moment.speaker.phrases(
        slot.again if wrong else slot.ask,
        f"{name}.again" if wrong else f"{name}.ask",
        choices=_buttons(moment, place, slot),
        expects=expectation(slot),
    )


def _buttons(moment: Moment, place: Place, slot: Slot) -> tuple[Choice, ...]:
    steps = moment.assistant.flows[place.flow].steps
    if not any(isinstance(step, Ask) and step.choose and step.slot == slot.name for step in steps):
        return ()
    if slot.type == "yes_no":
        return (YES, NO)
    return tuple(Choice(option.title, option.title) for option in slot.options)


async def take_photo(moment: Moment, slot: Slot, photo: str) -> Pieces:
    """Read the photo as the paper that `slot` is, say what came of it, and go on or ask for another one."""
    place = moment.notes.place
    assert place is not None
    moment.notes.photo = ""
    yield moment.line("paper_reading")
    seen = await paperwork.read(moment, slot, photo)
    if seen.refused or paperwork.shows_little(moment, slot, seen):
        async for piece in _retake(moment, slot, seen):
            yield piece
        return
    moment.decide("paper", flow=place.flow)
    filled = paperwork.fill(moment, place, slot, photo=photo, seen=seen)
    moment.notes.misses, place.slot, place.tries = 0, "", 0
    yield paperwork.told(moment, slot, seen, filled)
    async for piece in go_on(moment):
        yield piece


async def _retake(moment: Moment, slot: Slot, seen: PaperReading) -> Pieces:
    place = moment.notes.place
    assert place is not None
    moment.decide("retake", flow=place.flow)
    place.tries += seen.refused != LATE  # that is our fault, not the photo's
    place.slot, moment.notes.asked = slot.name, Asked.SLOT
    reason = paperwork.refusal(moment, slot, seen)
    if place.tries >= slot.retakes or seen.refused == NO_READER:
        yield reason
        yield paperwork.otherwise(moment, slot)
    else:
        yield replace(reason, expects=expectation(slot))


def confirmation(moment: Moment, step: Confirm) -> Piece:
    place = moment.notes.place
    assert place is not None
    place.slot = ""
    moment.notes.asked = Asked.CONFIRMATION
    expects = Expectation("yes_no", CLOSED_ANSWERS, closed=True)
    key = step.prompt or f"{place.flow}.{place.at}"
    return moment.speaker.phrases(step.phrases, key, expects=expects)


def step_at(moment: Moment) -> Step | None:
    """The step where the running flow stands."""
    place = moment.notes.place
    steps = moment.assistant.flows[place.flow].steps if place else ()
    return steps[place.at] if place and place.at < len(steps) else None


async def ask_again(moment: Moment) -> Pieces:
    """Put the running flow's question once more, e.g. after something else was answered."""
    place = moment.notes.place
    if place is not None and place.slot in moment.assistant.slots:
        slot = moment.assistant.slots[place.slot]
        yield paperwork.doubt(moment, slot) if paperwork.is_doubtful(moment, slot.name) else question(moment, slot.name)
        return
    async for piece in go_on(moment):
        yield piece


def _needs_no_answer(moment: Moment, step: Ask) -> bool:
    known = step.slot in moment.notes.slots and not step.anew
    return known or paperwork.cannot_be_sent(moment, moment.assistant.slots[step.slot])


def expect_next_question(moment: Moment) -> None:
    """Someone who speaks before the flow's question was put knows what it is: let what was said answer it."""
    place = moment.notes.place
    assert place is not None
    flow = moment.assistant.flows[place.flow]
    for _ in range(MAX_STEPS):
        step = flow.steps[place.at] if place.at < len(flow.steps) else None
        if step is not None and walk(moment, place):
            place.at += 1
        elif isinstance(step, Jump | Set):
            pass_silently(moment, place, step)
        elif isinstance(step, Say) or (isinstance(step, Ask) and _needs_no_answer(moment, step)):
            place.at += 1
        else:
            break
    if isinstance(step, Ask):
        place.slot = step.slot
        moment.notes.asked = Asked.SLOT
