"""Rules for what was asked outside any question of ours: an intent, a document's matter, a guess between two,
or nothing known."""

from __future__ import annotations

import re

from giong.dialogue import standing
from giong.dialogue.answers import Finding, find, tell
from giong.dialogue.flows import ask_again, start
from giong.dialogue.leaving import hand_over, missed
from giong.dialogue.line import Choice, Expectation
from giong.dialogue.moment import Moment, Pieces, just
from giong.dialogue.nlu import Guess
from giong.dialogue.notes import Asked
from giong.dialogue.spotting import any_of

SURE = 0.85
"""A question whose intent is this sure is not weighed against the documents."""
LEAD = 0.10
"""By how much the documents must be surer than an intent to be preferred."""
VAGUE_SYLLABLES = 6
SECOND = 0.12
"""Least confidence of the second of two guesses that are offered."""

_END = r"\W{0,5}(?:(?:ạ|vậy|thế|nhỉ|em|ad|a|vay|the)\W{0,5}){0,2}$"
_ASKS = any_of(
    "bao nhiêu|bao lâu|bao giờ|khi nào|lúc nào|mấy giờ|mấy ngày|thế nào|như thế nào|ra sao|làm sao|tại sao",
    "vì sao|ở đâu|chỗ nào|là gì|những gì|cái gì|gồm gì|cần gì|phải không|được không|đúng không|hay không",
    after=_END,
)
_ASKS_ACCENTED = any_of("nào|ai|chưa|gì|mấy", plain=False, after=_END)
_WHETHER = re.compile(rf"(?<!\w)(?:có|co)\s.{{1,60}}\s(?:không|khong)(?!\w){_END}", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:cho (?:\w+ )?(?:hỏi|hoi)|hỏi|tại sao|vì sao|làm sao|khi nào|bao giờ|mấy giờ|bao nhiêu)(?!\w)", re.IGNORECASE
)


def is_question(text: str) -> bool:
    """Whether the words ask for something, with or without a question mark."""
    ending = text[-120:]
    return (
        ending.rstrip().endswith("?")
        or any(pattern.search(ending) is not None for pattern in (_ASKS, _ASKS_ACCENTED, _WHETHER))
        or _OPENS.match(text) is not None
    )


def best_own(moment: Moment) -> Guess:
    """The likeliest of the assistant's own intents (not the standing ones)."""
    guesses = (guess for guess in moment.understanding.guesses if guess.intent not in standing.INTENTS)
    return next(guesses, Guess("", 0.0))


async def intent(moment: Moment) -> Pieces | None:
    """A flow or an answer of its own, unless the documents know better."""
    guess = best_own(moment)
    if guess.confidence < moment.assistant.thresholds.answer or guess.intent != moment.understanding.best.intent:
        return None
    if guess.confidence < SURE and is_question(moment.text):
        finding = await find(moment, moment.text)
        if finding.confidence >= max(moment.assistant.thresholds.answer, guess.confidence + LEAD):
            return _told(moment, finding)
    return serve(moment, guess)


def serve(moment: Moment, guess: Guess) -> Pieces:
    """Do what an intent is for."""
    moment.notes.misses = 0
    moment.decide("", intent=guess.intent, confidence=guess.confidence)
    flow = moment.assistant.flow_for(guess.intent)
    if flow is not None:
        return start(moment, flow.name)
    return _line(moment, guess.intent)


async def _line(moment: Moment, name: str) -> Pieces:
    moment.decide("answer")
    running = moment.notes.place is not None
    yield moment.line(name)
    if running:
        async for piece in ask_again(moment):
            yield piece
    else:
        moment.notes.asked = Asked.NOTHING


async def document(moment: Moment) -> Pieces | None:
    """The documents' answer."""
    if is_vague(moment):
        return None
    finding = await find(moment, moment.text)
    if finding.confidence < moment.assistant.thresholds.answer:
        return None
    return _told(moment, finding)


async def _told(moment: Moment, finding: Finding) -> Pieces:
    async for piece in tell(moment, finding):
        yield piece
    if moment.notes.place is not None:
        async for piece in ask_again(moment):
            yield piece
    else:
        moment.notes.asked = Asked.NOTHING


def candidates(moment: Moment) -> list[Guess]:
    """The one or two intents that may be meant; none where none is likely enough."""
    guesses = [guess for guess in moment.understanding.guesses if guess.intent not in standing.INTENTS][:2]
    if not guesses or guesses[0].confidence < moment.assistant.thresholds.clarify:
        return []
    return [guesses[0], *(guess for guess in guesses[1:] if guess.confidence >= SECOND)]


def is_vague(moment: Moment) -> bool:
    """A few words that ask nothing and may mean either of two intents: a document that holds them does by chance."""
    few = len(moment.text.split()) <= VAGUE_SYLLABLES
    return few and len(candidates(moment)) == 2 and not is_question(moment.text)


async def clarify(moment: Moment) -> Pieces | None:
    """Ask which of the two likeliest intents is meant."""
    intents = moment.assistant.intents
    guesses = candidates(moment)
    if len(guesses) < 2:
        return serve(moment, guesses[0]) if guesses else None
    first, second = (intents[guess.intent].title for guess in guesses)
    moment.decide("clarify", intent=guesses[0].intent, confidence=guesses[0].confidence)
    moment.notes.asked = Asked.CLARIFICATION
    moment.notes.offered = [guess.intent for guess in guesses]
    piece = moment.speaker.phrases(
        moment.assistant.answers["clarify"],
        "clarify",
        extra={"first": _lowered(first), "second": _lowered(second)},
        choices=(Choice(first, first), Choice(second, second)),
        expects=Expectation(phrases=(first, second)),
    )
    return just(piece)


def _lowered(title: str) -> str:
    """A title inside a sentence: "Báo mất điện" → "báo mất điện", but "UBND phường" stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


async def unknown(moment: Moment) -> Pieces | None:
    """Say so, and offer a person; after several times hand over unasked."""
    moment.decide("unknown", confidence=moment.understanding.best.confidence)
    if missed(moment):
        return hand_over(moment, reason="misses")
    moment.notes.asked = Asked.AGENT
    return just(moment.line("unknown"))
