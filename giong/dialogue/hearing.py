"""What a person means by what they say now: the words as they stand, in clauses, without their values, completed. Knows
no rule that answers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from giong.dialogue import standing
from giong.dialogue.filling import expectation, mentioned
from giong.dialogue.line import Expectation
from giong.dialogue.manners.clauses import clauses
from giong.dialogue.manners.colloquial import written_out
from giong.dialogue.manners.questions import is_question
from giong.dialogue.manners.temper import without_insults
from giong.dialogue.manners.topics import completed, leaves_subject_out
from giong.dialogue.moment import Moment
from giong.dialogue.nlu.understanding import Understanding
from giong.dialogue.notes import Asked
from giong.dialogue.rules import asking
from giong.text.words import syllables

_OPENING = re.compile(
    r"^(?:[^,.!?]{0,30}[,.!?]\s*)?(?:\w+\s+){0,3}(?:muốn|cần|định|xin)\s+(?:được\s+)?(?:hỏi|biết|tìm hiểu)"
    r"(?:\s+(?:về|là|xem))*\s+",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:\s+(?:vào|lúc|ngày|hôm|sáng|trưa|chiều|tối|vao|luc|ngay|hom|sang|trua|chieu|toi))+\W*$", re.I
)
WANTED_SYLLABLES = 2
"""Fewer words left beside values say nothing of what is wanted."""
VALUES = frozenset({"phone", "email", "code", "date", "time", "choice"})
"""Kinds of values that are sure to be found in a sentence."""


async def understand(moment: Moment) -> None:
    """Fill in `understanding` and `asks`. Where the whole sentence is not surely understood, parts of it are tried."""
    moment.asks = moment.text
    moment.understanding = await _meant(moment, written_out(without_insults(moment.text)))
    if not _is_sure(moment):
        await _without_opening(moment)
    if not _is_sure(moment):
        await _by_clause(moment)
    if not _is_sure(moment) and not is_question(moment.text):
        await _without_values(moment)
    if moment.notes.topic and leaves_subject_out(moment.text) and asking.sure_own(moment, asking.SURE) is None:
        await _completed(moment)


async def _meant(moment: Moment, text: str) -> Understanding:
    return await moment.means.understander.understand(text, _expected(moment))


def _is_sure(moment: Moment) -> bool:
    return asking.sure_own(moment, moment.assistant.thresholds.answer) is not None


async def _without_opening(moment: Moment) -> None:
    """ "Xin chào, tôi muốn hỏi giờ làm việc" → "giờ làm việc"."""
    opening = _OPENING.match(moment.text)
    if opening is None or len(syllables(moment.text[opening.end() :])) < WANTED_SYLLABLES:
        return
    understanding = await _meant(moment, written_out(moment.text[opening.end() :]))
    if understanding.best.confidence > moment.understanding.best.confidence:
        moment.understanding = understanding


async def _by_clause(moment: Moment) -> None:
    """ "Báo mất điện, 15 Láng Hạ, số tôi là …": what is wanted stands in one clause, and the others tell of it."""
    said = clauses(moment.text)
    if len(said) < 2:
        return
    each = [await _meant(moment, written_out(clause)) for clause in said]
    least = moment.assistant.thresholds.answer
    sure = [one for one in each if one.best.confidence >= least and one.best.intent not in standing.INTENTS]
    if len({one.best.intent for one in sure}) == 1:
        marked = {**moment.understanding.slots, **sure[0].slots}
        moment.understanding = replace(moment.understanding, guesses=sure[0].guesses, slots=marked)


async def _without_values(moment: Moment) -> None:
    """ "Đặt lịch kết hôn chiều thứ sáu tuần sau": what fills slots says little of what is wanted."""
    rest = _beside_values(moment)
    if rest == moment.text or len(syllables(rest)) < WANTED_SYLLABLES:
        return
    best = (understanding := await _meant(moment, written_out(rest))).best
    flow = moment.assistant.flow_for(best.intent)
    if flow is not None and best.confidence >= moment.assistant.thresholds.answer:
        moment.understanding = replace(moment.understanding, guesses=understanding.guesses)


def _beside_values(moment: Moment) -> str:
    text = moment.text
    kinds = {slot.type: slot for slot in moment.assistant.slots.values() if slot.type in VALUES}
    for slot in kinds.values():
        if found := mentioned(moment, slot, text):
            text = f"{text[: found.start]} {text[found.end :]}"
    return _DANGLING.sub("", " ".join(text.split()))


async def _completed(moment: Moment) -> None:
    """ "Mất bao lâu?": with what was talked about before."""
    moment.asks = completed(moment.text, moment.notes.topic)
    understanding = await _meant(moment, moment.asks)
    if _was_just_done(moment, understanding.best.intent):
        # The title of what was done, put before any words, would only ask for it once more.
        return
    if understanding.best.confidence > moment.understanding.best.confidence:
        moment.understanding = understanding


def _was_just_done(moment: Moment, intent: str) -> bool:
    flow, done = moment.assistant.flow_for(intent), moment.notes.finished
    return flow is not None and moment.notes.place is None and done[-1:] == [flow.name]


def _expected(moment: Moment) -> Expectation | None:
    """What was asked for, if it was a slot."""
    place, slots = moment.notes.place, moment.assistant.slots
    asked = moment.notes.asked is Asked.SLOT and place is not None and place.slot in slots
    return expectation(slots[place.slot]) if asked and place is not None else None
