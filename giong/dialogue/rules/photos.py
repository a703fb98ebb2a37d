"""Rules for a photo that is sent: the paper that was asked for, a file that was asked for, or one that nobody asked
for.
"""

from __future__ import annotations

from giong.dialogue import paperwork
from giong.dialogue.flows import ask_again, take_photo
from giong.dialogue.line import Said
from giong.dialogue.moment import Moment, Pieces
from giong.dialogue.notes import Asked
from giong.dialogue.rules.interview import accept
from giong.dialogue.slots.kind import Found


async def sent(moment: Moment) -> Pieces | None:
    """A photo answers the question for one. Sent with words about another matter it waits until it is needed."""
    assert isinstance(moment.heard, Said)
    if not moment.heard.photos:
        return None
    photo = moment.heard.photos[0]
    if paper := paperwork.awaited(moment.assistant, moment.notes):
        return take_photo(moment, paper, photo)
    place = moment.notes.place
    asked = moment.assistant.slots.get(place.slot) if place and moment.notes.asked is Asked.SLOT else None
    if asked is not None and asked.type == "file":
        return accept(moment, asked, Found(photo, 0, 0))
    moment.notes.photo = photo
    return None if any(map(str.isalnum, moment.text)) else _shown(moment, photo)


async def unasked(moment: Moment) -> Pieces | None:
    """The words beside a photo wanted nothing that the assistant does: tell what is on it."""
    if not (isinstance(moment.heard, Said) and moment.heard.photos and moment.notes.photo):
        return None
    return _shown(moment, moment.notes.photo)


async def _shown(moment: Moment, photo: str) -> Pieces:
    moment.decide("paper")
    yield moment.line("paper_reading")
    seen = await paperwork.read(moment, None, photo)
    if seen.refused:
        moment.notes.photo = ""
        yield paperwork.refusal(moment, None, seen)
    else:
        yield paperwork.shown(moment, seen)
    if moment.notes.place is not None:
        async for piece in ask_again(moment):
            yield piece
    elif not seen.refused:
        moment.notes.asked = Asked.NOTHING
        yield moment.line("paper_what_for")
