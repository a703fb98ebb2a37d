"""What a model is worth on samples whose meaning is known: figures for each intent and slot, and what is confused with
what. Knows no model, only readings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from giong.dialogue.nlu.trained.model import Reading
from giong.dialogue.nlu.trained.sample import Sample
from giong.text.tones import to_old
from giong.text.unicode import nfc

NO_INTENT = "∅"


@dataclass(frozen=True)
class Score:
    """Hits and misses of one label: `right` of `found` were right, `wanted` were to be found."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0

    def as_json(self) -> dict[str, float]:
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "wanted": self.wanted,
            "found": self.found,
        }


@dataclass(frozen=True)
class Contradiction:
    """The same words with different meanings; `lines` counts the samples from 1."""

    text: str
    lines: tuple[int, ...]
    intents: tuple[str, ...]
    slots_differ: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "lines": self.lines,
            "intents": self.intents,
            "slots_differ": self.slots_differ,
        }


@dataclass(frozen=True)
class Report:
    """Of `n` sentences; a slot counts as found when its type and both its ends are right, as conlleval has it."""

    n: int
    intent_accuracy: float
    """The share of sentences whose set of intents is exactly right."""
    sentence_accuracy: float
    """The share of sentences in which everything is right."""
    intents: Mapping[str, Score]
    slots: Mapping[str, Score]
    confusions: Mapping[tuple[str, str], int]
    """How often (wanted, found) happened to the sets of intents where they differ."""
    calibration_error: float
    """How far confidences are from how often they are right, on average over ten bands of confidence (Naeini 2015)."""
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def intent_f1_macro(self) -> float:
        """The mean over the intents that occur."""
        wanted = [score.f1 for score in self.intents.values() if score.wanted]
        return sum(wanted) / len(wanted) if wanted else 0.0

    @property
    def intent_f1_weighted(self) -> float:
        total = sum(score.wanted for score in self.intents.values())
        return sum(score.f1 * score.wanted for score in self.intents.values()) / total if total else 0.0

    @property
    def slot_f1(self) -> float | None:
        """Over all slots together; None where there are none."""
        return sum(self.slots.values(), Score()).f1 if self.slots else None

    def as_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "intent_accuracy": round(self.intent_accuracy, 4),
            "intent_f1_macro": round(self.intent_f1_macro, 4),
            "intent_f1_weighted": round(self.intent_f1_weighted, 4),
            "slot_f1": None if self.slot_f1 is None else round(self.slot_f1, 4),
            "sentence_accuracy": round(self.sentence_accuracy, 4),
            "calibration_error": round(self.calibration_error, 4),
            "intents": {name: score.as_json() for name, score in self.intents.items()},
            "slots": {name: score.as_json() for name, score in self.slots.items()},
            "confusions": [
                {"wanted": wanted, "found": found, "times": times} for (wanted, found), times in self.confusions.items()
            ],
            "contradictions": [contradiction.as_json() for contradiction in self.contradictions],
        }


def report(samples: Sequence[Sample], readings: Sequence[Reading], learnt_from: Sequence[Sample] = ()) -> Report:
    """Compare; the contradictions are those among the samples that were learnt from."""
    intents: dict[str, Score] = defaultdict(Score)
    slots: dict[str, Score] = defaultdict(Score)
    confusions = Counter[tuple[str, str]]()
    intents_right = all_right = 0
    for sample, reading in zip(samples, readings, strict=True):
        spans = {span for span, _ in reading.slots}
        _count(intents, sample.intents, reading.choice)
        for slot in {span.slot for span in spans | sample.spans}:
            wanted, found = ({span for span in some if span.slot == slot} for some in (sample.spans, spans))
            slots[slot] += Score(len(wanted & found), len(found), len(wanted))
        intents_right += (same := sample.intents == reading.choice)
        all_right += same and spans == sample.spans
        if not same:
            confusions[joined(sample.intents), joined(reading.choice)] += 1
    count = max(len(samples), 1)
    return Report(
        n=len(samples),
        intent_accuracy=intents_right / count,
        sentence_accuracy=all_right / count,
        intents=dict(sorted(intents.items())),
        slots=dict(sorted(slots.items())),
        confusions=dict(confusions.most_common()),
        calibration_error=calibration_error(
            [reading.confidence for reading in readings],
            [sample.intents == reading.choice for sample, reading in zip(samples, readings, strict=True)],
        ),
        contradictions=tuple(contradictions(learnt_from)),
    )


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The expected calibration error, with ten bands of equal width."""
    bands: dict[int, list[float]] = defaultdict(list)
    for confidence, is_right in zip(confidences, right, strict=True):
        bands[min(int(confidence * 10), 9)].append(is_right - confidence)
    return sum(abs(sum(some)) for some in bands.values()) / max(len(confidences), 1)


def contradictions(samples: Sequence[Sample]) -> Iterable[Contradiction]:
    """Samples with the same words but other intents or other slots."""
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, sample in enumerate(samples):
        same[tuple(to_old(nfc(word)).lower() for word in sample.words)].append(number)
    for words, numbers in same.items():
        meanings = {joined(samples[number].intents) for number in numbers}
        tags = {samples[number].tags for number in numbers}
        if len(meanings) > 1 or len(tags) > 1:
            lines = tuple(number + 1 for number in numbers)
            yield Contradiction(" ".join(words), lines, tuple(sorted(meanings)), len(tags) > 1)


def joined(intents: Iterable[str]) -> str:
    """A set of intents as one label."""
    return "#".join(sorted(intents)) or NO_INTENT


def _count(scores: dict[str, Score], wanted: frozenset[str], found: frozenset[str]) -> None:
    for label in wanted | found:
        scores[label] += Score(int(label in wanted & found), int(label in found), int(label in wanted))
