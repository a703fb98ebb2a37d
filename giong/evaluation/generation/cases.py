"""Makes scenarios from an assistant: its paths, the values of its slots, digressions from its questions, its intents.

assistant = read_assistant(folder)
for name, scenarios in cases(assistant).items(): ...      # name of a file → what is to be in it
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giong.dialogue.assistant import Assistant, Jump, Slot
from giong.dialogue.folder.schema import ScenarioFile
from giong.dialogue.slots.table import KINDS
from giong.evaluation.generation import talk
from giong.evaluation.generation.answering import answers
from giong.evaluation.generation.digressions import digressions
from giong.evaluation.generation.ground import Ground, Opened
from giong.evaluation.generation.meaning import meanings
from giong.evaluation.generation.paths import Path, covering
from giong.evaluation.generation.walk import OPTION, Mark

INTENTS_FILE = "y-dinh"
SLOTS_FILE = "thong-tin"


def cases(assistant: Assistant) -> dict[str, list[ScenarioFile]]:
    """Scenarios by the name of the file they belong to. The same assistant gives the same ones."""
    ground = Ground(assistant)
    seen: set[Mark] = set()
    made = {
        opened.flow.name: [*_along_paths(ground, opened, seen), *digressions(ground, opened)]
        for opened in ground.opened
    }
    made[SLOTS_FILE] = list(answers(ground))
    made[INTENTS_FILE] = list(meanings(ground))
    return {name: talk.named_apart(scenarios) for name, scenarios in made.items() if scenarios}


def _along_paths(ground: Ground, opened: Opened, seen: set[Mark]) -> Iterator[ScenarioFile]:
    """The paths of a flow, leaving out what those of other flows went along."""
    paths = covering(ground.assistant, opened.flow, opened.opening, conditions=ground.conditions, seen=seen)
    for number, path in enumerate(paths):
        what = _told(ground.assistant, path) if number else "trọn vẹn"
        yield talk.along(talk.titled(opened.flow.title, what), path.walk, path.walk.turns[: path.turns])


def _told(assistant: Assistant, path: Path) -> str:
    """What a path is for, in words."""
    told = [words for mark in sorted(path.new) if (words := _mark_told(assistant, mark))]
    return ", ".join(dict.fromkeys(told)) or "đường khác"


def _mark_told(assistant: Assistant, mark: Mark) -> str:
    place, at, outcome = mark
    if place.startswith(OPTION):
        slot = assistant.slots[place.removeprefix(OPTION)]
        return f"{slot.title} là {KINDS[slot.type].written(_typed(slot, outcome), slot)}"
    if outcome == "corrected":
        return "sửa lại lúc xác nhận"
    step = assistant.flows[place].steps[at]
    if isinstance(step, Jump) and step.unless is not None and outcome == "yes":
        return f"khi {step.unless.source}"
    return "hệ thống không trả lời" if outcome == "failed" else ""


def _typed(slot: Slot, outcome: str) -> Any:
    return outcome == "True" if slot.type == "yes_no" else outcome
