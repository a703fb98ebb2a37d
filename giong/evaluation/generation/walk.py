"""Walks a flow as its definition says it must go, with a person who answers well, and writes down what is to be seen.

An interpreter of its own beside `dialogue/flows.py`, on purpose: it knows what each step means and nothing of how
sentences are understood, so what it expects can be held against what the assistant does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from giong.clock import VIETNAM
from giong.dialogue.assistant import (
    Ask,
    Assistant,
    Call,
    Confirm,
    EndTalk,
    Flow,
    Go,
    HandOverTo,
    Jump,
    LookUp,
    Phrases,
    Say,
    Set,
    Slot,
    Step,
)
from giong.dialogue.folder.schema import ExpectFile, FakeAnswerFile, ScenarioTurnFile
from giong.dialogue.notes import Notes
from giong.dialogue.rules.leaving import is_open
from giong.dialogue.speaking import Speaker
from giong.evaluation.generation.samples import TODAY, Sample
from giong.evaluation.generation.services import answering, sent
from giong.evaluation.generation.solving import Conditions, answers_to, saved_values
from giong.evaluation.scenarios import TOKEN

MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=VIETNAM)
MAX_TURNS = 12
MAX_STEPS = 300
FRAGMENT_WORDS = 8

OPTION = "option:"

Mark = tuple[str, int, str]
"""A step of a flow, or one outcome of it: (flow, place, outcome). An option of a slot is ("option:SLOT", 0, value)."""


class Choices:
    """The decisions of one walk: those of `script` first, then the usual one."""

    def __init__(self, script: Sequence[int]) -> None:
        self.taken: list[int] = []
        self.counts: list[int] = []
        self._script = script

    def take(self, count: int, usual: int = 0) -> int:
        """One of `count` options."""
        place = len(self.taken)
        chosen = self._script[place] if place < len(self._script) else usual
        self.taken.append(min(chosen, count - 1))
        self.counts.append(count)
        return self.taken[-1]


@dataclass
class Question:
    """A slot is being asked for in `flow`; `trail` are the slots that were asked for before it."""

    flow: Flow
    slot: Slot
    says: str
    trail: tuple[str, ...]


@dataclass
class Walk:
    """One way through a flow. `turns` is the talk, `marks` what of the flows it touched and in which turn (from 0)
    first, `questions` what was asked in which turn, `end` how it ended ("" where it was broken off).
    """

    turns: list[ScenarioTurnFile] = field(default_factory=list)
    actions: dict[str, list[FakeAnswerFile]] = field(default_factory=dict)
    marks: dict[Mark, int] = field(default_factory=dict)
    questions: dict[int, Question] = field(default_factory=dict)
    filled: dict[str, Sample] = field(default_factory=dict)
    end: str = ""
    impossible: str = ""
    """The slot for which there are no samples, so that the walk could not go on."""


Overrides = dict[str, Sample]


def walk(
    assistant: Assistant,
    flow: Flow,
    opening: str,
    *,
    conditions: Conditions,
    choices: Choices,
    answers: Overrides | None = None,
) -> Walk:
    """The talk that begins with `opening`, which starts the flow and tells nothing else. `answers` are given to
    questions instead of the usual ones.
    """
    return _Walker(assistant, conditions, choices, answers or {}).go(flow, opening)


def essence(text: str) -> str:
    """The part of a line that tells it from others: the first words of its longest stretch in which nobody is
    addressed.
    """
    stretches = [_LEAD.sub("", one).strip(" .,!?;:") for one in _STRETCH_END.split(text)]
    longest = max(stretches, key=lambda one: len(one.split()), default=text)
    return " ".join(longest.split()[:FRAGMENT_WORDS]).strip(" .,!?;:")


def nameless(assistant: Assistant) -> Assistant:
    """The assistant with a sign in the place of each word for itself and for the person, since those change with how
    the person speaks.
    """
    return replace(assistant, persona=replace(assistant.persona, own=PERSON, customer=PERSON))


PERSON = "¦"
_STRETCH_END = re.compile(rf"(?<=[.!?…])\s+|{PERSON}")
_LEAD = re.compile(r"^(?:dạ|vâng|à)[\s,]+", re.IGNORECASE)


class _Walker:
    """A walk that is under way: the assistant's notes as they must be, and the turn that is being answered."""

    def __init__(self, assistant: Assistant, conditions: Conditions, choices: Choices, answers: Overrides) -> None:
        self._assistant = assistant
        self._conditions = conditions
        self._choices = choices
        self._answers = answers
        self._notes = Notes(token=TOKEN, code=f"{int(TOKEN[:8], 16) % 1_000_000:06}")
        self._speaker = Speaker(nameless(assistant), self._notes, "web", MORNING)
        self._walk = Walk()
        self._flow: Flow
        self._at = 0
        self._trail: list[str] = []
        self._asked: dict[str, int] = {}
        self._denied = False
        self._over = False
        self._turn = _Turn()

    def go(self, flow: Flow, opening: str) -> Walk:
        self._enter(flow)
        self._say_as_person(opening)
        for _ in range(MAX_STEPS):
            if self._over or len(self._walk.turns) >= MAX_TURNS:
                break
            if self._at >= len(self._flow.steps):
                self._finish()
                break
            self._step(self._flow.steps[self._at])
        self._complete(self._flow.name if not self._over else None)
        return self._walk

    def _enter(self, flow: Flow) -> None:
        if flow.name in self._notes.finished:
            for slot in flow.slots:
                self._notes.slots.pop(slot, None)
        self._flow, self._at = flow, 0

    def _step(self, step: Step) -> None:
        outcome = ""
        match step:
            case Jump():
                holds = step.unless is None or not step.unless.holds(self._speaker.scope())
                outcome = "" if step.unless is None else "no" if holds else "yes"
                self._mark(outcome)
                self._at = step.to if holds else self._at + 1
                return
            case Set():
                scope = self._speaker.scope()
                self._notes.slots.update({name: one.value(scope) for name, one in step.values.items()})
            case Say():
                self._hears(step.phrases, step.prompt or f"{self._flow.name}.{self._at}")
            case Ask():
                self._ask(step)
                return
            case Confirm():
                self._confirm(step)
                return
            case Call():
                self._call(step)
                return
            case LookUp():
                pass
            case Go():
                self._mark("")
                self._done_with(self._flow.name)
                self._enter(self._assistant.flows[step.flow])
                return
            case HandOverTo():
                self._hand_over(step.queue)
            case EndTalk():
                self._hears_line("goodbye")
                self._turn.expect["ends"] = step.outcome
                self._close("ends")
        self._mark(outcome)
        self._at += 1

    def _mark(self, outcome: str) -> None:
        self._note((self._flow.name, self._at, outcome), len(self._walk.turns))

    def _note(self, mark: Mark, turn: int) -> None:
        self._walk.marks.setdefault(mark, turn)

    def _ask(self, step: Ask) -> None:
        slot = self._assistant.slots[step.slot]
        self._mark("")
        if step.anew:
            self._notes.slots.pop(slot.name, None)
        if slot.name in self._notes.slots:
            self._at += 1
            return
        asked = self._question(slot, choose=step.choose)
        answers = answers_to(slot, self._conditions.uses(slot.name))
        if not answers:
            self._walk.impossible = slot.name
            self._close("impossible")
            return
        # Asked once more, the person says something else, so that a flow that goes in a circle comes to its end.
        times = self._asked.get(slot.name, 0)
        self._asked[slot.name] = times + 1
        answer = self._answers.get(slot.name) or answers[self._choices.take(len(answers), times % len(answers))]
        if slot.type in ("choice", "yes_no"):
            self._note((f"{OPTION}{slot.name}", 0, str(answer.value)), len(self._walk.turns) + 1)
        self._walk.questions[len(self._walk.turns)] = Question(self._flow, slot, asked, tuple(self._trail))
        self._fill(slot, answer)
        self._at = self._resting_on(slot) if step.anew else self._at + 1

    def _resting_on(self, slot: Slot) -> int:
        """Where the flow goes on after an answer that was asked for anew: at the condition that asked for it, which is
        tried again, or with the next step.
        """
        taken = {place for flow, place, _ in self._walk.marks if flow == self._flow.name and place < self._at}
        steps = self._flow.steps
        conditions = ((place, steps[place]) for place in sorted(taken))
        return next(
            (
                place
                for place, step in conditions
                if isinstance(step, Jump) and step.unless is not None and slot.name in step.unless.used
            ),
            self._at + 1,
        )

    def _question(self, slot: Slot, *, choose: bool) -> str:
        asked = self._hears(slot.ask, f"{slot.name}.ask")
        if choose:
            titles = [option.title for option in slot.options] or ["Có", "Không"]
            self._turn.expect["choices"] = titles
        return asked

    def _fill(self, slot: Slot, answer: Sample) -> None:
        """The person answers; the slot is filled in the turn that follows."""
        self._say_as_person(answer.words)
        self._notes.slots[slot.name] = answer.value
        self._turn.slots[slot.name] = answer.value
        self._walk.filled[slot.name] = answer
        self._trail = [*(name for name in self._trail if name != slot.name), slot.name]

    def _confirm(self, step: Confirm) -> None:
        self._hears(step.phrases, step.prompt or f"{self._flow.name}.{self._at}")
        agreed = self._denied or self._choices.take(2) == 0
        self._mark("yes" if agreed else "no")
        self._say_as_person("đúng rồi" if agreed else "không đúng")
        if agreed:
            self._at += 1
            return
        self._denied = True
        if step.no >= 0:
            self._at = step.no
        elif step.slots:
            self._correct(step)

    def _correct(self, step: Confirm) -> None:
        """Asked what is wrong, the person names a thing and is asked for it again."""
        slot = next(
            (
                self._assistant.slots[name]
                for name in reversed(step.slots)
                if len(answers_to(self._assistant.slots[name], self._conditions.uses(name))) > 0
            ),
            None,
        )
        if slot is None:
            return
        if len(step.slots) > 1:
            self._hears_line("what_to_correct")
            self._say_as_person(slot.title)
        self._notes.slots.pop(slot.name, None)
        asked = self._question(slot, choose=False)
        self._note((self._flow.name, self._at, "corrected"), len(self._walk.turns) + 1)
        self._walk.questions[len(self._walk.turns)] = Question(self._flow, slot, asked, ())
        self._fill(slot, answers_to(slot, self._conditions.uses(slot.name))[0])

    def _call(self, step: Call) -> None:
        action = self._assistant.actions[step.action]
        saved = {name: saved_values(self._conditions.uses(name)) for name in action.save}
        done = self._choices.take(2) == 0
        self._mark("done" if done else "failed")
        self._turn.expect["action"] = action.name
        if action.body is not None:
            self._turn.expect["sent"] = sent(action.body, self._speaker)
        if done:
            values = {name: options[self._choices.take(len(options))] for name, options in saved.items()}
            body = answering(action.save, values)
            self._answer(action.name, FakeAnswerFile.model_validate({"status": 200, "json": body}))
            self._notes.slots.update(values)
            self._at += 1
            return
        self._answer(action.name, FakeAnswerFile.model_validate({"status": 503, "json": {}}), times=1 + action.retries)
        if step.failed >= 0:
            self._at = step.failed
        else:
            self._hears_line("action_failed")
            self._hand_over("")

    def _answer(self, name: str, answer: FakeAnswerFile, *, times: int = 1) -> None:
        self._walk.actions.setdefault(name, []).extend([answer] * times)

    def _hand_over(self, queue: str) -> None:
        desk = self._assistant.desk
        if is_open(desk.hours, MORNING):
            self._turn.expect["hand_over"] = queue or desk.queue
            self._close("hand_over")
        else:
            self._hears_line("agent_closed")
            self._close("agent_closed")

    def _finish(self) -> None:
        self._done_with(self._flow.name)
        self._hears_line("anything_else")
        self._close("done")

    def _done_with(self, name: str) -> None:
        if name not in self._notes.finished:
            self._notes.finished.append(name)

    def _close(self, end: str) -> None:
        self._over, self._walk.end = True, end

    def _hears(self, phrases: Phrases, key: str) -> str:
        """The person is told one of `phrases`; returns what of it is looked for."""
        fragment = essence(self._speaker.phrases(phrases, key).text)
        self._turn.says.append(fragment)
        return fragment

    def _hears_line(self, key: str) -> None:
        self._hears(self._assistant.answers[key], key)

    def _say_as_person(self, words: str) -> None:
        """The person speaks: the turn before is complete."""
        if self._turn.user is not None:
            self._complete(self._flow.name)
        self._turn = _Turn(words)

    def _complete(self, flow: str | None) -> None:
        """What a turn filled and forgot again is not to be seen when it is over."""
        kept = {name: value for name, value in self._turn.slots.items() if self._notes.slots.get(name) == value}
        self._turn.slots = kept
        self._walk.turns.append(self._turn.file(flow))


class _Turn:
    """A turn in the making."""

    def __init__(self, user: str | None = None) -> None:
        self.user = user
        self.says: list[str] = []
        self.slots: dict[str, Any] = {}
        self.expect: dict[str, Any] = {}

    def file(self, flow: str | None) -> ScenarioTurnFile:
        expect = dict(self.expect)
        if flow is not None:
            expect["flow"] = flow
        if self.slots:
            expect["slots"] = self.slots
        if self.says:
            expect["says"] = self.says
        return ScenarioTurnFile(user=self.user, expect=ExpectFile(**expect))
