"""Rules for how the assistant speaks, asked for at any time: slower, louder, "a lô, còn đó không?"."""

from __future__ import annotations

from giong.dialogue.flows import ask_again
from giong.dialogue.manners import delivery
from giong.dialogue.moment import Moment, Pieces
from giong.dialogue.notes import recalled

SLOWEST, FASTEST = 0.6, 1.5
SOFTEST, LOUDEST = 0.4, 3.0


async def spoken_otherwise(moment: Moment) -> Pieces | None:
    """For the rest of the talk, beginning with what was said last, once more."""
    change = delivery.wanted(moment.text)
    return _otherwise(moment, change) if change is not None else None


async def _otherwise(moment: Moment, change: delivery.Change) -> Pieces:
    notes = moment.notes
    moment.decide("repeat", intent="repeat")
    notes.speed = min(max(notes.speed * change.speed, SLOWEST), FASTEST)
    notes.loudness = min(max(notes.loudness * change.loudness, SOFTEST), LOUDEST)
    yield moment.line(change.line)
    for noted in notes.last:
        yield recalled(noted)


async def still_here(moment: Moment) -> Pieces | None:
    """ "A lô?" in the middle of a flow is no answer and no greeting."""
    if moment.notes.place is None or not delivery.is_hello(moment.text):
        return None
    return _still_here(moment)


async def _still_here(moment: Moment) -> Pieces:
    moment.decide("answer", intent="greeting")
    yield moment.line("here")
    async for piece in ask_again(moment):
        yield piece
