"""An assistant's answer to what was heard: the order in which rules are tried. Knows no line, storage or engine."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from giong.dialogue.assistance.consulting import assist
from giong.dialogue.assistant import Assistant
from giong.dialogue.hearing import understand
from giong.dialogue.line import Delivered, Heard, Manner, Piece, Said, Via
from giong.dialogue.manners.honorifics import heard_in
from giong.dialogue.memory import Act, Report, State
from giong.dialogue.moment import Means, Moment, Pieces, Rule
from giong.dialogue.notes import Asked, Notes, Place, remembered
from giong.dialogue.passing import with_filler
from giong.dialogue.rules import arrivals, asking, delivery, duties, interview, offers, photos, requests, several
from giong.dialogue.slots.choice import numbered
from giong.dialogue.speaking import Speaker
from giong.failure import place_of
from giong.text import letters
from giong.text.rewriting import Rewriting
from giong.text.unicode import nfc

log = logging.getLogger(__name__)

CALL = "call"
"""The channel on which answers are spoken."""

WITHOUT_WORDS: tuple[Rule, ...] = (arrivals.greet, arrivals.silence)
BEFORE_UNDERSTANDING: tuple[Rule, ...] = (arrivals.beyond_limits, photos.sent, arrivals.wordless)
AT_ONCE: tuple[Rule, ...] = (
    duties.emergency,
    duties.called_in_vain,
    duties.unrecorded,
    delivery.spoken_otherwise,
    delivery.still_here,
    duties.overreaching,
    duties.insulted,
    duties.upset,
)
IN_ORDER: tuple[Rule, ...] = (
    offers.which,
    offers.person,
    offers.more,
    interview.inside_flow,
    *requests.RULES,
    several.requests,
    asking.other_subject,
    asking.intent,
    photos.unasked,
    *requests.COURTESIES,
    requests.stray_yes,
    asking.document,
    duties.cross,
    asking.clarify,
    asking.unknown,
)
"""The first rule that has an answer gives it; the last one always has."""


class AssistantReply:
    """See `turn.Reply`."""

    def __init__(self, means: Means, heard: Heard, state: State) -> None:
        self._means = means
        self._before = state
        self._given: list[Piece] = []
        self._moment = self._begin(heard, state)

    @property
    def state(self) -> State:
        return self._moment.notes.dump()

    @property
    def act(self) -> Act | None:
        return self._moment.act

    @property
    def report(self) -> Report:
        moment = self._moment
        best = moment.understanding.best
        guessed = best.intent if best.confidence >= moment.assistant.thresholds.clarify else ""
        place = moment.notes.place
        return replace(
            moment.report,
            intent=moment.report.intent or guessed,
            confidence=moment.report.confidence or best.confidence,
            flow=place.flow if place else moment.report.flow,
            slots=dict(moment.notes.slots),
            usage=moment.report.usage + moment.understanding.usage,
        )

    async def pieces(self) -> Pieces:
        """The answer, said as the person has asked for, with a word in passing where it takes long on a call."""
        aloud = self._means.channel == CALL
        filled = aloud and self._means.assistant.voice.filler
        pieces = with_filler(self._pieces(), self._filler) if filled else self._pieces()
        async with aclosing(pieces):
            async for piece in pieces:
                notes = self._moment.notes
                yield replace(piece, manner=Manner(notes.speed, notes.loudness)) if aloud else piece

    def _filler(self) -> Piece:
        return replace(self._moment.line("filler"), in_passing=True)

    async def _pieces(self) -> AsyncGenerator[Piece, None]:
        """A defect inside becomes an apology, and the state is as if nothing had been said."""
        moment = self._moment
        moment.notes.turns += 1
        try:
            async for piece in await self._answer(moment):
                self._given.append(piece)
                yield piece
        except Exception as error:
            log.error("the answer failed: %s", place_of(error))
            self._moment = moment = self._begin(moment.heard, self._before)
            moment.decide("error")
            apology = moment.line("apology")
            self._given.append(apology)
            yield apology

    def settle(self, delivered: Delivered) -> None:
        """Note what was said, for "say that again", and what of it was not heard, for going on afterwards.

        What was taken back before it was heard leaves no trace, unless something was done in it already.
        """
        if delivered.taken_back and self._is_harmless:
            self._moment = self._begin(self._moment.heard, self._before)
            return
        notes = self._moment.notes
        if self._moment.report.decision != "repeat" and self._given:
            notes.last = [remembered(piece) for piece in self._given]
        heard = len(delivered.pieces)
        if heard and delivered.cut_off and delivered.pieces[-1].text != self._given[heard - 1].text:
            heard -= 1
        notes.unheard = [remembered(piece) for piece in self._given[heard:]]

    @property
    def _is_harmless(self) -> bool:
        return self._moment.act is None and self._moment.notes.effects == Notes.load(self._before).effects

    def _begin(self, heard: Heard, state: State) -> Moment:
        notes = _fitting(Notes.load(state), self._means.assistant)
        if not notes.token:
            notes.token = self._means.new_token()
            notes.code = f"{int(notes.token[:8], 16) % 1_000_000:06}"
        speaker = Speaker(self._means.assistant, notes, self._means.channel, self._means.clock.now())
        text = _cleaned(heard, notes, self._means.assistant) if isinstance(heard, Said) else ""
        return Moment(self._means, heard, text, notes, speaker)

    async def _answer(self, moment: Moment) -> Pieces:
        if not isinstance(moment.heard, Said):
            return await _first(WITHOUT_WORDS, moment)
        for rule in BEFORE_UNDERSTANDING:
            if pieces := await rule(moment):
                return pieces
        _attune(moment)
        await understand(moment)
        for rule in AT_ONCE:
            if pieces := await rule(moment):
                return pieces
        await assist(moment)
        return await _first(IN_ORDER, moment)


async def _first(rules: tuple[Rule, ...], moment: Moment) -> Pieces:
    for rule in rules:
        if pieces := await rule(moment):
            return pieces
    raise RuntimeError("no rule answered")


def _attune(moment: Moment) -> None:
    """Take note of how the person speaks of themselves, and how upset they seem."""
    notes = moment.notes
    notes.upset = duties.felt(moment)
    address = heard_in(moment.text) if moment.assistant.persona.adapt else None
    if address is not None:
        notes.own, notes.customer = address.own, address.customer or notes.customer


def _fitting(notes: Notes, assistant: Assistant) -> Notes:
    """The assistant may have been changed while the conversation was under way: forget places that are no more."""

    def stands(place: Place) -> bool:
        flow = assistant.flows.get(place.flow)
        return flow is not None and place.at <= len(flow.steps)

    notes.paused = [place for place in notes.paused if stands(place)]
    if notes.place is not None and not stands(notes.place):
        notes.place, notes.asked = None, Asked.NOTHING
    return notes


def _legible(text: str) -> str:
    """Without what cannot be seen, and with Latin letters where others only look like them."""
    if letters.ordinary(text):
        return nfc(text)
    for edits in (letters.seen, letters.standard, letters.composed, letters.latin):
        text = Rewriting.of(text).rewritten(edits(text)).text
    return text


def _cleaned(said: Said, notes: Notes, assistant: Assistant) -> str:
    """A number that names one of the choices just offered stands for that choice."""
    text = _legible(said.text).strip()
    choices: list[list[str]] = next((piece["choices"] for piece in reversed(notes.last) if piece["choices"]), [])
    if choices and (said.via is not Via.TEXT or text.isdigit()):
        asked = assistant.flows[notes.place.flow].slots if notes.place else ()
        among_days = any(assistant.slots[name].type == "date" for name in asked)
        index = numbered(text, len(choices), among_days=among_days)
        if index is not None:
            return str(choices[index][1])
    return text
