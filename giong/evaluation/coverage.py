"""Which parts of an assistant its scenarios touch: flows, steps, branches, intents, slots, options, kinds of slots.

watch = Watch(mind)
results = list(run_scenarios(watch.mind, scenarios))
print(watch.coverage(results))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, SupportsIndex, overload

from giong.dialogue import standing
from giong.dialogue.assistant import Ask, Assistant, Call, Confirm, Flow, Go, HandOverTo, Jump, Say, Set, Step
from giong.dialogue.expressions import Expression, Scope
from giong.dialogue.memory import Turn
from giong.dialogue.mind import Mind
from giong.evaluation.scenarios import Result
from giong.text.unicode import fold

Place = tuple[str, int]
"""A step of a flow."""


@dataclass(frozen=True)
class Share:
    """How many of the things there are were touched, and which were not."""

    seen: int
    of: int
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"seen": self.seen, "of": self.of, "missing": list(self.missing)}


@dataclass(frozen=True)
class Coverage:
    """What a run of scenarios touched, by what it is: "flows", "steps", "branches", "intents", "slots", "options",
    "kinds refused" …
    """

    shares: dict[str, Share]

    def as_json(self) -> dict[str, Any]:
        return {name: share.as_json() for name, share in self.shares.items()}


class Watch:
    """A mind whose assistant notes what of it is used. `mind` answers as the given one does."""

    def __init__(self, mind: Mind) -> None:
        self._taken: set[Place] = set()
        self._decided: set[tuple[str, int, bool]] = set()
        self._assistant = mind.means.assistant
        flows = {name: self._watched(flow) for name, flow in self._assistant.flows.items()}
        self.mind = Mind(replace(mind.means, assistant=replace(self._assistant, flows=flows)))

    def entered(self) -> frozenset[str]:
        """The flows that were entered since the watch began or `forget` was called."""
        return frozenset(flow for flow, _ in self._taken)

    def forget(self) -> None:
        """Begin anew."""
        self._taken.clear()
        self._decided.clear()

    def coverage(self, results: Iterable[Result]) -> Coverage:
        """What was touched since the watch began; `results` are those of the scenarios that were played."""
        turns = [turn for result in results for turn in result.chat]
        assistant = self._assistant
        slots = _filled(turns)
        asked = {slot for flow in assistant.flows.values() for slot in flow.slots}
        shares = {
            "flows": _share(assistant.flows, {flow for flow, _ in self._taken}),
            "steps": self._steps(),
            "branches": self._branches(),
            "intents": _share(_own_intents(assistant), {turn.report.intent for turn in turns}),
            "slots": _share(sorted(asked), slots.keys()),
            "options": _options(assistant, asked, slots, turns),
            "kinds refused": _refused(assistant, asked, turns),
            "actions": _share(assistant.actions, {action for turn in turns for action in turn.report.actions}),
        }
        return Coverage(shares)

    def _watched(self, flow: Flow) -> Flow:
        steps = [
            replace(step, unless=_Noted(step.unless.source, step.unless.tree, self._deciding(flow.name, at)))
            if isinstance(step, Jump) and step.unless is not None
            else step
            for at, step in enumerate(flow.steps)
        ]
        return replace(flow, steps=_Followed(steps, lambda at: self._taken.add((flow.name, at))))

    def _deciding(self, flow: str, at: int) -> Callable[[bool], None]:
        return lambda holds: self._decided.add((flow, at, holds))

    def _steps(self) -> Share:
        every = {
            (flow.name, at): _step_told(flow, at)
            for flow in self._assistant.flows.values()
            for at, step in enumerate(flow.steps)
            if not isinstance(step, Jump)
        }
        missing = tuple(told for place, told in every.items() if place not in self._taken)
        return Share(len(every) - len(missing), len(every), missing)

    def _branches(self) -> Share:
        every = {
            (flow.name, at, holds): f"{flow.name}: {'' if holds else 'not '}({step.unless.source})"
            for flow in self._assistant.flows.values()
            for at, step in enumerate(flow.steps)
            if isinstance(step, Jump) and step.unless is not None
            for holds in (True, False)
        }
        missing = tuple(told for outcome, told in every.items() if outcome not in self._decided)
        return Share(len(every) - len(missing), len(every), missing)


class _Followed(tuple[Step, ...]):
    """Steps that tell which of them are taken."""

    _note: Callable[[int], Any]

    def __new__(cls, steps: Iterable[Step], note: Callable[[int], Any]) -> _Followed:
        followed = super().__new__(cls, steps)
        followed._note = note
        return followed

    @overload
    def __getitem__(self, at: SupportsIndex) -> Step: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Step, ...]: ...

    def __getitem__(self, at: SupportsIndex | slice) -> Step | tuple[Step, ...]:
        if isinstance(at, slice):
            return super().__getitem__(at)
        self._note(at.__index__())
        return super().__getitem__(at)


@dataclass(frozen=True)
class _Noted(Expression):
    """A condition that tells how it was decided."""

    note: Callable[[bool], Any] = field(default=lambda holds: None, compare=False)

    def holds(self, scope: Scope) -> bool:
        outcome = super().holds(scope)
        self.note(outcome)
        return outcome


def _share(every: Iterable[str], seen: Iterable[str]) -> Share:
    names, touched = list(every), set(seen)
    missing = tuple(name for name in names if name not in touched)
    return Share(len(names) - len(missing), len(names), missing)


def _own_intents(assistant: Assistant) -> Iterator[str]:
    return (name for name in assistant.intents if name not in standing.INTENTS)


def _filled(turns: Iterable[Turn]) -> dict[str, set[str]]:
    """The values that each slot had."""
    values: dict[str, set[str]] = {}
    for turn in turns:
        for name, value in turn.report.slots.items():
            if value is not None:
                values.setdefault(name, set()).add(str(value))
    return values


def _options(assistant: Assistant, asked: set[str], filled: dict[str, set[str]], turns: list[Turn]) -> Share:
    """Options that filled a slot, or were named word for word: a command is forgotten as soon as it is obeyed."""
    said = {fold(turn.said.text) for turn in turns if turn.said}
    every = {
        f"{name}: {option.value}": option.value in filled.get(name, ()) or fold(option.title) in said
        for name in sorted(asked)
        for option in assistant.slots[name].options
    }
    missing = tuple(told for told, seen in every.items() if not seen)
    return Share(len(every) - len(missing), len(every), missing)


def _refused(assistant: Assistant, asked: set[str], turns: list[Turn]) -> Share:
    """Kinds of slots for which some answer was refused and asked for again."""
    kinds = sorted({assistant.slots[name].type for name in asked} - {"text"})
    again = {
        piece.expects.slot_type
        for turn in turns
        if turn.report.decision == "again"
        for piece in turn.delivered.pieces
        if piece.expects is not None
    }
    return _share(kinds, again)


def _step_told(flow: Flow, at: int) -> str:
    """A step in a report: its flow, what kind it is, and what it is about."""
    step = flow.steps[at]
    match step:
        case Ask():
            about = f"ask {step.slot}"
        case Say() | Confirm():
            words = " ".join(step.phrases[0].text.source.split()[:7])
            about = f"{type(step).__name__.lower()} “{words} …”"
        case Call():
            about = f"call {step.action}"
        case Go():
            about = f"go {step.flow}"
        case HandOverTo():
            about = f"hand_over {step.queue}"
        case Set():
            about = f"set {', '.join(step.values)}"
        case _:
            about = {"LookUp": "look_up", "EndTalk": "end"}.get(type(step).__name__, type(step).__name__)
    return f"{flow.name}: {about}"
