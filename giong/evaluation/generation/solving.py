"""Values that make the conditions of flows hold, and others that do not: read off the constants they compare with.

Knows expressions and samples, no talk. A condition is solved for one name at a time; which values go together is found
by walking the flows (`paths.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from giong.dialogue.assistant import Assistant, Call, Confirm, Flow, Jump, LookUp, Say, Set, Slot
from giong.dialogue.expressions import Expression
from giong.evaluation.generation.samples import TODAY, Sample, samples, within

_HALF_HOUR = 30
_AMOUNTS = frozenset({"number", "integer", "percent", "money"})
_DAY_FUNCTIONS = frozenset({"date", "weekday"})


@dataclass(frozen=True)
class Uses:
    """How the flows use one name: the constants it is compared with, the functions it is given to, and whether it is a
    condition by itself.
    """

    constants: tuple[Any, ...] = ()
    functions: frozenset[str] = frozenset()
    alone: bool = False


@dataclass
class Conditions:
    """Everything that flows ask about names."""

    _uses: dict[str, Uses] = field(default_factory=dict)

    @classmethod
    def of(cls, assistant: Assistant) -> Conditions:
        conditions = cls()
        for flow in assistant.flows.values():
            for expression, is_condition in _expressions(flow):
                conditions._read(expression, is_condition=is_condition)
        return conditions

    def uses(self, name: str) -> Uses:
        return self._uses.get(name, Uses())

    def _read(self, expression: Expression, *, is_condition: bool) -> None:
        for node in ast.walk(expression.tree):
            if isinstance(node, ast.Compare):
                self._compared([node.left, *node.comparators])
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                for given in node.args:
                    if isinstance(given, ast.Name):
                        self._add(given.id, functions=frozenset({node.func.id}))
        if is_condition and isinstance(expression.tree, ast.Name):
            self._add(expression.tree.id, alone=True)

    def _compared(self, sides: Sequence[ast.expr]) -> None:
        names = [side.id for side in sides if isinstance(side, ast.Name)]
        constants = [side.value for side in sides if isinstance(side, ast.Constant)]
        constants += [
            one.value
            for side in sides
            if isinstance(side, ast.Tuple | ast.List)
            for one in side.elts
            if isinstance(one, ast.Constant)
        ]
        for name in names:
            self._add(name, constants=tuple(constants))

    def _add(
        self,
        name: str,
        *,
        constants: tuple[Any, ...] = (),
        functions: frozenset[str] = frozenset(),
        alone: bool = False,
    ) -> None:
        old = self.uses(name)
        merged = tuple(dict.fromkeys([*old.constants, *constants]))
        self._uses[name] = Uses(merged, old.functions | functions, old.alone or alone)


def _expressions(flow: Flow) -> Iterator[tuple[Expression, bool]]:
    """The expressions of a flow, each with whether it is a condition."""
    for step in flow.steps:
        match step:
            case Jump(unless=Expression() as condition):
                yield condition, True
            case Set():
                yield from ((expression, False) for expression in step.values.values())
            case Say() | Confirm():
                yield from ((one, False) for phrase in step.phrases for one in phrase.text.expressions())
            case LookUp():
                yield from ((one, False) for one in step.query.expressions())
            case Call():
                pass


def answers_to(slot: Slot, uses: Uses) -> list[Sample]:
    """Answers that a path may give: the usual one first, then whatever decides a condition."""
    known = samples(slot)
    if known is None or not known.good:
        return []
    if slot.type in ("choice", "yes_no"):
        return list(known.good)
    deciding = [sample for constant in uses.constants for sample in _around(slot, constant)]
    return list({sample.value: sample for sample in [known.good[0], *deciding]}.values())


def _around(slot: Slot, constant: Any) -> Iterator[Sample]:
    """Answers just below, at and just above a constant."""
    if slot.type == "time" and isinstance(constant, str) and ":" in constant:
        hour, minute = map(int, constant.split(":"))
        for minutes in (-_HALF_HOUR, 0, _HALF_HOUR):
            total = hour * 60 + minute + minutes
            if 0 <= total < 24 * 60:
                yield _time(*divmod(total, 60))
    elif slot.type in _AMOUNTS and isinstance(constant, int | float):
        for value in (constant - 1, constant, constant + 1):
            if value >= 0 and within(value, slot):
                amount = int(value) if value == int(value) else value
                yield Sample(str(amount), amount)
    elif slot.type == "date" and isinstance(constant, str):
        day = date.fromisoformat(constant)
        for days in (-1, 0, 1):
            other = day + timedelta(days=days)
            yield Sample(f"{other.day}/{other.month}/{other.year}", other.isoformat())
    elif slot.type in ("text", "name", "address") and isinstance(constant, str) and constant:
        yield Sample(constant, constant)


def _time(hour: int, minute: int) -> Sample:
    part = "sáng" if hour < 11 else "trưa" if hour < 13 else "chiều" if hour < 18 else "tối"
    shown = hour - 12 if hour > 12 else hour
    return Sample(f"{shown} giờ{f' {minute}' if minute else ''} {part}", f"{hour:02}:{minute:02}")


def saved_values(uses: Uses) -> list[Any]:
    """What a service may answer for a name: the usual value first, then whatever decides a condition."""
    numbers = [one for one in uses.constants if isinstance(one, int | float) and not isinstance(one, bool)]
    texts = [one for one in uses.constants if isinstance(one, str)]
    if uses.functions & _DAY_FUNCTIONS:
        return [(TODAY + timedelta(days=7)).isoformat(), *texts]
    if uses.alone:
        return [True, False]
    if numbers:
        return list(dict.fromkeys(value for one in numbers for value in (one, one - 1, one + 1)))
    if "money" in uses.functions:
        return [512_000]
    return [*texts, "khác"] if texts else [25]
