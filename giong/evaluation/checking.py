"""An assistant's folder checked without a talk: what is wrong in it and what its examples are worth. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from giong.dialogue.assistant import Assistant, Go
from giong.dialogue.folder import marks
from giong.dialogue.folder.problems import BadFolder, Page, Problem
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.mind import understander_of
from giong.dialogue.nlu.lessons import key
from giong.dialogue.nlu.review import Alike, Review, review
from giong.dialogue.slots.table import DOCUMENT
from giong.documents.kinds.table import BY_NAME

FEW_EXAMPLES = 5
"""With fewer, an intent is understood word for word and hardly otherwise."""
WEAK_F1 = 0.5
INTENTS = "intents.yaml"
SLOTS = "slots.yaml"


@dataclass(frozen=True)
class Check:
    """`problems` keep the assistant from working; `warnings` do not. `review` is there where there are no problems."""

    assistant: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    review: Review | None = None


def check(folder: Path) -> Check:
    try:
        assistant = read_assistant(folder)
    except BadFolder as error:
        return Check(folder.name, problems=error.problems)
    if problems := tuple(_unknown_papers(assistant, folder)):
        return Check(folder.name, problems=problems)
    found = review(understander_of(assistant))
    places = _Places.of(folder)
    return Check(folder.name, warnings=tuple(_warnings(assistant, found, places)), review=found)


@dataclass(frozen=True)
class _Places:
    """Where intents and their examples stand in the file."""

    marked: marks.Marked

    @classmethod
    def of(cls, folder: Path) -> _Places:
        file = folder / INTENTS
        return cls(marks.read(file.read_text(encoding="utf-8")) if file.is_file() else marks.Marked({}))

    def intent(self, name: str) -> marks.Mark:
        return self.marked.mark((name,))

    def example(self, intent: str, text: str) -> marks.Mark:
        written = (self.marked.data.get(intent) or {}).get("examples", [])
        wanted = key(text)
        for number, example in enumerate(written):
            if key(str(example)) == wanted:
                return self.marked.mark((intent, "examples", number))
        return self.intent(intent)


def _unknown_papers(assistant: Assistant, folder: Path) -> Iterator[Problem]:
    """Kinds of paper that nobody reads, and fields that they have not."""
    papers = [slot for slot in assistant.slots.values() if slot.type == DOCUMENT]
    if not papers:
        return
    problems: list[Problem] = []
    page = Page(SLOTS, marks.read((folder / SLOTS).read_text(encoding="utf-8")), problems)
    for slot in papers:
        for number, kind in enumerate(slot.accept):
            if kind not in BY_NAME:
                page.add_unknown((slot.name, "accept", number), kind, list(BY_NAME), vi="loại giấy tờ", en="paper")
        fields = [spec.name for kind in slot.accept if kind in BY_NAME for spec in BY_NAME[kind].fields]
        for filled, field in slot.fill.items():
            if fields and field not in fields:
                page.add_unknown((slot.name, "fill", filled), field, fields, vi="trường", en="field")
    yield from problems


def _warnings(assistant: Assistant, found: Review, places: _Places) -> Iterator[Problem]:
    for one in found.contradictions:
        yield _nearly_the_same(one, places)
    for one in found.repetitions:
        yield _problem(
            places.example(one.other_intent, one.other_text),
            f"“{one.other_text}” gần như trùng với “{one.text}” cùng ý định, không dạy thêm được gì",
            f"“{one.other_text}” says what “{one.text}” of the same intent says, and teaches nothing more",
        )
    for grade in found.grades:
        if grade.examples < FEW_EXAMPLES or grade.f1 < WEAK_F1:
            yield _problem(
                places.intent(grade.intent),
                f"ý định “{grade.intent}” khó nhận ra (F1 {grade.f1:.2f} với {grade.examples} câu ví dụ); "
                "thêm câu ví dụ nói theo cách khác",
                f"the intent “{grade.intent}” is hard to tell (F1 {grade.f1:.2f} with {grade.examples} examples); "
                "add examples in other words",
            )
    yield from _never_started(assistant)


def _nearly_the_same(one: Alike, places: _Places) -> Problem:
    other = places.example(one.intent, one.text)
    return _problem(
        places.example(one.other_intent, one.other_text),
        f"“{one.other_text}” ({one.other_intent}) gần giống “{one.text}” ({one.intent}, dòng {other.line}): "
        "hai câu gần như nhau mà khác ý định",
        f"“{one.other_text}” ({one.other_intent}) is nearly “{one.text}” ({one.intent}, line {other.line}): "
        "almost the same words with two intents",
    )


def _never_started(assistant: Assistant) -> Iterator[Problem]:
    gone_to = {step.flow for flow in assistant.flows.values() for step in flow.steps if isinstance(step, Go)}
    for flow in assistant.flows.values():
        if not flow.start and flow.name not in {*gone_to, assistant.outbound}:
            yield Problem(
                f"flows/{flow.name}.yaml",
                1,
                1,
                f"không gì mở kịch bản “{flow.name}”: thêm ý định vào “start”, hoặc bước “go: {flow.name}”",
                f"nothing starts the flow “{flow.name}”: add an intent to “start”, or a step “go: {flow.name}”",
            )


def _problem(mark: marks.Mark, vi: str, en: str) -> Problem:
    return Problem(INTENTS, mark.line, mark.column, vi, en)
