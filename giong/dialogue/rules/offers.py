"""Rules for the answer to a question of our own outside flows: a person? anything else? this or that?"""

from __future__ import annotations

from giong.dialogue.answers import about, find
from giong.dialogue.filling import YES_NO, read_answer
from giong.dialogue.manners.colloquial import bare
from giong.dialogue.moment import Moment, Pieces, just
from giong.dialogue.nlu.understanding import Guess
from giong.dialogue.notes import Asked, recalled
from giong.dialogue.rules import asking
from giong.dialogue.rules.leaving import goodbye, hand_over, missed
from giong.dialogue.slots.choice import numbered
from giong.text.unicode import fold


def says_yes(moment: Moment) -> bool | None:
    """True, False, or None where it is neither: a question, or what surely means something of the assistant's own."""
    if asking.asks_of_something(moment.text):
        return None
    if asking.best_own(moment).confidence >= moment.assistant.thresholds.answer:
        return None
    found = read_answer(moment, YES_NO)
    return None if found is None else bool(found.value)


def _says_yes_to(moment: Moment, asked: Asked) -> bool | None:
    return says_yes(moment) if moment.notes.asked is asked else None


async def person(moment: Moment) -> Pieces | None:
    """The answer to "would you like to talk to a person?"."""
    yes = _says_yes_to(moment, Asked.AGENT)
    if yes is None:
        return None
    if yes:
        return hand_over(moment, reason="unknown")
    moment.decide("declined")
    moment.notes.asked = Asked.MORE
    return just(moment.line("anything_else"))


async def more(moment: Moment) -> Pieces | None:
    """The answer to "anything else?"."""
    yes = _says_yes_to(moment, Asked.MORE)
    if yes is None:
        return None
    if not yes:
        return goodbye(moment)
    moment.decide("answer")
    moment.notes.asked = Asked.NOTHING
    return just(moment.line("listening"))


async def which(moment: Moment) -> Pieces | None:
    """The answer to "this or that?", or to "did you mean this?"."""
    if moment.notes.asked is not Asked.CLARIFICATION:
        return None
    offered = moment.notes.offered
    chosen = _chosen(moment, offered)
    if chosen is not None:
        return await _serve(moment, chosen)
    yes = says_yes(moment)
    if yes is None:
        return None
    if not yes:
        return await asking.unknown(moment)
    if len(offered) == 1:
        return await _serve(moment, offered[0])
    moment.decide("repeat")
    if missed(moment):
        return hand_over(moment, reason="misses")
    return just(*(recalled(piece) for piece in moment.notes.last[-1:]))


def _chosen(moment: Moment, offered: list[str]) -> str | None:
    text = fold(bare(moment.text))
    if len(offered) > 1 and (index := numbered(moment.text, len(offered))) is not None:
        return offered[index]
    for name in offered:
        title = fold(_title(moment, name))
        if title in text or (len(text) > 3 and text in title):
            return name
    meant = (guess.intent for guess in moment.understanding.guesses if guess.confidence >= asking.LONE)
    return next((name for name in meant if name in offered), None)


def _title(moment: Moment, name: str) -> str:
    intent = moment.assistant.intents.get(name)
    return intent.title if intent else name


async def _serve(moment: Moment, name: str) -> Pieces:
    """Do what was offered: an intent, or else a topic of the documents."""
    if name in moment.assistant.intents:
        return asking.serve(moment, Guess(name, 1.0))
    finding = about(moment, await find(moment, name), name)
    return asking.told(moment, finding) if finding.answer else await asking.unknown(moment)
