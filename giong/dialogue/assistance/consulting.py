"""When a language model is asked to help to understand, and how far it is believed. Knows no prompt.

It is asked once in a turn, only where the embedded understander is unsure and the documents have no answer, and never
for a yes or no: consent is the person's alone. An intent that it names is acted upon only if the understander thought
of it too; otherwise the person is asked.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from giong.dialogue import standing
from giong.dialogue.answers import find
from giong.dialogue.assistance.helper import Suggestion
from giong.dialogue.assistant import Slot
from giong.dialogue.filling import read_answer
from giong.dialogue.manners.questions import is_question
from giong.dialogue.moment import Moment
from giong.dialogue.nlu.understanding import Guess
from giong.dialogue.notes import Asked
from giong.dialogue.rules import asking
from giong.text.words import syllables

WITHIN_S = 2.0
LEAST_SYLLABLES, MOST_CHARS = 3, 600
MOST_INTENTS, MOST_SLOTS = 40, 12
BELIEVED, LEAST = 3, 0.10
"""An intent is acted upon if it is among so many of the understander's own best guesses, with this confidence."""
OFFERED = 0.45
"""Confidence of an intent that only the model thought of: the person is asked whether that is meant."""


class Outcome(StrEnum):
    """What came of asking a model."""

    ROUTED = "routed"
    OFFERED = "offered"
    FILLED = "filled"
    NOTHING = "nothing"
    AWAY = "away"


async def assist(moment: Moment) -> None:
    """Let a model help with what is not surely understood; whatever it says, the rules decide."""
    helper = moment.means.assistance
    if helper is None or not await _is_unsure(moment):
        return
    guesses = {guess.intent: guess.confidence for guess in moment.understanding.guesses}
    own = [intent for name, intent in moment.assistant.intents.items() if name not in standing.INTENTS]
    own.sort(key=lambda intent: -guesses.get(intent.name, 0.0))
    suggestion = await helper.suggest(
        moment.text,
        intents=own[:MOST_INTENTS],
        slots=_open_slots(moment)[:MOST_SLOTS],
        within_s=moment.model_time_s(WITHIN_S),
    )
    moment.report = replace(
        moment.report, usage=moment.report.usage + suggestion.usage, assisted=_believe(moment, suggestion).value
    )


async def _is_unsure(moment: Moment) -> bool:
    notes, thresholds = moment.notes, moment.assistant.thresholds
    if notes.asked not in (Asked.NOTHING, Asked.MORE, Asked.SLOT) or len(moment.text) > MOST_CHARS:
        return False
    if len(syllables(moment.text)) < LEAST_SYLLABLES or moment.understanding.best.confidence >= thresholds.answer:
        return False
    if is_question(moment.text):
        finding = await find(moment, moment.asks)
        return notes.place is None and finding.confidence < moment.assistant.document_thresholds.answer
    asked = moment.assistant.slots.get(notes.place.slot) if notes.place else None
    return asked is None or read_answer(moment, asked) is None


def _open_slots(moment: Moment) -> list[Slot]:
    """What may be told now: of the running flow, or of any that may begin."""
    place, assistant = moment.notes.place, moment.assistant
    flows = [assistant.flows[place.flow]] if place else list(assistant.flows.values())
    names = dict.fromkeys(name for flow in flows for name in flow.slots if name not in moment.notes.slots)
    return [assistant.slots[name] for name in names if assistant.slots[name].type not in ("file", "yes_no")]


def _believe(moment: Moment, suggestion: Suggestion) -> Outcome:
    if not suggestion.heard:
        return Outcome.AWAY
    slots = {name: words for name, words in suggestion.slots.items() if _reads(moment, name, words)}
    moment.understanding = replace(moment.understanding, slots={**slots, **moment.understanding.slots})
    if not suggestion.intent:
        return Outcome.FILLED if slots else Outcome.NOTHING
    return _route(moment, suggestion.intent)


def _reads(moment: Moment, name: str, words: str) -> bool:
    return read_answer(moment, moment.assistant.slots[name], words) is not None


def _route(moment: Moment, intent: str) -> Outcome:
    """Put the intent among the guesses, with as much confidence as it deserves and no more."""
    thresholds, guesses = moment.assistant.thresholds, moment.understanding.guesses
    own = [guess for guess in guesses if guess.intent not in standing.INTENTS]
    agreed = any(guess.intent == intent and guess.confidence >= LEAST for guess in own[:BELIEVED])
    if agreed:
        confidence, most = thresholds.answer, thresholds.answer - asking.LEAD
    else:
        confidence, most = min(max(OFFERED, thresholds.clarify), thresholds.answer), 1.0
    others = [replace(guess, confidence=min(guess.confidence, most)) for guess in guesses if guess.intent != intent]
    ranked = sorted([Guess(intent, confidence), *others], key=lambda guess: -guess.confidence)
    moment.understanding = replace(moment.understanding, guesses=tuple(ranked))
    return Outcome.ROUTED if agreed else Outcome.OFFERED
