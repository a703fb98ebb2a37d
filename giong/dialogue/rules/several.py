"""Several requests in one sentence: the quick ones are answered at once, the others one after the other. Knows no
flow's steps.
"""

from __future__ import annotations

from dataclasses import dataclass

from giong.dialogue import standing
from giong.dialogue.answers import find, tell
from giong.dialogue.assistant import Flow
from giong.dialogue.filling import mentioned
from giong.dialogue.flows import start
from giong.dialogue.manners import temper
from giong.dialogue.manners.questions import is_question
from giong.dialogue.moment import Moment, Pieces
from giong.dialogue.nlu.parts import cuts
from giong.dialogue.nlu.understanding import Guess, Part
from giong.dialogue.notes import Asked
from giong.dialogue.rules import asking
from giong.dialogue.speaking import written

MIN_SYLLABLES = 6
MAX_CUTS = 6


@dataclass(frozen=True)
class _Question:
    """A part of a sentence that the documents answer."""

    text: str


async def requests(moment: Moment) -> Pieces | None:
    """Two or three things that are each surely wanted."""
    if pieces := _two_of_a_kind(moment):
        return pieces
    parts: tuple[Part | _Question, ...] = moment.understanding.parts or await _with_a_question(moment)
    if len(parts) < 2 or moment.notes.place is not None or temper.anger(moment.text):
        return None
    return _served(moment, parts)


def _two_of_a_kind(moment: Moment) -> Pieces | None:
    """ "Xác nhận độc thân và sao y": the same flow for two options of one choice."""
    guess = asking.best_own(moment)
    likely = guess.confidence >= moment.assistant.thresholds.clarify and moment.notes.place is None
    flow = moment.assistant.flow_for(guess.intent) if likely else None
    slots = [moment.assistant.slots[name] for name in flow.slots] if flow else []
    slot = next((slot for slot in slots if slot.type == "choice"), None)
    if slot is None:
        return None
    for cut in cuts(moment.text):
        found = [mentioned(moment, slot, words) for words in cut]
        if len({one.value for one in found if one is not None}) == len(cut):
            return _served(moment, tuple(Part(words, guess) for words in cut))
    return None


async def _with_a_question(moment: Moment) -> tuple[Part | _Question, ...]:
    """A request of the assistant's own beside a question for its documents."""
    if len(moment.text.split()) < MIN_SYLLABLES or asking.best_own(moment).confidence >= asking.SURE:
        return ()
    for number, cut in enumerate(cuts(moment.text)):
        if number == MAX_CUTS or len(cut) != 2:
            break
        if not any(map(is_question, cut)):
            continue
        if found := await _request_and_question(moment, cut):
            return found
    return ()


async def _request_and_question(moment: Moment, cut: tuple[str, ...]) -> tuple[Part | _Question, ...]:
    known: list[Part | _Question] = []
    for words in cut:
        understanding = await moment.means.understander.understand(words)
        guess = understanding.best
        if guess.intent not in standing.INTENTS and guess.confidence >= asking.LONE:
            known.append(Part(words, guess, understanding.slots))
        elif asking.asks_of_something(words):
            finding = await find(moment, words)
            if finding.confidence < moment.assistant.document_thresholds.answer:
                return ()
            known.append(_Question(words))
        else:
            return ()
    return tuple(known)


async def _served(moment: Moment, parts: tuple[Part | _Question, ...]) -> Pieces:
    """Answers first, in the order in which they were asked for; then the flows, one by one."""
    requests = [part for part in parts if isinstance(part, Part)]
    flows = [part for part in requests if moment.assistant.flow_for(part.guess.intent) is not None]
    moment.notes.misses = 0
    for part in parts:
        if isinstance(part, _Question):
            async for piece in tell(moment, await find(moment, part.text)):
                yield piece
        elif part not in flows:
            moment.decide("answer", intent=part.guess.intent, confidence=part.guess.confidence)
            yield moment.line(part.guess.intent)
    if not flows:
        moment.notes.asked = Asked.NOTHING
        return
    first, *later = flows
    moment.notes.waiting = [[_flow(moment, part.guess).name, part.text] for part in later]
    if later:
        same = flows[0].guess.intent == flows[1].guess.intent
        titles = [_option(moment, part) if same else _flow(moment, part.guess).title for part in flows]
        yield moment.line("both_requests", first=titles[0], second=titles[1])
    moment.decide("", intent=first.guess.intent, confidence=first.guess.confidence)
    async for piece in start(moment, _flow(moment, first.guess).name, first.text):
        yield piece


def _option(moment: Moment, part: Part) -> str:
    """What of the flow's choice is asked for."""
    flow = _flow(moment, part.guess)
    slots = [moment.assistant.slots[name] for name in flow.slots if moment.assistant.slots[name].type == "choice"]
    found = [(slot, mentioned(moment, slot, part.text)) for slot in slots]
    return next((asking.lowered(written(one.value, slot)) for slot, one in found if one is not None), flow.title)


def _flow(moment: Moment, guess: Guess) -> Flow:
    flow = moment.assistant.flow_for(guess.intent)
    assert flow is not None
    return flow
