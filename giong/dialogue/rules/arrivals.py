"""Rules for turns without words: the greeting, a silence, a sound that held no words, a message beyond the limits."""

from __future__ import annotations

from giong.dialogue.flows import ask_again, go_on, start
from giong.dialogue.line import Said, Silence
from giong.dialogue.memory import End
from giong.dialogue.moment import Moment, Pieces, just
from giong.dialogue.notes import recalled
from giong.dialogue.rules.leaving import hand_over, missed


async def greet(moment: Moment) -> Pieces | None:
    if moment.heard is not None:
        return None
    moment.decide("greet")
    if moment.notes.outbound and moment.assistant.outbound:
        return start(moment, moment.assistant.outbound)
    return just(moment.line("greeting"))


async def silence(moment: Moment) -> Pieces | None:
    if not isinstance(moment.heard, Silence):
        return None
    if moment.heard.cut_off:
        return _resume(moment)
    moment.decide("silence")
    if moment.heard.count >= moment.assistant.limits.silences:
        moment.act = End("silence")
        return just(moment.line("silence_end"))
    return _still_there(moment)


async def _still_there(moment: Moment) -> Pieces:
    yield moment.line("silence")
    if moment.notes.place is not None:
        async for piece in ask_again(moment):
            yield piece


async def _resume(moment: Moment) -> Pieces:
    """The interruption held no words: say what was not heard, and go on."""
    moment.decide("resume")
    unheard = [recalled(piece) for piece in moment.notes.unheard]
    for piece in unheard:
        yield piece
    if moment.notes.place is not None and not moment.notes.asked:
        async for piece in go_on(moment):
            yield piece
    elif not unheard:
        for piece in (recalled(noted) for noted in moment.notes.last[-1:]):
            yield piece


async def wordless(moment: Moment) -> Pieces | None:
    """A voice was heard but no words were made out, or only signs were typed."""
    if any(map(str.isalnum, moment.text)):
        return None
    moment.decide("not_understood")
    if missed(moment):
        return hand_over(moment, reason="misses")
    return just(moment.line("signs_only" if moment.text else "not_understood"))


async def beyond_limits(moment: Moment) -> Pieces | None:
    """A message that is too long, or a talk that goes on for ever."""
    assert isinstance(moment.heard, Said)
    limits = moment.assistant.limits
    if len(moment.heard.text) > limits.message_chars:
        moment.decide("too_long")
        return just(moment.line("too_long"))
    if moment.notes.turns > limits.turns:
        return hand_over(moment, reason="turns")
    return None
