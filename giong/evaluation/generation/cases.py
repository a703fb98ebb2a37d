"""Makes scenarios from an assistant: its paths, the values of its slots, digressions from its questions, its intents.

assistant = read_assistant(folder)
for name, scenarios in cases(assistant).items(): ...      # name of a file → what is to be in it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from giong.dialogue import standing
from giong.dialogue.assistant import Assistant, Flow, Intent, Jump, Slot
from giong.dialogue.notes import Notes
from giong.dialogue.schema import ExpectFile, FakeAnswerFile, ScenarioFile, ScenarioTurnFile
from giong.dialogue.slots.table import KINDS
from giong.dialogue.speaking import Speaker
from giong.evaluation.generation.paths import Path, covering
from giong.evaluation.generation.samples import TODAY, Sample, samples
from giong.evaluation.generation.solving import Conditions
from giong.evaluation.generation.walk import MORNING, OPTION, Choices, Mark, Question, Walk, essence, nameless, walk
from giong.text.unicode import fold

INTENTS_FILE = "y-dinh"
SLOTS_FILE = "thong-tin"
LONGEST_CHARS = 90
OUTSIDE = 4
"""Of the sentences that the assistant is not there for, so many are tried."""


@dataclass(frozen=True)
class Opened:
    """A flow with a sentence that starts it and tells nothing else, and the walk that answers everything plainly."""

    flow: Flow
    opening: str
    plain: Walk


def cases(assistant: Assistant) -> dict[str, list[ScenarioFile]]:
    """Scenarios by the name of the file they belong to. The same assistant gives the same ones."""
    maker = _Maker(assistant)
    made = {flow.name: maker.of_flow(flow) for flow in assistant.flows.values() if flow.start}
    made[SLOTS_FILE] = maker.of_slots()
    made[INTENTS_FILE] = maker.of_intents()
    return {name: _named_apart(scenarios) for name, scenarios in made.items() if scenarios}


class _Maker:
    """The scenarios of one assistant in the making."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._conditions = Conditions.of(assistant)
        self._seen: set[Mark] = set()
        self._opened = [opened for flow in assistant.flows.values() if flow.start and (opened := self._open(flow))]

    def of_flow(self, flow: Flow) -> list[ScenarioFile]:
        opened = next((one for one in self._opened if one.flow is flow), None)
        if opened is None:
            return []
        paths = covering(self._assistant, flow, opened.opening, conditions=self._conditions, seen=self._seen)
        along = [
            _scenario(_titled(flow, self._told(path, first=path is paths[0])), path.walk, path.walk.turns[: path.turns])
            for path in paths
        ]
        return along + list(self._digressions(opened))

    def of_slots(self) -> list[ScenarioFile]:
        """Each slot once: what will do in all its forms, and what will not."""
        made = []
        for slot in self._assistant.slots.values():
            asked = self._asked_for(slot)
            known = samples(slot)
            if asked is None or known is None:
                continue
            opened, at = asked
            made += [self._odd(opened, at, slot, sample) for sample in known.odd]
            made += [self._bad(opened, at, slot, words) for words in known.bad]
        return made

    def of_intents(self) -> list[ScenarioFile]:
        """Each intent of its own said as it was not taught: politely, and without diacritics."""
        made = []
        for number, intent in enumerate(self._own_intents()):
            plain = [example for example in intent.examples if not example.slots and len(example.text.split()) > 1]
            for way, example in zip(_WAYS, _spread(plain, len(_WAYS), start=number), strict=False):
                words = _WAYS[way].format(words=example.text, folded=fold(example.text))
                made.append(self._meant(intent, words, way))
        return made + [self._outside(words) for words in self._assistant.outside[:OUTSIDE]]

    def _own_intents(self) -> list[Intent]:
        return [one for one in self._assistant.intents.values() if one.name not in standing.INTENTS]

    def _open(self, flow: Flow) -> Opened | None:
        opening = self._opening(flow)
        if opening is None:
            return None
        plain = walk(self._assistant, flow, opening, conditions=self._conditions, choices=Choices(()))
        return None if plain.impossible else Opened(flow, opening, plain)

    def _opening(self, flow: Flow) -> str | None:
        """The example of most words that fills none of the flow's slots."""
        examples = [one for intent in flow.start for one in self._assistant.intents[intent].examples]
        silent = [one for one in examples if not one.slots and not self._tells(one.text)]
        return max((one.text for one in silent), key=lambda text: len(text.split()), default=None)

    def _tells(self, words: str) -> bool:
        """Whether the words hold, or may hold, the value of any slot."""
        slots = self._assistant.slots.values()
        return any(letter.isdigit() for letter in words) or any(
            KINDS[slot.type].find(words, slot, TODAY) is not None for slot in slots
        )

    def _told(self, path: Path, *, first: bool) -> str:
        """What a path is for, in words."""
        if first:
            return "trọn vẹn"
        told = [words for mark in sorted(path.new) if (words := self._mark_told(mark))]
        return ", ".join(dict.fromkeys(told)) or "đường khác"

    def _mark_told(self, mark: Mark) -> str:
        place, at, outcome = mark
        if place.startswith(OPTION):
            slot = self._assistant.slots[place.removeprefix(OPTION)]
            written = KINDS[slot.type].written(_typed(slot, outcome), slot)
            return f"{slot.title} là {written}"
        if outcome == "corrected":
            return "sửa lại lúc xác nhận"
        step = self._assistant.flows[place].steps[at]
        if isinstance(step, Jump) and step.unless is not None and outcome == "yes":
            return f"khi {step.unless.source}"
        return {"failed": "hệ thống không trả lời"}.get(outcome, "")

    def _asked_for(self, slot: Slot) -> tuple[Opened, int] | None:
        """Where the slot is asked for first: the flow and the turn with the question."""
        for opened in self._opened:
            for turn, question in opened.plain.questions.items():
                if question.slot.name == slot.name:
                    return opened, turn
        return None

    def _odd(self, opened: Opened, at: int, slot: Slot, sample: Sample) -> ScenarioFile:
        said = walk(
            self._assistant,
            opened.flow,
            opened.opening,
            conditions=self._conditions,
            choices=Choices(()),
            answers={slot.name: sample},
        )
        name = f"{_capital(slot.title)} nói là “{sample.words}”"
        return _scenario(name, said, said.turns[: at + 2])

    def _bad(self, opened: Opened, at: int, slot: Slot, words: str) -> ScenarioFile:
        """Asked again, and told what was wrong with it; then the answer will do."""
        turns = opened.plain.turns
        expect: dict[str, Any] = {"decision": "again", "flow": opened.plain.turns[at].expect.flow}
        expect["slots"] = {slot.name: None}
        refused = ScenarioTurnFile(user=words, expect=ExpectFile(**expect))
        talk = [*turns[: at + 1], refused, *turns[at + 1 : at + 2]]
        return _scenario(f"{_capital(slot.title)}: “{words}” không được nhận", opened.plain, talk)

    def _meant(self, intent: Intent, words: str, way: str) -> ScenarioFile:
        flow = self._assistant.flow_for(intent.name)
        expect: dict[str, Any] = {"intent": intent.name}
        name = f"{intent.title}, {way}: {words}"
        if flow is None:
            expect["says"] = [self._line(intent.name)]
            return _talk(name, [ScenarioTurnFile(user=words, expect=ExpectFile(**expect))])
        opened = next((one for one in self._opened if one.flow is flow), None)
        first = opened.plain.turns[0].expect if opened else ExpectFile()
        if not self._tells(words):
            expect |= {"flow": first.flow, "says": first.says}
        return _talk(name, [ScenarioTurnFile(user=words, expect=ExpectFile(**expect))])

    def _outside(self, words: str) -> ScenarioFile:
        """What the author said is no business of this assistant's."""
        turn = ScenarioTurnFile(user=words, expect=ExpectFile(decision="unknown", flow=""))
        return _talk(f"Ngoài phạm vi: {words}", [turn])

    def _line(self, key: str) -> str:
        """What is looked for of one of the assistant's own lines."""
        speaker = Speaker(nameless(self._assistant), Notes(), "web", MORNING)
        return essence(speaker.line(key).text)

    def _digressions(self, opened: Opened) -> Iterator[ScenarioFile]:
        """Each digression once in the flow, at one question after the other."""
        makers = (self._aside, self._repeat, self._cancel, self._person, self._back, self._correct, self._silence)
        questions = list(opened.plain.questions.items())
        for number, make in enumerate(makers):
            rotated = questions[number % len(questions) :] + questions[: number % len(questions)] if questions else []
            made = (one for at, question in rotated if (one := make(opened, at, question)))
            if (scenario := next(made, None)) is not None:
                yield scenario

    def _interrupted(
        self, opened: Opened, at: int, what: str, between: Sequence[ScenarioTurnFile], *, more: int = 1
    ) -> ScenarioFile:
        """The plain walk with something else before the answer to the question of turn `at`."""
        turns = opened.plain.turns
        talk = [*turns[: at + 1], *between, *turns[at + 1 : at + 1 + more]]
        return _scenario(_titled(opened.flow, what), opened.plain, talk)

    def _answers(self, question: Question, words: str) -> bool:
        """Whether the words would do as the answer: then they are no digression."""
        slot = question.slot
        if slot.type in ("text", "name", "address"):
            return False
        return KINDS[slot.type].read(words, slot, TODAY) is not None

    def _aside(self, opened: Opened, at: int, question: Question) -> ScenarioFile | None:
        """A question is answered, and the flow's own question is put again."""
        intents = [one for one in self._own_intents() if self._assistant.flow_for(one.name) is None]
        for intent in _spread(intents, len(intents), start=at):
            for example in intent.examples:
                words = example.text
                if self._tells(words) or self._answers(question, words) or len(words.split()) < 4:
                    continue
                says = [self._line(intent.name), question.says]
                expect = ExpectFile(says=says, flow=_flow_at(opened, at))
                between = [ScenarioTurnFile(user=words, expect=expect)]
                return self._interrupted(opened, at, f"hỏi xen “{words}”", between)
        return None

    def _repeat(self, opened: Opened, at: int, question: Question) -> ScenarioFile | None:
        words = "nhắc lại giúp tôi"
        if self._answers(question, words):
            return None
        expect = ExpectFile(decision="repeat", says=[question.says], flow=_flow_at(opened, at))
        return self._interrupted(opened, at, "xin nhắc lại câu hỏi", [ScenarioTurnFile(user=words, expect=expect)])

    def _cancel(self, opened: Opened, at: int, question: Question) -> ScenarioFile | None:
        words = "thôi không làm nữa"
        if self._answers(question, words):
            return None
        cleared = {name: None for name in question.trail if name in question.flow.slots}
        expect = ExpectFile(decision="cancel", says=[self._line("cancelled")], slots=cleared)
        turn = ScenarioTurnFile(user=words, expect=expect)
        return self._interrupted(opened, at, "thôi giữa chừng", [turn], more=0)

    def _person(self, opened: Opened, at: int, question: Question) -> ScenarioFile | None:
        words = "cho tôi gặp nhân viên"
        if self._answers(question, words):
            return None
        turn = ScenarioTurnFile(user=words, expect=ExpectFile(hand_over=self._assistant.desk.queue or True))
        return self._interrupted(opened, at, "xin gặp người", [turn], more=0)

    def _back(self, opened: Opened, at: int, question: Question) -> ScenarioFile | None:
        """Back to the question before, which is answered once more."""
        words = "quay lại bước trước"
        before = next((q for turn, q in opened.plain.questions.items() if turn == at - 1), None)
        if before is None or before.flow is not question.flow or self._answers(question, words):
            return None
        expect = ExpectFile(decision="back", says=[before.says], flow=_flow_at(opened, at))
        again = opened.plain.turns[at].user
        between = [
            ScenarioTurnFile(user=words, expect=expect),
            ScenarioTurnFile(user=again, expect=ExpectFile(slots=opened.plain.turns[at].expect.slots)),
        ]
        return self._interrupted(opened, at, "quay lại câu trước", between)

    def _correct(self, opened: Opened, at: int, question: Question) -> ScenarioFile | None:
        """What was told before is put right by its name."""
        for name in reversed(question.trail):
            slot = self._assistant.slots[name]
            known = samples(slot)
            told = opened.plain.filled[name].value
            other = next((one for one in known.good if one.value != told), None) if known else None
            if other is None or slot.type not in _NAMED_KINDS:
                continue
            words = f"à nhầm, {slot.title} là {other.words}"
            if self._answers(question, words):
                continue
            says = [KINDS[slot.type].written(other.value, slot)]
            expect = ExpectFile(slots={name: other.value}, says=says, flow=_flow_at(opened, at))
            turn = ScenarioTurnFile(user=words, expect=expect)
            return self._interrupted(opened, at, f"sửa {slot.title} đã nói", [turn], more=0)
        return None

    def _silence(self, opened: Opened, at: int, question: Question) -> ScenarioFile | None:
        turn = ScenarioTurnFile(silence=True, expect=ExpectFile(decision="silence", says=[self._line("silence")]))
        return self._interrupted(opened, at, "im lặng rồi trả lời", [turn])


_NAMED_KINDS = frozenset({"phone", "date", "time", "code", "choice", "email", "number"})
"""Kinds whose values can be told from the words around them, so that a correction can be by name."""

_WAYS: Mapping[str, str] = {
    "nói lễ phép": "dạ cho hỏi chút, {words} với ạ",
    "viết không dấu": "{folded}",
}


def _flow_at(opened: Opened, at: int) -> str | None:
    return opened.plain.turns[at].expect.flow


def _spread(items: Sequence[Any], count: int, *, start: int) -> list[Any]:
    """`count` of the items, others for another `start`."""
    return [items[(start + number) % len(items)] for number in range(min(count, len(items)))] if items else []


def _scenario(name: str, walked: Walk, turns: Sequence[ScenarioTurnFile]) -> ScenarioFile:
    used = {turn.expect.action for turn in turns}
    actions = {action: _answers_of(given) for action, given in walked.actions.items() if action in used}
    return _talk(name, turns, actions)


def _answers_of(given: list[FakeAnswerFile]) -> FakeAnswerFile | list[FakeAnswerFile]:
    return given[0] if all(one == given[0] for one in given) else given


def _talk(
    name: str,
    turns: Sequence[ScenarioTurnFile],
    actions: Mapping[str, FakeAnswerFile | list[FakeAnswerFile]] | None = None,
) -> ScenarioFile:
    return ScenarioFile(scenario=_shortened(name), actions=dict(actions or {}), turns=list(turns))


def _titled(flow: Flow, what: str) -> str:
    return f"{_capital(flow.title)}: {what}"


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_CHARS else name[: LONGEST_CHARS - 1].rstrip() + "…"


def _typed(slot: Slot, outcome: str) -> Any:
    return outcome == "True" if slot.type == "yes_no" else outcome


def _named_apart(scenarios: list[ScenarioFile]) -> list[ScenarioFile]:
    """With a number after names that occur more than once."""
    counts: dict[str, int] = {}
    apart = []
    for one in scenarios:
        counts[one.scenario] = number = counts.get(one.scenario, 0) + 1
        apart.append(one if number == 1 else one.model_copy(update={"scenario": f"{one.scenario} ({number})"}))
    return apart
