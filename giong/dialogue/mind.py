"""An assistant made able to answer: its values together with what understands, knows and acts for it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from giong.clock import Clock, SystemClock
from giong.dialogue.actions import Sender
from giong.dialogue.assistance.helper import Assistance
from giong.dialogue.assistance.wording import Wording
from giong.dialogue.assistant import Assistant, Thresholds
from giong.dialogue.knowledge import Knowledge, NoKnowledge
from giong.dialogue.line import Heard
from giong.dialogue.memory import State
from giong.dialogue.moment import Means
from giong.dialogue.nlu.calibration import Bands
from giong.dialogue.nlu.examples import ExampleUnderstander
from giong.dialogue.nlu.meanings import Meanings
from giong.dialogue.nlu.tandem import Tandem
from giong.dialogue.nlu.understanding import Understander
from giong.dialogue.opening import opening
from giong.dialogue.papers import PaperReader
from giong.dialogue.reply import AssistantReply
from giong.dialogue.tools import Program, Services


@dataclass(frozen=True)
class Mind:
    """An `Answerer` for any number of conversations on one channel."""

    means: Means

    def reply(self, heard: Heard, state: State) -> AssistantReply:
        return AssistantReply(self.means, heard, state)

    def opening(self, variables: Mapping[str, Any]) -> State:
        """The state in which a talk begins with somebody whom we call; `variables` are what is known of them."""
        return opening(self.means.assistant, variables, today=self.means.clock.now().date())

    def deepen(self, meanings: Meanings) -> None:
        """Let it compare meanings too, not only words; see `ExampleUnderstander.deepen`. May run while it answers."""
        if isinstance(self.means.understander, ExampleUnderstander | Tandem):
            self.means.understander.deepen(meanings)

    def seeing(self, papers: PaperReader) -> Mind:
        """The same mind for a conversation whose photos `papers` reads."""
        return Mind(replace(self.means, papers=papers))

    def on(self, channel: str) -> Mind:
        """The same mind for conversations on another channel ("web", "call")."""
        return Mind(replace(self.means, channel=channel))


def train(
    assistant: Assistant,
    *,
    knowledge: Knowledge | None = None,
    understander: Understander | None = None,
    sender: Sender | None = None,
    programs: Mapping[str, Program] | None = None,
    wording: Wording | None = None,
    assistance: Assistance | None = None,
    clock: Clock | None = None,
    new_token: Callable[[], str] | None = None,
) -> Mind:
    """Make an assistant able to answer. Learns its examples, which takes up to a second for some hundreds of them.

    `programs` are the MCP servers that it may start, by name.
    """
    if understander is None:
        examples = understander_of(assistant)
        assistant = _banded(assistant, examples.bands)
        understander = examples if assistant.model is None else Tandem(examples, assistant.model)
    return Mind(
        Means(
            assistant=assistant,
            understander=understander,
            knowledge=knowledge or NoKnowledge(),
            sender=sender or Services(assistant, programs or {}),
            wording=wording,
            assistance=assistance,
            clock=clock or SystemClock(),
            new_token=new_token or (lambda: secrets.token_hex(16)),
        )
    )


def understander_of(assistant: Assistant) -> ExampleUnderstander:
    """What understands for an assistant by its own examples."""
    return ExampleUnderstander(assistant.intents.values(), _choices(assistant), outside=assistant.outside)


def _banded(assistant: Assistant, bands: Bands) -> Assistant:
    """With the thresholds that its examples allow, where the author states none."""
    if assistant.thresholds.stated:
        return assistant
    return replace(assistant, thresholds=Thresholds(bands.answer, bands.clarify, stated=False))


def _choices(assistant: Assistant) -> dict[str, list[str]]:
    """How each option of each choice may be named."""
    return {
        slot.name: [words for option in slot.options for words in (option.title, *option.synonyms)]
        for slot in assistant.slots.values()
        if slot.type == "choice"
    }
