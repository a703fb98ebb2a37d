"""What an author should know of an assistant's examples: how well they are told apart, and which disturb. Knows no
file.

Every sentence is judged by what was learnt without it, so the figures are for sentences that are not among the
examples. They err on the low side: examples are written to differ, and what people say is often like one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from giong.dialogue import standing
from giong.dialogue.nlu.calibration import Bands, Trial, calibration_error
from giong.dialogue.nlu.examples import ExampleUnderstander
from giong.dialogue.nlu.lessons import NONE, Lesson, bare_key
from giong.dialogue.nlu.likeness import Likeness

NEARLY_THE_SAME = 0.75
"""Two sentences of different intents that are so alike in their words contradict each other, nearly."""
SHOWN_EXAMPLES = 3


@dataclass(frozen=True)
class Grade:
    """One intent. Of the sentences taken for it `precision` are of it; of its sentences `recall` are taken for it."""

    intent: str
    examples: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Confusion:
    """Sentences of an intent that are taken for another; some of them."""

    intent: str
    taken_for: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """Two examples with nearly the same words. Of one intent: one of them adds nothing; of two: they contradict."""

    intent: str
    text: str
    other_intent: str
    other_text: str
    likeness: float


@dataclass(frozen=True)
class Shares:
    """What becomes of turns that are not among the examples, one in five of which is assumed to be out of scope."""

    answered: float
    answered_wrong: float
    """Of those that are answered."""
    asked_back: float
    offered_right: float
    """Of those that are asked back and are in scope: the right intent is one of the two offered."""
    out_of_scope_answered: float
    """Of those that are out of scope."""


@dataclass(frozen=True)
class Review:
    """The training report, on the assistant's own intents; standing ones only where one is confused with the other."""

    accuracy: float
    grades: tuple[Grade, ...]
    confusions: tuple[Confusion, ...]
    contradictions: tuple[Alike, ...]
    repetitions: tuple[Alike, ...]
    bands: Bands
    shares: Shares
    calibration_error: float

    @property
    def f1_macro(self) -> float:
        return sum(grade.f1 for grade in self.grades) / max(len(self.grades), 1)


def review(understander: ExampleUnderstander) -> Review:
    names, lessons, trials = understander.names, understander.lessons, understander.trials
    own = {number for number, name in enumerate(names) if name not in standing.INTENTS}
    inside = [trial for trial in trials if trial.owner != NONE and own & {trial.owner, trial.best}]
    alike = list(_alike(names, lessons))
    return Review(
        accuracy=_share([trial.right for trial in inside if trial.owner in own]),
        grades=tuple(_grades(names, lessons, inside, own)),
        confusions=tuple(_confusions(names, lessons, inside)),
        contradictions=tuple(one for one in alike if one.intent != one.other_intent),
        repetitions=tuple(one for one in alike if one.intent == one.other_intent),
        bands=understander.bands,
        shares=_shares(trials, understander.bands),
        calibration_error=calibration_error(trials),
    )


def _grades(
    names: Sequence[str], lessons: Sequence[Lesson], trials: Sequence[Trial], intents: set[int]
) -> Iterator[Grade]:
    sizes = Counter(lesson.intent for lesson in lessons if not lesson.made)
    taken, own = defaultdict(list), defaultdict(list)
    for trial in trials:
        taken[trial.best].append(trial.right)
        own[trial.owner].append(trial.right)
    for number in sorted(intents):
        if own[number]:
            yield Grade(names[number], sizes[number], _share(taken[number]), _share(own[number]))


def _confusions(names: Sequence[str], lessons: Sequence[Lesson], trials: Sequence[Trial]) -> list[Confusion]:
    """The most frequent first."""
    wrong: dict[tuple[int, int], list[str]] = defaultdict(list)
    for trial in trials:
        if not trial.right:
            wrong[trial.owner, trial.best].append(lessons[trial.lesson].text)
    confusions = (
        Confusion(names[owner], names[best], len(texts), tuple(texts[:SHOWN_EXAMPLES]))
        for (owner, best), texts in wrong.items()
    )
    return sorted(confusions, key=lambda one: (-one.count, one.intent, one.taken_for))


def _alike(names: Sequence[str], lessons: Sequence[Lesson]) -> Iterator[Alike]:
    """Pairs of the author's examples; the standing intents are not for the author to mend."""
    own = [
        lesson
        for lesson in lessons
        if lesson.intent != NONE and not lesson.made and names[lesson.intent] not in standing.INTENTS
    ]
    likeness = Likeness([lesson.text for lesson in own], accented=True)
    for number, lesson in enumerate(own):
        for other, how_much in enumerate(likeness.of(lesson.text)[:number]):
            same_words = bare_key(lesson.text) == bare_key(own[other].text)
            contradicts = lesson.intent != own[other].intent and how_much >= NEARLY_THE_SAME
            if contradicts or (lesson.intent == own[other].intent and same_words):
                yield Alike(
                    names[own[other].intent], own[other].text, names[lesson.intent], lesson.text, float(how_much)
                )


def _shares(trials: Sequence[Trial], bands: Bands) -> Shares:
    answered = [trial for trial in trials if trial.confidence >= bands.answer]
    asked = [trial for trial in trials if bands.clarify <= trial.confidence < bands.answer]
    strange = [trial for trial in trials if trial.owner == NONE]
    return Shares(
        answered=_weight(answered) / (_weight(trials) or 1.0),
        answered_wrong=_weight([trial for trial in answered if not trial.right]) / (_weight(answered) or 1.0),
        asked_back=_weight(asked) / (_weight(trials) or 1.0),
        offered_right=_share([trial.offered for trial in asked if trial.owner != NONE]),
        out_of_scope_answered=_share([trial.confidence >= bands.answer for trial in strange]),
    )


def _weight(trials: Sequence[Trial]) -> float:
    return sum(trial.weight for trial in trials)


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 0.0
