"""Turns a flow's steps as they are written, nested, into the flat list that runs. Runs nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from giong.dialogue.assistant import (
    Ask,
    Call,
    Confirm,
    EndTalk,
    Go,
    HandOverTo,
    Jump,
    LookUp,
    Say,
    Set,
    Step,
)
from giong.dialogue.folder import schema
from giong.dialogue.folder.checked import Checker
from giong.dialogue.folder.marks import Path


@dataclass(frozen=True)
class Known:
    """The names that steps may refer to; `slots` maps a slot to its type, `filled` to those that its photo fills."""

    slots: dict[str, str]
    filled: dict[str, list[str]]
    actions: list[str]
    flows: list[str]


class Plan:
    """The flat list under construction. Only jumps and the "no" and "failed" of a step know places in it."""

    def __init__(self, checker: Checker, known: Known) -> None:
        self.steps: list[Step] = []
        self.paths: list[Path] = []
        """Where each step is written."""
        self._here: Path = ()
        self._check = checker
        self._known = known

    def add(self, written: list[schema.AnyStep], path: Path) -> None:
        for number, step in enumerate(written):
            self._here = here = (*path, number)
            if step.when is None:
                self._kind(step, here)
            else:
                skip = self._put(Jump(-1, self._check.expression(step.when, (*here, "when"))))
                self._kind(step, here)
                self._land(skip)

    def _put(self, step: Step) -> int:
        self.steps.append(step)
        self.paths.append(self._here)
        return len(self.steps) - 1

    def _land(self, jump: int) -> None:
        """Let the jump at this place go to what comes next."""
        step = self.steps[jump]
        assert isinstance(step, Jump)
        self.steps[jump] = replace(step, to=len(self.steps))

    def _kind(self, step: schema.AnyStep, path: Path) -> None:
        match step:
            case schema.SayStep():
                self._put(Say(self._check.phrases(step.say, (*path, "say")), step.prompt))
            case schema.AskStep():
                self._slot(step.ask, (*path, "ask"))
                self._put(Ask(step.ask, anew=step.anew))
                for name in self._known.filled.get(step.ask, ()):
                    self._put(Ask(name))  # asked only for what no photo gave
            case schema.ChooseStep():
                self._choice(step.choose, (*path, "choose"))
                self._put(Ask(step.choose, choose=True, anew=step.anew))
            case schema.ConfirmStep():
                self._confirm(step, path)
            case schema.SetStep():
                self._set(step, path)
            case schema.BranchStep():
                self._branch(step, (*path, "branch"))
            case schema.CallStep():
                self._call(step, path)
            case schema.LookUpStep():
                self._put(LookUp(self._check.template(step.look_up, (*path, "look_up"))))
            case schema.GoStep():
                self._name(step.go, self._known.flows, (*path, "go"), vi="kịch bản", en="flow")
                self._put(Go(step.go))
            case schema.HandOverStep():
                self._put(HandOverTo(step.hand_over))
            case schema.EndStep():
                self._put(EndTalk(step.end))

    def _confirm(self, step: schema.ConfirmStep, path: Path) -> None:
        phrases = self._check.phrases(step.confirm, (*path, "confirm"))
        used = dict.fromkeys(
            name
            for phrase in phrases
            for expression in phrase.text.expressions()
            for name in sorted(expression.used)
            if name in self._known.slots
        )
        place = self._put(Confirm(phrases, step.prompt, slots=tuple(used)))
        if step.no is not None:
            self._aside(place, "no", step.no, path, back=True)

    def _call(self, step: schema.CallStep, path: Path) -> None:
        self._name(step.call, self._known.actions, (*path, "call"), vi="hành động", en="action")
        place = self._put(Call(step.call))
        if step.failed is not None:
            self._aside(place, "failed", step.failed, path, back=False)

    def _aside(self, place: int, key: str, steps: list[schema.AnyStep], path: Path, *, back: bool) -> None:
        """Steps that are passed over unless the step at `place` sends there; `back`: they return to it."""
        around = self._put(Jump(-1))
        origin = self.steps[place]
        assert isinstance(origin, Confirm | Call)
        here = len(self.steps)
        self.steps[place] = replace(origin, no=here) if isinstance(origin, Confirm) else replace(origin, failed=here)
        self.add(steps, (*path, key))
        if back:
            self._put(Jump(place))
        self._land(around)

    def _set(self, step: schema.SetStep, path: Path) -> None:
        values = {name: self._check.expression(str(source), (*path, "set", name)) for name, source in step.set.items()}
        self._put(Set(values))

    def _branch(self, step: schema.BranchStep, path: Path) -> None:
        ends: list[int] = []
        for number, arm in enumerate(step.branch):
            if isinstance(arm, schema.ElseFile):
                if number + 1 < len(step.branch):
                    self._check.page.add((*path, number), "“else” phải là nhánh cuối", "“else” must be the last arm")
                self.add(arm.otherwise, (*path, number, "else"))
                continue
            skip = self._put(Jump(-1, self._check.expression(arm.when, (*path, number, "when"))))
            self.add(arm.steps, (*path, number, "steps"))
            ends.append(self._put(Jump(-1)))
            self._land(skip)
        for end in ends:
            self._land(end)

    def _slot(self, name: str, path: Path) -> None:
        self._name(name, sorted(self._known.slots), path, vi="thông tin (slot)", en="slot")

    def _choice(self, name: str, path: Path) -> None:
        self._slot(name, path)
        if self._known.slots.get(name, "choice") not in ("choice", "yes_no"):
            self._check.page.add(
                path,
                f"“{name}” không thuộc loại choice; dùng “ask” hoặc đổi loại trong slots.yaml",
                f"“{name}” is not of type choice; use “ask” or change its type in slots.yaml",
            )

    def _name(self, word: str, known: list[str], path: Path, *, vi: str, en: str) -> None:
        if word not in known:
            self._check.page.add_unknown(path, word, known, vi=vi, en=en)
