"""Rules for what is said while a flow waits for an answer: the answer, a correction, a request, another matter, or
nonsense.

A value of a kind that is surely recognised (a number, a date, a choice) is the answer, unless it stands in a question.
Words that would fill an open slot (a text, a name, a place) are the answer only if they are nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from giong.dialogue.assistant import Ask, Confirm, Slot
from giong.dialogue.filling import (
    YES_NO,
    fill_mentioned,
    is_open_kind,
    is_option,
    marked,
    mentioned,
    read_answer,
    what_is_wrong,
)
from giong.dialogue.flows import ask_again, confirmation, expect_next_question, go_on, question, step_at
from giong.dialogue.line import Said
from giong.dialogue.manners import temper
from giong.dialogue.manners.clauses import clauses
from giong.dialogue.manners.colloquial import bare
from giong.dialogue.manners.questions import is_question
from giong.dialogue.manners.spotting import any_of
from giong.dialogue.moment import Moment, Pieces
from giong.dialogue.notes import Asked, Place
from giong.dialogue.paperwork import is_document
from giong.dialogue.rewinding import rests_on, rewind
from giong.dialogue.rules import asking, corrections, papers, requests
from giong.dialogue.rules.leaving import hand_over, missed
from giong.dialogue.slots.choice import outside
from giong.dialogue.slots.kind import Found
from giong.dialogue.slots.table import UNMISTAKABLE
from giong.dialogue.speaking import written
from giong.text.unicode import fold

SWITCH = 0.75
"""How sure another matter must be to be preferred to words that would also answer the question."""
UNSURE = 0.6
"""Below this confidence of the recogniser a value is said back even where the slot does not ask for it."""


UNKNOWING = 2
"""How often somebody who has not at hand what is asked for is given time."""
_DOES_NOT_KNOW = any_of(
    "không nhớ|chẳng nhớ|chả nhớ|đâu có nhớ|không biết|chẳng biết|chả biết|quên rồi|quên mất|không có|chưa có",
    "làm gì có|mất rồi|chịu|ở chỗ nào có|lấy ở đâu|tìm ở đâu|xem ở đâu|ghi ở đâu",
)


async def inside_flow(moment: Moment) -> Pieces | None:
    """All that can be said while a flow runs. None only when none does."""
    if moment.notes.place is None:
        return None
    if moment.notes.asked is Asked.NOTHING:
        expect_next_question(moment)
    match moment.notes.asked:
        case Asked.SLOT:
            return await _to_question(moment)
        case Asked.CONFIRMATION:
            return await _to_confirmation(moment)
        case Asked.DOUBT:
            return await papers.doubt_answered(moment) or await _aside(moment) or _wrong(moment)
        case Asked.CORRECTION:
            return await corrections.chosen(moment) or await _aside(moment) or _wrong(moment)
    return await _aside(moment) or go_on(moment)


async def _to_question(moment: Moment) -> Pieces | None:
    place = moment.notes.place
    slot = moment.assistant.slots.get(place.slot) if place else None
    if place is None or slot is None:
        return go_on(moment)
    if correction := corrections.find_correction(moment, _answered(moment, place), marked=True):
        return corrections.correct(moment, correction)
    if is_document(slot):
        return await papers.without_photo(moment, slot) or await _aside(moment) or _wrong(moment)
    if aside := await _answer_and_question(moment, place):
        return aside
    if together := _told_together(moment, place, slot):
        return together
    if corrections.is_bare_denial(moment) and place.trail:
        return corrections.ask_which(moment, [name for name in place.trail if name in moment.notes.slots])
    found = read_answer(moment, slot)
    if slot.type == "name" and is_option(moment, moment.assistant.flows[place.flow].slots):
        return _of_another(moment, place)
    if slot.type == "name" and asking.best_own(moment).confidence >= SWITCH:
        found = None
    if slot.type == "yes_no" and (moment.wants("thanks") or moment.wants("goodbye")):
        # "Ok, thanks" takes leave: what was only offered is let be.
        if moment.wants("thanks") and _is_offer(moment, slot) and not is_question(moment.text):
            return _let_be(moment, slot)
        found = None
    asks = is_question(moment.text) and not _is_whole(moment, slot, found)
    if found and not is_open_kind(slot) and not asks and not moment.wants("agent"):
        return accept(moment, slot, found)
    if found is None and _does_not_know(moment, place) and _speaks_of(moment, slot):
        return _wrong(moment)
    aside = await _aside(moment, found)
    if aside is not None:
        return aside
    # "3 giờ được không" answers; "làm qua mạng được không" does not say no.
    if found and not (asks and slot.type == "yes_no"):
        return accept(moment, slot, found)
    # Asked for the hour, "thứ hai" can only be about the day.
    if correction := corrections.find_correction(moment, _answered(moment, place), marked=False):
        return corrections.correct(moment, correction)
    slots = (moment.assistant.slots[name] for name in moment.assistant.flows[place.flow].slots)
    if ahead := fill_mentioned(moment, [other.name for other in slots if other.type in UNMISTAKABLE]):
        return _ahead(moment, place, ahead)
    if told := marked(moment, slot):
        return accept(moment, slot, told, rest="")
    return _wrong(moment)


def _is_offer(moment: Moment, slot: Slot) -> bool:
    step = step_at(moment)
    return isinstance(step, Ask) and step.slot == slot.name and step.anew


async def _let_be(moment: Moment, slot: Slot) -> Pieces:
    yield moment.line("thanks")
    async for piece in accept(moment, slot, Found(False, 0, len(moment.text))):
        yield piece


def _speaks_of(moment: Moment, slot: Slot) -> bool:
    """Whether a word of the slot's title is said."""
    said = set(fold(moment.text).split())
    return bool(said & set(fold(slot.title).split()))


def _is_whole(moment: Moment, slot: Slot, found: Found | None) -> bool:
    """Whether an option is all that is said: a command may be worded as a question ("số điện thoại là gì")."""
    whole = found is not None and found.end - found.start >= len(bare(moment.text))
    return whole and slot.type == "choice"


def _told_together(moment: Moment, place: Place, slot: Slot) -> Pieces | None:
    """ "15 Láng Hạ, cả khu mất, số tôi 0903…": what tells something else is no part of a place or a name."""
    said = clauses(moment.text)
    if slot.type not in ("address", "name") or len(said) < 2:
        return None
    slots = (moment.assistant.slots[name] for name in moment.assistant.flows[place.flow].slots if name != slot.name)
    others = [other for other in slots if not is_open_kind(other) and other.name not in moment.notes.slots]
    beside = [clause for clause in said if any(mentioned(moment, other, clause) for other in others)]
    own = ", ".join(clause for clause in said if clause not in beside)
    found = read_answer(moment, slot, own) if beside and own else None
    return accept(moment, slot, found, rest=", ".join(beside)) if found else None


async def _answer_and_question(moment: Moment, place: Place) -> Pieces | None:
    """ "Số tôi là 0903…, mà phí bao nhiêu?": the values are kept and the question is answered."""
    said = clauses(moment.text)
    asked = [clause for clause in said if asking.asks_of_something(clause)]
    if len(said) < 2 or len(asked) != 1:
        return None
    rest = ", ".join(clause for clause in said if clause not in asked)
    slots = (moment.assistant.slots[name] for name in moment.assistant.flows[place.flow].slots)
    kept = fill_mentioned(moment, [slot.name for slot in slots if slot.type in UNMISTAKABLE], rest)
    if not kept:
        return None
    whole = moment.text, moment.asks, moment.understanding
    moment.text = moment.asks = asked[0]
    moment.understanding = await moment.means.understander.understand(asked[0])
    aside = await _to_aside_question(moment)
    moment.text, moment.asks, moment.understanding = whole
    if aside is None:
        for name in kept:
            moment.notes.slots.pop(name)
        return None
    place.trail = [*place.trail, *kept]
    if place.slot in kept:
        place.slot = ""
    return aside


def _answered(moment: Moment, place: Place) -> Iterable[str]:
    """What may be corrected: the answers, newest first, then what was told without being asked for."""
    told = (name for name in moment.assistant.flows[place.flow].slots if name != place.slot)
    names = dict.fromkeys([*reversed(place.trail), *told, *sorted(rests_on(moment) - {place.slot})])
    return [name for name in names if not _is_command(moment, name)]


def _is_command(moment: Moment, name: str) -> bool:
    """A slot that is only ever asked anew takes commands, and a command is not put right."""
    steps = (step for flow in moment.assistant.flows.values() for step in flow.steps)
    asks = [step.anew for step in steps if isinstance(step, Ask) and step.slot == name]
    return bool(asks) and all(asks)


def _of_another(moment: Moment, place: Place) -> Pieces:
    """An option of another slot is nobody's name: it corrects that slot, or it was said before."""
    correction = corrections.find_correction(moment, _answered(moment, place), marked=False)
    return corrections.correct(moment, correction) if correction else _wrong(moment)


async def _ahead(moment: Moment, place: Place, names: list[str]) -> Pieces:
    """It answers questions that were still to come; the present one is put once more."""
    moment.decide("flow", flow=place.flow)
    place.trail = [*place.trail, *names]
    for name in names:
        yield moment.line("read_back", value=written(moment.notes.slots[name], moment.assistant.slots[name]))
    yield question(moment, place.slot)


async def _to_confirmation(moment: Moment) -> Pieces | None:
    step, place = step_at(moment), moment.notes.place
    if not isinstance(step, Confirm) or place is None:
        return go_on(moment)
    names = dict.fromkeys([*reversed(place.trail), *step.slots])
    correction = corrections.find_correction(moment, names, marked=False)
    correction = correction or corrections.find_correction(moment, _answered(moment, place), marked=True)
    if correction:
        return corrections.correct(moment, correction)
    found, change = read_answer(moment, YES_NO), corrections.asks_for_change(moment.text)
    if found is not None and not moment.wants("cancel") and not moment.wants("agent"):
        return _confirmed(moment) if found.value and not change else _denied(moment)
    return await _aside(moment) or (_denied(moment) if change else _wrong(moment))


async def _aside(moment: Moment, found: Found | None = None) -> Pieces | None:
    """Something that is no answer: a request, or another matter. `found` is what would be the answer otherwise."""
    for rule in requests.RULES:
        if pieces := await rule(moment):
            return pieces
    place = moment.notes.place
    guess = asking.sure_own(moment, SWITCH if found else moment.assistant.thresholds.answer)
    own = () if place is None else moment.assistant.flows[place.flow].start
    if guess is not None and guess.intent not in own:
        return asking.serve(moment, guess)
    if is_question(moment.text) and (pieces := await _to_aside_question(moment)):
        return pieces
    if found is None:
        for rule in requests.COURTESIES:
            if pieces := await rule(moment):
                return pieces
    return None


async def _to_aside_question(moment: Moment) -> Pieces | None:
    """From the documents, or with a line of its own: to say one that was not asked for does little harm."""
    if pieces := await asking.document(moment):
        return pieces
    guess = asking.best_own(moment)
    likely = guess.confidence >= moment.assistant.thresholds.clarify
    if likely and moment.assistant.flow_for(guess.intent) is None:
        return asking.serve(moment, guess)
    return None


async def accept(moment: Moment, slot: Slot, found: Found, *, rest: str | None = None) -> Pieces:
    """Fill the slot, and whatever else the sentence tells, and go on. `rest` is where else to look."""
    place = moment.notes.place
    assert place is not None
    moment.decide("flow", flow=place.flow)
    moment.notes.slots[slot.name] = found.value
    moment.notes.misses = 0
    place.trail = [*(name for name in place.trail if name != slot.name), slot.name]
    place.slot, place.tries = "", 0
    step = step_at(moment)
    anew = moment.commanded = isinstance(step, Ask) and step.anew
    if isinstance(step, Ask) and step.slot == slot.name:
        place.at += 1
    if anew or not (isinstance(step, Ask) and step.slot == slot.name):
        # Steps before this one may rest on it: a condition that sent back here is tried again.
        rewind(moment, slot.name)
    if rest is None:
        rest = f"{moment.text[: found.start]} {moment.text[found.end :]}"
    fill_mentioned(moment, moment.assistant.flows[place.flow].slots, rest)
    # What is asked anew each time is a command ("trở lại"), which is carried out, not said back.
    if slot.read_back or ((found.unsure or is_unsure(moment)) and not anew):
        yield moment.line("read_back", value=written(found.value, slot))
    async for piece in go_on(moment):
        yield piece


def is_unsure(moment: Moment) -> bool:
    """Whether the recogniser doubts what it heard; what is said back can be corrected."""
    return isinstance(moment.heard, Said) and moment.heard.confidence < UNSURE


async def _confirmed(moment: Moment) -> Pieces:
    place = moment.notes.place
    assert place is not None
    moment.decide("flow", flow=place.flow)
    moment.notes.misses, place.tries = 0, 0
    place.at += 1
    async for piece in go_on(moment):
        yield piece


async def _denied(moment: Moment) -> Pieces:
    place = moment.notes.place
    moment.decide("correct", flow=place.flow if place else "")
    async for piece in corrections.denied(moment):
        yield piece


def _does_not_know(moment: Moment, place: Place) -> bool:
    """Whether the person has not at hand what can only be read off: a number, a code."""
    slot = moment.assistant.slots.get(place.slot) if moment.notes.asked is Asked.SLOT else None
    read_off = slot is not None and slot.type in UNMISTAKABLE
    return read_off and place.tries < UNKNOWING and _DOES_NOT_KNOW.search(moment.text) is not None


async def _wrong(moment: Moment) -> Pieces:
    """It cannot be the answer: ask once more, in other words; after several times pass on to people."""
    place = moment.notes.place
    assert place is not None
    moment.decide("again", flow=place.flow)
    if _does_not_know(moment, place):
        place.tries += 1
        yield moment.line("does_not_know")
        yield question(moment, place.slot)
        return
    if is_question(moment.text) and not asking.is_fragment(moment) and not _is_refused(moment, place):
        async for piece in _unanswerable(moment):
            yield piece
        return
    place.tries += 1
    if place.tries >= moment.assistant.limits.misses:
        async for piece in hand_over(moment, reason=f"again:{place.slot or place.flow}"):
            yield piece
        return
    if temper.anger(moment.text) >= temper.CROSS:
        yield moment.line("upset")
    step = step_at(moment)
    if moment.notes.asked is Asked.SLOT:
        reason = what_is_wrong(moment, moment.assistant.slots[place.slot])
        if reason is not None:
            yield reason
        yield question(moment, place.slot, again=reason is None and not _asks_for_it_again(moment, place))
    elif moment.notes.asked is Asked.CORRECTION and isinstance(step, Confirm):
        yield corrections.what_to_correct(moment, step.slots)
    elif isinstance(step, Confirm):
        yield confirmation(moment, step)
    else:
        async for piece in ask_again(moment):
            yield piece


def _is_refused(moment: Moment, place: Place) -> bool:
    """Whether what is said names a value, which will not do."""
    slot = moment.assistant.slots.get(place.slot) if moment.notes.asked is Asked.SLOT else None
    return slot is not None and slot.type == "choice" and outside(moment.text, slot) is not None


def _asks_for_it_again(moment: Moment, place: Place) -> bool:
    """ "Ừ, mất điện đấy" in the midst of reporting it: no wrong answer, only none."""
    guess = asking.sure_own(moment, moment.assistant.thresholds.answer)
    return guess is not None and guess.intent in moment.assistant.flows[place.flow].start


async def _unanswerable(moment: Moment) -> Pieces:
    """A question that nothing answers is no wrong answer to ours; too many of them still lead to people."""
    if missed(moment):
        async for piece in hand_over(moment, reason="misses"):
            yield piece
        return
    if temper.anger(moment.text) >= temper.CROSS:
        yield moment.line("upset")
    yield moment.line("not_in_documents")
    async for piece in ask_again(moment):
        yield piece
