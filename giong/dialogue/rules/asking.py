"""Rules for what was asked outside any question of ours: an intent, a document's matter, a guess between the best two,
or nothing known.
"""

from __future__ import annotations

from dataclasses import dataclass

from giong.dialogue import standing
from giong.dialogue.answers import find, tell, topic, worded
from giong.dialogue.assistant import LookUp
from giong.dialogue.filling import mentioned
from giong.dialogue.flows import ask_again, start
from giong.dialogue.knowledge import Finding
from giong.dialogue.line import NO, YES, Choice, Expectation, Piece
from giong.dialogue.manners import topics
from giong.dialogue.manners.colloquial import bare
from giong.dialogue.manners.questions import is_question, matter
from giong.dialogue.moment import Moment, Pieces, just
from giong.dialogue.nlu.understanding import Guess
from giong.dialogue.notes import Asked
from giong.dialogue.rules.leaving import hand_over, missed
from giong.retrieval.matter import missing
from giong.text.words import syllables

SURE = 0.85
"""A question whose intent is this sure is not weighed against the documents, unless the intent only acts."""
CERTAIN = 0.95
"""A question that the documents answer this surely is answered from them, whatever else it might mean."""
LEAD = 0.10
"""By how much the documents must be surer than an intent to be preferred, and one intent surer than the next."""
LONE = 0.50
"""A guess without a rival is acted upon from this confidence up; below it the person is asked."""
LONE_OFFER = 0.42
"""Below this it is not even asked for: there are no two to choose from."""
SECOND = 0.12
"""Least confidence of the second of two intents that are offered."""
VAGUE_SYLLABLES = 6
FRAGMENT_SYLLABLES = 2


@dataclass(frozen=True)
class Option:
    """Something that may be meant: an intent, or a topic of the documents where `intent` is empty."""

    title: str
    confidence: float
    intent: str = ""


def best_own(moment: Moment) -> Guess:
    """The likeliest of the assistant's own intents (not the standing ones)."""
    guesses = (guess for guess in moment.understanding.guesses if guess.intent not in standing.INTENTS)
    return next(guesses, Guess("", 0.0))


def sure_own(moment: Moment, least: float) -> Guess | None:
    """The assistant's own intent that is surely meant: likely enough, and clearly likelier than any other."""
    best, *others = moment.understanding.guesses or (Guess("", 0.0),)
    if best.intent in standing.INTENTS or best.confidence < least:
        return None
    rivals = [guess for guess in others if guess.intent not in standing.INTENTS and guess.confidence >= least]
    return None if any(best.confidence - rival.confidence < LEAD for rival in rivals) else best


async def intent(moment: Moment) -> Pieces | None:
    """A flow or an answer of its own, unless the documents know better."""
    guess = sure_own(moment, moment.assistant.thresholds.answer)
    if guess is None:
        return None
    completed = moment.asks != moment.text
    weighed = completed or guess.confidence < SURE or _only_acts(moment, guess)
    if weighed and is_question(moment.asks):
        finding = await _found(moment)
        least = 0.0 if completed else min(guess.confidence + LEAD, CERTAIN)
        if finding.confidence >= max(_document_answer(moment), least):
            return told(moment, finding)
    return serve(moment, guess)


def _only_acts(moment: Moment, guess: Guess) -> bool:
    """Whether the intent is for a flow that does something, and answers no question from the documents itself."""
    flow = moment.assistant.flow_for(guess.intent)
    return flow is not None and not any(isinstance(step, LookUp) for step in flow.steps)


def serve(moment: Moment, guess: Guess) -> Pieces:
    """Do what an intent is for."""
    moment.notes.misses = 0
    moment.decide("", intent=guess.intent, confidence=guess.confidence)
    moment.notes.topic = lowered(moment.assistant.intents[guess.intent].title)
    flow = moment.assistant.flow_for(guess.intent)
    if flow is not None:
        return start(moment, flow.name)
    return _line(moment, guess.intent)


async def _line(moment: Moment, name: str) -> Pieces:
    moment.decide("answer")
    yield moment.line(name)
    async for piece in _back_to_question(moment):
        yield piece


async def other_subject(moment: Moment) -> Pieces | None:
    """ "Thế còn tạm trú?": the same as before, of another thing."""
    other = topics.other_subject(moment.text)
    if not other or sure_own(moment, SURE) is not None:
        return None
    if begun := _flow_of_another(moment, other):
        return begun
    if not moment.notes.question or (await find(moment, moment.text)).confidence >= _document_answer(moment):
        return None
    finding = await find(moment, topics.with_subject(moment.notes.question, moment.notes.topic, other))
    return told(moment, finding) if finding.confidence >= _document_answer(moment) else None


def _document_answer(moment: Moment) -> float:
    return moment.assistant.document_thresholds.answer


def _flow_of_another(moment: Moment, other: str) -> Pieces | None:
    """The flow that was done last, once more with another of its options."""
    notes = moment.notes
    flow = moment.assistant.flows.get(notes.finished[-1]) if notes.finished and notes.place is None else None
    slots = [moment.assistant.slots[name] for name in flow.slots] if flow else []
    chosen = any(slot.type == "choice" and mentioned(moment, slot, other) for slot in slots)
    return start(moment, flow.name, other) if flow and chosen else None


async def document(moment: Moment) -> Pieces | None:
    """The documents' answer."""
    if is_fragment(moment) or is_vague(moment):
        return None
    finding = await _found(moment)
    return told(moment, finding) if finding.confidence >= _document_answer(moment) else None


async def _found(moment: Moment) -> Finding:
    """What the documents say. A question that was completed must not only find again what was said last."""
    finding = await find(moment, moment.asks)
    text = worded(moment, finding).text if finding.answer else ""
    again = moment.asks != moment.text and any(piece["text"] == text for piece in moment.notes.last)
    return Finding(finding.query, finding.hits) if again else finding


async def told(moment: Moment, finding: Finding) -> Pieces:
    """Say what the documents say, and go back to what was asked before."""
    remember(moment, finding)
    async for piece in tell(moment, finding):
        yield piece
    async for piece in _back_to_question(moment):
        yield piece


def remember(moment: Moment, finding: Finding) -> None:
    """What was asked is what the talk is about now, unless the words leave that out."""
    if finding.hits and moment.asks == moment.text:
        moment.notes.topic = topics.subject(finding.query) or lowered(topic(finding.hits[0].passage))
    moment.notes.question = finding.query


async def _back_to_question(moment: Moment) -> Pieces:
    """Of the flow that waits, if one does."""
    if moment.notes.place is not None:
        async for piece in ask_again(moment):
            yield piece
    else:
        moment.notes.asked = Asked.NOTHING


def is_fragment(moment: Moment) -> bool:
    """A word or two that ask nothing, or a question about nothing: any document would seem to answer it."""
    if is_question(moment.asks):
        return not matter(moment.asks)
    return len(syllables(bare(moment.text))) <= FRAGMENT_SYLLABLES


def asks_of_something(text: str) -> bool:
    """Whether the words are a question, and say what it is about."""
    return is_question(text) and bool(matter(text))


def is_vague(moment: Moment) -> bool:
    """A few words that ask nothing and may mean either of two intents: a document that holds them does by chance."""
    few = len(syllables(moment.text)) <= VAGUE_SYLLABLES
    return few and len(_likely_intents(moment)) == 2 and not is_question(moment.text)


async def clarify(moment: Moment) -> Pieces | None:
    """Ask which of the two likeliest is meant, an intent or a topic of the documents."""
    options = _likely_intents(moment)
    asks = is_question(moment.text)
    if len(options) < 2 or asks:
        topics = await _likely_topics(moment)
        rival = max((other.confidence for other in topics), default=0.0) if asks else 0.0
        if len(options) == 1 and options[0].confidence >= max(LONE, rival + LEAD):
            return serve(moment, Guess(options[0].intent, options[0].confidence))
        options = sorted([*options, *topics], key=lambda option: -option.confidence)[:2]
    if not options:
        return None
    if moment.notes.asked is Asked.CLARIFICATION and set(_named(options)) <= set(moment.notes.offered):
        return None
    return just(_which(moment, options))


def _likely_intents(moment: Moment) -> list[Option]:
    """The one or two intents that may be meant; none where none is likely enough."""
    guesses = [guess for guess in moment.understanding.guesses if guess.intent not in standing.INTENTS][:2]
    if not guesses or guesses[0].confidence < moment.assistant.thresholds.clarify:
        return []
    intents = moment.assistant.intents
    likely = [guesses[0], *(guess for guess in guesses[1:] if guess.confidence >= SECOND)]
    if len(likely) == 1 and guesses[0].confidence < LONE_OFFER:
        return []
    return [Option(intents[guess.intent].title, guess.confidence, guess.intent) for guess in likely]


async def _likely_topics(moment: Moment) -> list[Option]:
    least = moment.assistant.document_thresholds.clarify
    most = least if is_fragment(moment) else 1.0
    finding = await find(moment, moment.asks)
    topics: dict[str, float] = {}
    for hit in finding.hits:
        if hit.score >= least and not missing(finding.query, hit.passage):
            topics.setdefault(topic(hit.passage), min(hit.score, most))
    return [Option(title, confidence) for title, confidence in topics.items()]


def _named(options: list[Option]) -> list[str]:
    return [option.intent or option.title for option in options]


def _which(moment: Moment, options: list[Option]) -> Piece:
    best, notes = options[0], moment.notes
    moment.decide("clarify", intent=best.intent, confidence=best.confidence)
    notes.asked = Asked.CLARIFICATION
    notes.offered = _named(options)
    titles = [option.title for option in options]
    asks = any(not option.intent and is_question(option.title) for option in options)
    if len(options) == 2:
        key = "clarify_questions" if asks else "clarify"
    else:
        key = "did_you_ask" if asks else "did_you_mean"
    choices = [Choice(title, title) for title in titles] if len(options) == 2 else [YES, NO]
    return moment.speaker.phrases(
        moment.assistant.answers[key],
        key,
        extra=dict(zip(("first", "second"), map(lowered, titles), strict=False)),
        choices=choices,
        expects=Expectation(phrases=tuple(choice.title for choice in choices)),
    )


def lowered(title: str) -> str:
    """A title inside a sentence: "Báo mất điện" → "báo mất điện", but "UBND phường" stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


async def unknown(moment: Moment) -> Pieces:
    """Say so, and offer a person; after several times hand over unasked."""
    moment.decide("unknown", confidence=moment.understanding.best.confidence)
    if missed(moment):
        return hand_over(moment, reason="misses")
    moment.notes.asked = Asked.AGENT
    return just(moment.line("unknown"))
