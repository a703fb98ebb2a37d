"""An assistant as the ground on which cases are made: its flows with sentences that open them, and what its lines say.
Knows no file.
"""

from __future__ import annotations

from dataclasses import dataclass

from giong.dialogue import standing
from giong.dialogue.assistant import Ask, Assistant, Flow, Intent, Slot
from giong.dialogue.notes import Notes
from giong.dialogue.slots.table import KINDS, OPEN
from giong.dialogue.speaking import Speaker
from giong.evaluation.generation.samples import TODAY, Sample
from giong.evaluation.generation.solving import Conditions
from giong.evaluation.generation.walk import MORNING, Choices, Question, Walk, essence, nameless, walk


@dataclass(frozen=True)
class Opened:
    """A flow with a sentence that starts it and tells nothing else, and the walk that answers everything plainly."""

    flow: Flow
    opening: str
    plain: Walk

    def flow_at(self, turn: int) -> str | None:
        """The flow that waits after a turn."""
        return self.plain.turns[turn].expect.flow


class Ground:
    """What all kinds of cases need to know of an assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.conditions = Conditions.of(assistant)
        self.opened: list[Opened] = []
        self.unopened: dict[str, str] = {}
        """Flow → the slot for which there are no samples, "" where no sentence opens the flow and tells nothing."""
        for flow in assistant.flows.values():
            if flow.start:
                self._open(flow)

    def own_intents(self) -> list[Intent]:
        return [one for one in self.assistant.intents.values() if one.name not in standing.INTENTS]

    def line(self, key: str) -> str:
        """What is looked for of one of the assistant's own lines."""
        speaker = Speaker(nameless(self.assistant), Notes(), "web", MORNING)
        return essence(speaker.line(key).text)

    def tells(self, words: str) -> bool:
        """Whether the words hold, or may hold, the value of any slot."""
        slots = self.assistant.slots.values()
        return any(letter.isdigit() for letter in words) or any(
            KINDS[slot.type].find(words, slot, TODAY) is not None for slot in slots
        )

    def answers(self, question: Question, words: str) -> bool:
        """Whether the words would do as the answer to a question."""
        slot = question.slot
        return slot.type not in OPEN and KINDS[slot.type].read(words, slot, TODAY) is not None

    def is_command(self, slot: Slot) -> bool:
        """Whether the slot is asked for anew each time, so that its value says what to do next."""
        steps = (step for flow in self.assistant.flows.values() for step in flow.steps)
        return any(isinstance(step, Ask) and step.anew and step.slot == slot.name for step in steps)

    def asked_for(self, slot: Slot) -> tuple[Opened, int] | None:
        """Where the slot is asked for first: the flow and the turn with the question."""
        for opened in self.opened:
            for turn, question in opened.plain.questions.items():
                if question.slot.name == slot.name:
                    return opened, turn
        return None

    def answered(self, opened: Opened, slot: Slot, sample: Sample) -> Walk:
        """The plain walk with another answer to the question for one slot."""
        return walk(
            self.assistant,
            opened.flow,
            opened.opening,
            conditions=self.conditions,
            choices=Choices(()),
            answers={slot.name: sample},
        )

    def _open(self, flow: Flow) -> None:
        opening = self._opening(flow)
        if opening is None:
            self.unopened[flow.name] = ""
            return
        plain = walk(self.assistant, flow, opening, conditions=self.conditions, choices=Choices(()))
        if plain.impossible:
            self.unopened[flow.name] = plain.impossible
        else:
            self.opened.append(Opened(flow, opening, plain))

    def _opening(self, flow: Flow) -> str | None:
        """The example of most words that fills no slot."""
        examples = [one for intent in flow.start for one in self.assistant.intents[intent].examples]
        silent = [one.text for one in examples if not one.slots and not self.tells(one.text)]
        return max(silent, key=lambda text: len(text.split()), default=None)
