"""What helps a person to decide about a group: the answer given, the nearest intents and passage, and a suggestion."""

from __future__ import annotations

from dataclasses import dataclass

from giong.adaptation.mending.fixes import Kind
from giong.adaptation.mending.groups import Group
from giong.conversations.staff import Colleague
from giong.dialogue import standing
from giong.retrieval.index import Hit
from giong.text.words import syllables

NEAREST = 3
PASSAGE_CHARS = 300
FEWEST_SYLLABLES = 2
"""Less than that asks nothing that could be answered."""


@dataclass(frozen=True)
class Near:
    """An intent that a group may belong to."""

    intent: str
    title: str
    confidence: float


@dataclass(frozen=True)
class Passage:
    """What the documents have that is nearest. `score` in [0, 1]."""

    source: str
    heading: tuple[str, ...]
    text: str
    score: float


@dataclass(frozen=True)
class Suggestion:
    """The fix that seems right; `intent` for an example."""

    kind: Kind
    intent: str = ""


@dataclass(frozen=True)
class Hints:
    answer: str
    """What the assistant said, masked."""
    intents: tuple[Near, ...]
    passage: Passage | None
    suggestion: Suggestion


async def near(colleague: Colleague, group: Group) -> tuple[Near, ...]:
    """The nearest of the assistant's own intents, but not the one that was wrong."""
    understood = await colleague.mind.means.understander.understand(group.question)
    intents = colleague.assistant.intents
    known = (guess for guess in understood.guesses if guess.intent in intents and guess.intent not in standing.INTENTS)
    right = [guess for guess in known if guess.intent != group.wrong_intent][:NEAREST]
    return tuple(Near(guess.intent, intents[guess.intent].title, guess.confidence) for guess in right)


def passage(hit: Hit) -> Passage:
    found = hit.passage
    return Passage(found.source_title, tuple(found.heading), found.text[:PASSAGE_CHARS], hit.score)


def suggestion(colleague: Colleague, group: Group, intents: tuple[Near, ...]) -> Suggestion:
    """An example where an intent is not far; otherwise an answer, unless nothing was asked."""
    if intents and intents[0].confidence >= colleague.assistant.thresholds.clarify:
        return Suggestion(Kind.EXAMPLE, intents[0].intent)
    if len(syllables(group.question)) < FEWEST_SYLLABLES:
        return Suggestion(Kind.IGNORE)
    return Suggestion(Kind.ANSWER)
