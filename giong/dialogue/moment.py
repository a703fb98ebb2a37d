"""One turn as the rules of an answer see it: what was heard, what is known, and what is decided. Decides nothing
itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from giong.clock import Clock, now_s
from giong.dialogue.actions import Sender
from giong.dialogue.assistance.helper import Assistance
from giong.dialogue.assistance.wording import Wording
from giong.dialogue.assistant import Assistant
from giong.dialogue.knowledge import Finding, Knowledge
from giong.dialogue.line import Heard, Piece
from giong.dialogue.memory import Act, Report
from giong.dialogue.nlu.understanding import Understander, Understanding
from giong.dialogue.notes import Notes
from giong.dialogue.papers import NoPapers, PaperReader
from giong.dialogue.speaking import Speaker

Pieces = AsyncIterator[Piece]

MODEL_TURN_S = 5.0
"""How long language models may take in one turn, all requests together."""


@dataclass(frozen=True)
class Means:
    """What an answer can draw on. `new_token` makes an unguessable name of at least eight hexadecimal digits."""

    assistant: Assistant
    understander: Understander
    knowledge: Knowledge
    sender: Sender
    clock: Clock
    new_token: Callable[[], str]
    wording: Wording | None = None
    assistance: Assistance | None = None
    papers: PaperReader = field(default_factory=NoPapers)
    channel: str = "web"


@dataclass
class Moment:
    """`text` is what was said, cleaned, with a pressed number replaced by the choice it stands for."""

    means: Means
    heard: Heard
    text: str
    notes: Notes
    speaker: Speaker
    understanding: Understanding = field(default_factory=Understanding)
    report: Report = field(default_factory=Report)
    act: Act | None = None
    findings: dict[str, Finding] = field(default_factory=dict)
    """What was looked up in this turn."""
    asks: str = ""
    """What is asked, completed with what was talked about before where the words leave it out."""
    commanded: bool = False
    """Whether what was said is a command of the running flow: an answer to something that is asked anew each time."""

    model_until_s: float | None = None
    """When the time is over that language models may take in this turn, on the loop's clock."""

    @property
    def assistant(self) -> Assistant:
        return self.means.assistant

    def model_time_s(self, most_s: float) -> float:
        """How long a language model may take now, at most `most_s`."""
        if self.model_until_s is None:
            self.model_until_s = now_s() + MODEL_TURN_S
        return max(0.0, min(most_s, self.model_until_s - now_s()))

    def line(self, key: str, **extra: str) -> Piece:
        return self.speaker.line(key, **extra)

    def decide(self, decision: str, **changes: Any) -> None:
        """Note which rule answered; the first one to say so is the one that counts."""
        if not self.report.decision:
            self.report = replace(self.report, decision=decision)
        self.report = replace(self.report, **changes)

    def wants(self, intent: str) -> bool:
        """Whether this is surely what is meant."""
        best = self.understanding.best
        return best.intent == intent and best.confidence >= self.assistant.thresholds.answer


Rule = Callable[[Moment], Awaitable[Pieces | None]]
"""A rule looks at a moment and answers it, or returns None for the next rule to try. It changes nothing before it
answers.
"""


async def just(*pieces: Piece) -> Pieces:
    for piece in pieces:
        yield piece
