"""Lets a language model word an answer, and says of it only what the passages hold. Knows no engine and no search.

Every sentence of the model is checked (`grounding`); those that nothing supports are dropped. Where nothing is left, or
the model is late, away or gives its rules away, the extracted answer is said, in the same turn.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Protocol

from giong.clock import now_s
from giong.dialogue.assistance import prompts
from giong.dialogue.assistance.grounding.claims import Alike, Claim, Grounds
from giong.dialogue.assistance.grounding.facts import read
from giong.dialogue.assistance.grounding.orders import holds_order
from giong.errors import GiongError
from giong.language.llm.model import LanguageModel
from giong.language.messages import Message
from giong.usage import Usage

log = logging.getLogger(__name__)

TIMEOUT_S = 4.0
MAX_CHARS = 1200
MAX_TOKENS = 256


class Outcome(StrEnum):
    """What became of the model's words."""

    COMPOSED = "composed"
    TRIMMED = "trimmed"
    """Some sentences were supported by nothing and were dropped."""
    UNSUPPORTED = "unsupported"
    LEAKED = "leaked"
    SILENT = "silent"
    """The model found no answer, or the passages are not for a model's eyes."""
    AWAY = "away"
    """Late, paused, broken off or refused."""


@dataclass(frozen=True)
class Matter:
    """What is to be said. `passages` hold it, headed with `titles`; `extracted` is the answer taken from them word for
    word, which is not to be added to where it is `approved`. `within_s` is how long the model may take.
    """

    question: str
    extracted: str
    passages: Sequence[str]
    voice: prompts.Voice
    titles: Sequence[str] = ()
    approved: bool = False
    within_s: float = TIMEOUT_S


@dataclass(frozen=True)
class Worded:
    """`text` is what to say. `claims` are the sentences that it rests on; none where it is the extracted answer.
    `dropped` is how many sentences of the model nothing supported.
    """

    text: str
    outcome: Outcome
    claims: tuple[Claim, ...] = ()
    dropped: int = 0
    usage: Usage = field(default_factory=Usage)


class Wording(Protocol):
    """Says the same thing better."""

    async def word(self, matter: Matter) -> Worded:
        """An answer that states only what the passages state; the extracted one where nothing better is found."""


class ModelWording:
    """A language model words the answer; `alike` compares meanings, where there is an embedder."""

    def __init__(self, model: LanguageModel, *, alike: Alike | None = None) -> None:
        self._model = model
        self._alike = alike

    async def word(self, matter: Matter) -> Worded:
        passages, titles = ([matter.extracted], ()) if matter.approved else (matter.passages, matter.titles)
        if any(holds_order(text) for text in (*passages, *titles)):
            return Worded(matter.extracted, Outcome.SILENT)
        mark = f"du_lieu_{secrets.token_hex(4)}"
        if matter.approved:
            messages = prompts.rephrase(matter.voice, matter.question, matter.extracted, mark=mark)
        else:
            headed = zip_longest(titles, passages, fillvalue="")
            shown = [f"{title}\n{passage}".strip() for title, passage in headed]
            messages = prompts.compose(matter.voice, matter.question, shown, mark=mark)
        text, usage = await written(self._model, messages, within_s=matter.within_s)
        if text is None:
            return Worded(matter.extracted, Outcome.AWAY, usage=usage)
        if prompts.repeats(text, messages, mark=mark):
            return Worded(matter.extracted, Outcome.LEAKED, usage=usage)
        if not text or text.strip(" .“”\"'`").lower() == prompts.NOTHING:
            return Worded(matter.extracted, Outcome.SILENT, usage=usage)
        claims = await asyncio.to_thread(Grounds(passages, titles=titles, alike=self._alike).check, text)
        return _kept(matter, claims, usage)


def _kept(matter: Matter, claims: Sequence[Claim], usage: Usage) -> Worded:
    kept = tuple(claim for claim in claims if claim.stands)
    dropped = len(claims) - len(kept)
    text = " ".join(claim.text for claim in kept)
    if all(claim.courtesy for claim in kept) or (matter.approved and _lacks(text, matter.extracted)):
        return Worded(matter.extracted, Outcome.UNSUPPORTED, dropped=dropped, usage=usage)
    return Worded(text, Outcome.TRIMMED if dropped else Outcome.COMPOSED, kept, dropped, usage)


def _lacks(text: str, approved: str) -> bool:
    """Whether a fact of the approved answer is not said."""
    said = read(text).facts
    return any(not any(fact.same(other) for other in said) for fact in read(approved).facts)


async def written(
    model: LanguageModel, messages: Sequence[Message], *, within_s: float, max_tokens: int = MAX_TOKENS
) -> tuple[str | None, Usage]:
    """What the model writes, whole; None where it does not get done, for whatever reason."""
    spent: list[Usage] = []
    text, until_s = "", now_s() + within_s
    try:
        async with (
            asyncio.timeout_at(until_s),
            aclosing(model.complete(messages, max_tokens=max_tokens, report=spent.append)) as pieces,  # type: ignore[type-var]
        ):
            async for piece in pieces:
                text += piece
                if len(text) > MAX_CHARS:
                    return None, sum(spent, Usage())
    except (GiongError, TimeoutError) as error:
        log.info("the language model did not get done: %s", getattr(error, "code", type(error).__name__))
        return None, sum(spent, Usage())
    return text.strip(), sum(spent, Usage())
