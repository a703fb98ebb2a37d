"""Rules for the answer to a question of our own outside flows: a person? anything else? this or that?"""

from __future__ import annotations

from giong.dialogue import asking
from giong.dialogue.assistant import Slot
from giong.dialogue.filling import read_answer
from giong.dialogue.leaving import goodbye, hand_over
from giong.dialogue.moment import Moment, Pieces, just
from giong.dialogue.nlu import Guess
from giong.dialogue.notes import Asked
from giong.dialogue.slots.choice import numbered
from giong.text.unicode import fold

_YES_NO = Slot("", "yes_no", ())


def says_yes(moment: Moment) -> bool | None:
    """True, False, or None where it is neither. Words that surely mean something of the assistant's own are neither."""
    if asking.best_own(moment).confidence >= moment.assistant.thresholds.answer:
        return None
    found = read_answer(moment, _YES_NO)
    return None if found is None else bool(found.value)


async def person(moment: Moment) -> Pieces | None:
    """The answer to "would you like to talk to a person?"."""
    if moment.notes.asked is not Asked.AGENT:
        return None
    yes = says_yes(moment)
    if yes is None:
        return None
    if yes:
        return hand_over(moment, reason="unknown")
    moment.decide("declined")
    moment.notes.asked = Asked.MORE
    return just(moment.line("anything_else"))


async def more(moment: Moment) -> Pieces | None:
    """The answer to "anything else?"."""
    if moment.notes.asked is not Asked.MORE:
        return None
    yes = says_yes(moment)
    if yes is None:
        return None
    if not yes:
        return goodbye(moment)
    moment.decide("answer")
    moment.notes.asked = Asked.NOTHING
    return just(moment.line("greeted"))


async def which(moment: Moment) -> Pieces | None:
    """The answer to "this or that?"."""
    if moment.notes.asked is not Asked.CLARIFICATION:
        return None
    offered = [name for name in moment.notes.offered if name in moment.assistant.intents]
    text = fold(moment.text)
    index = numbered(moment.text, len(offered))
    if index is None:
        titles = [fold(moment.assistant.intents[name].title) for name in offered]
        index = next((n for n, title in enumerate(titles) if title in text or (len(text) > 3 and text in title)), None)
    if index is None:
        meant = [g.intent for g in moment.understanding.guesses if g.intent in offered and g.confidence >= 0.5]
        index = offered.index(meant[0]) if meant else None
    return None if index is None else asking.serve(moment, Guess(offered[index], 1.0))
