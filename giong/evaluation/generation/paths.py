"""Finds few walks that together take every step, every branch and every option that can be reached. Knows no file."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from giong.dialogue.assistant import Assistant, Flow
from giong.evaluation.generation.solving import Conditions
from giong.evaluation.generation.walk import Choices, Mark, Walk, walk

BUDGET = 600
"""Walks that are tried for one flow."""
PATIENCE = 250
"""After so many that touched nothing new it is given up."""


@dataclass(frozen=True)
class Path:
    """A walk up to where it has touched what no walk before it did (`new`); the first goes to its end."""

    walk: Walk
    turns: int
    new: frozenset[Mark]

    @property
    def marks(self) -> set[Mark]:
        return {mark for mark, turn in self.walk.marks.items() if turn < self.turns}


def covering(assistant: Assistant, flow: Flow, opening: str, *, conditions: Conditions, seen: set[Mark]) -> list[Path]:
    """Walks through `flow`, the simplest first. Each decision is varied, then each pair of them, and so on, as long as
    the budget lasts; ways that led to something new are followed first. What is in `seen` needs no walk any more; what
    these walks touch is added to it.
    """
    paths: list[Path] = []
    fruitful: deque[tuple[int, ...]] = deque([()])
    others: deque[tuple[int, ...]] = deque()
    idle = 0
    for _ in range(BUDGET):
        if idle >= PATIENCE or not (fruitful or others):
            break
        script = fruitful.popleft() if fruitful else others.popleft()
        choices = Choices(script)
        found = walk(assistant, flow, opening, conditions=conditions, choices=choices)
        if found.impossible:
            continue
        new = frozenset(found.marks.keys() - seen)
        idle = 0 if new else idle + 1
        if new or not paths:
            paths.append(Path(found, _length(found, new, whole=not paths), new))
            seen |= new
        further = [
            (*choices.taken[:place], option)
            for place in range(len(script), len(choices.counts))
            for option in range(choices.counts[place])
            if option != choices.taken[place]
        ]
        (fruitful if new else others).extend(further)
    return _needed(paths)


def _length(found: Walk, new: frozenset[Mark], *, whole: bool) -> int:
    """How many turns show what is new; what a turn decided is seen in the next one."""
    last = max((found.marks[mark] for mark in new), default=0)
    return len(found.turns) if whole and found.end else min(last + 2, len(found.turns))


def _needed(paths: list[Path]) -> list[Path]:
    """Without those whose marks the others hold together; the first stays."""
    kept = list(paths)
    for path in reversed(paths[1:]):
        rest = set[Mark]().union(*(other.marks for other in kept if other is not path))
        if path.new <= rest:
            kept.remove(path)
    return kept
