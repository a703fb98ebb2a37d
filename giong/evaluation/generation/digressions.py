"""What people do in the middle of a flow instead of answering: ask something else, go back, put right, stop, say
nothing. Each is expected to be met, and the flow to go on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from giong.dialogue.folder.schema import ExpectFile, ScenarioFile, ScenarioTurnFile
from giong.dialogue.slots.table import KINDS
from giong.evaluation.generation import talk
from giong.evaluation.generation.ground import Ground, Opened
from giong.evaluation.generation.samples import samples
from giong.evaluation.generation.walk import Question

_NAMED_KINDS = frozenset(
    {"phone", "date", "time", "code", "choice", "email", "number", "integer", "citizen_id", "tax_code", "plate"}
)
"""Kinds whose values can be told from the words around them, so that a correction can be by name."""
_ASKING_WORDS = 4
"""A question in between has at least so many words: fewer may be an answer."""


def digressions(ground: Ground, opened: Opened) -> Iterator[ScenarioFile]:
    """Each digression once in the flow, at one question after the other."""
    maker = _Digressions(ground, opened)
    makers = (maker.aside, maker.repeat, maker.cancel, maker.person, maker.back, maker.correct, maker.silence)
    questions = list(opened.plain.questions.items())
    for number, make in enumerate(makers):
        first = number % len(questions) if questions else 0
        made = (one for at, question in questions[first:] + questions[:first] if (one := make(at, question)))
        if (scenario := next(made, None)) is not None:
            yield scenario


class _Digressions:
    """The digressions from one flow. Each method makes one from the question of a turn, or None where that makes no
    sense there.
    """

    def __init__(self, ground: Ground, opened: Opened) -> None:
        self._ground = ground
        self._opened = opened

    def aside(self, at: int, question: Question) -> ScenarioFile | None:
        """A question is answered, and the flow's own question is put again."""
        intents = [one for one in self._ground.own_intents() if self._ground.assistant.flow_for(one.name) is None]
        for intent in intents[at % len(intents) :] + intents[: at % len(intents)] if intents else []:
            for example in intent.examples:
                words = example.text
                if (
                    self._ground.tells(words)
                    or self._ground.answers(question, words)
                    or len(words.split()) < _ASKING_WORDS
                ):
                    continue
                says = [self._ground.line(intent.name), question.says]
                expect = ExpectFile(says=says, flow=self._opened.flow_at(at))
                between = [ScenarioTurnFile(user=words, expect=expect)]
                return self._interrupted(at, f"hỏi xen “{words}”", between)
        return None

    def repeat(self, at: int, question: Question) -> ScenarioFile | None:
        words = "nhắc lại giúp tôi"
        if self._ground.answers(question, words):
            return None
        expect = ExpectFile(decision="repeat", says=[question.says], flow=self._opened.flow_at(at))
        return self._interrupted(at, "xin nhắc lại câu hỏi", [ScenarioTurnFile(user=words, expect=expect)])

    def cancel(self, at: int, question: Question) -> ScenarioFile | None:
        words = "thôi không làm nữa"
        if self._ground.answers(question, words):
            return None
        cleared = {name: None for name in question.trail if name in question.flow.slots}
        expect = ExpectFile(decision="cancel", says=[self._ground.line("cancelled")], slots=cleared)
        turn = ScenarioTurnFile(user=words, expect=expect)
        return self._interrupted(at, "thôi giữa chừng", [turn], more=0)

    def person(self, at: int, question: Question) -> ScenarioFile | None:
        words = "cho tôi gặp nhân viên"
        if self._ground.answers(question, words):
            return None
        turn = ScenarioTurnFile(user=words, expect=ExpectFile(hand_over=self._ground.assistant.desk.queue or True))
        return self._interrupted(at, "xin gặp người", [turn], more=0)

    def back(self, at: int, question: Question) -> ScenarioFile | None:
        """Back to the question before, which is answered once more."""
        words = "quay lại bước trước"
        before = next((q for turn, q in self._opened.plain.questions.items() if turn == at - 1), None)
        if before is None or before.flow is not question.flow or self._ground.answers(question, words):
            return None
        expect = ExpectFile(decision="back", says=[before.says], flow=self._opened.flow_at(at))
        again = self._opened.plain.turns[at].user
        between = [
            ScenarioTurnFile(user=words, expect=expect),
            ScenarioTurnFile(user=again, expect=ExpectFile(slots=self._opened.plain.turns[at].expect.slots)),
        ]
        return self._interrupted(at, "quay lại câu trước", between)

    def correct(self, at: int, question: Question) -> ScenarioFile | None:
        """What was told before is put right by its name."""
        for name in reversed(question.trail):
            slot = self._ground.assistant.slots[name]
            known = samples(slot)
            told = self._opened.plain.filled[name].value
            other = next((one for one in known.good if one.value != told), None) if known else None
            if other is None or slot.type not in _NAMED_KINDS or self._ground.is_command(slot):
                continue
            words = f"à nhầm, {slot.title} là {other.words}"
            if self._ground.answers(question, words):
                continue
            says = [KINDS[slot.type].written(other.value, slot)]
            expect = ExpectFile(slots={name: other.value}, says=says, flow=self._opened.flow_at(at))
            turn = ScenarioTurnFile(user=words, expect=expect)
            return self._interrupted(at, f"sửa {slot.title} đã nói", [turn], more=0)
        return None

    def silence(self, at: int, question: Question) -> ScenarioFile | None:
        turn = ScenarioTurnFile(
            silence=True, expect=ExpectFile(decision="silence", says=[self._ground.line("silence")])
        )
        return self._interrupted(at, "im lặng rồi trả lời", [turn])

    def _interrupted(self, at: int, what: str, between: Sequence[ScenarioTurnFile], *, more: int = 1) -> ScenarioFile:
        """The plain walk with something else before the answer to the question of turn `at`."""
        turns = self._opened.plain.turns
        whole = [*turns[: at + 1], *between, *turns[at + 1 : at + 1 + more]]
        return talk.along(talk.titled(self._opened.flow.title, what), self._opened.plain, whole)
