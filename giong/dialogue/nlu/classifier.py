"""From likeness to lessons to calibrated confidences in intents. Knows numbers, no words.

Kernel ridge regression scores the intents and "none of them". Each lesson is left out in turn, and each whole intent
in turn, to see how scores, leads and likeness come out for sentences that were not learnt: those trials calibrate the
confidences, set the bands and are the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from giong.dialogue.nlu.calibration import FEATURES, Scores, Trial, features, fit, probability
from giong.dialogue.nlu.lessons import NONE, Lesson
from giong.dialogue.nlu.ridge import Matrix, Ridge
from giong.dialogue.nlu.vocabulary import Vocabulary

NEVER = -0.5
"""The target of an intent for a sentence that must not be taken for it."""
OUTSIDE_SHARE = 0.2
"""How many of all turns are assumed to want something that the assistant is not for."""


class Classifier:
    """Learnt from the likeness of all lessons to each other."""

    def __init__(self, kernel: Matrix, lessons: Sequence[Lesson], intents: int, *, accented: bool) -> None:
        """`accented`: whether words with other diacritics are other words."""
        self._intents = intents
        self._owner = np.array([lesson.intent for lesson in lessons], dtype=np.intp)
        self._ridge = Ridge(kernel, self._targets(lessons), self._counts())
        self._members = [np.flatnonzero(self._owner == intent) for intent in range(intents)]
        texts = [lesson.text for lesson in lessons]
        self._made = [lesson.made for lesson in lessons]
        self._vocabulary = Vocabulary(texts, self._owner.tolist(), intents, accented=accented)
        self._weights, self.trials = self._tried(kernel, texts)

    def confidences(self, text: str, likeness: Scores) -> Scores:
        """In every intent, from a sentence and its likeness to every lesson."""
        scores = self._ridge.scores(likeness)
        likest = self._likest(likeness[None, :])[0]
        return probability(features(scores, likest, self._vocabulary.known(text)), self._weights)

    def _targets(self, lessons: Sequence[Lesson]) -> Matrix:
        """One column for each intent and a last one for none of them; an owner of -1 is that one."""
        targets = np.zeros((len(lessons), self._intents + 1))
        targets[np.arange(len(lessons)), self._owner] = 1
        for number, lesson in enumerate(lessons):
            if lesson.never != NONE:
                targets[number, lesson.never] = NEVER
        return targets

    def _counts(self) -> Scores:
        """An intent with few examples must not drown: its lessons count more."""
        sizes = np.bincount(self._owner + 1, minlength=self._intents + 1)
        counts = 1 / np.sqrt(sizes[self._owner + 1])
        return np.asarray(counts / counts.mean(), dtype=np.float64)

    def _likest(self, likeness: Matrix) -> Matrix:
        """The likeness to the likest lesson of each intent, for each row."""
        columns = [likeness[:, some].max(axis=1) if some.size else np.zeros(len(likeness)) for some in self._members]
        return np.stack(columns, axis=1) if columns else np.zeros((len(likeness), 0))

    def _tried(self, kernel: Matrix, texts: Sequence[str]) -> tuple[Scores, tuple[Trial, ...]]:
        """The calibration, and what it says of every sentence that was left out."""
        apart = kernel.copy()
        np.fill_diagonal(apart, 0.0)
        likest, words = self._likest(apart), self._vocabulary.known_by_others()
        alone = features(self._ridge.without_each(), likest, words)
        known = np.array([number for number in range(len(texts)) if self._can_be_tried(number, texts)], dtype=np.intp)
        outside = np.flatnonzero(self._owner == NONE)
        strangers = [(alone[outside], outside), *self._orphans(likest, words)]
        tried = np.concatenate([known, *(numbers for _, numbers in strangers)])
        rows = np.concatenate([alone[known], *(some for some, _ in strangers)])
        truth = np.full(len(tried), NONE)
        truth[: len(known)] = self._owner[known]
        return self._judged(rows, truth, tried)

    def _can_be_tried(self, number: int, texts: Sequence[str]) -> bool:
        """Only what others can teach: a single word is understood word for word or not at all."""
        owner = int(self._owner[number])
        return (
            owner != NONE and not self._made[number] and len(self._members[owner]) > 1 and " " in texts[number].strip()
        )

    def _orphans(self, likest: Matrix, words: Matrix) -> Iterator[tuple[Scores, NDArray[np.intp]]]:
        """The features of each intent's sentences as if that intent were not known, and their numbers."""
        for intent, members in enumerate(self._members):
            if self._intents > 1 and members.size:
                scores, likeness = self._ridge.without(members), likest[members]
                scores[:, intent], likeness[:, intent] = -1.0, 0.0
                real = np.array([not self._made[number] for number in members], dtype=bool)
                yield features(scores[real], likeness[real], words[members[real]]), members[real]

    def _judged(
        self, rows: Scores, truth: NDArray[np.intp], tried: NDArray[np.intp]
    ) -> tuple[Scores, tuple[Trial, ...]]:
        """Weights fitted on sentences of both kinds, and what they then say of each."""
        if not rows.size:
            return fit(np.zeros((0, FEATURES)), np.zeros(0), np.zeros(0)), ()
        strange = truth == NONE
        own = len(truth) - int(strange.sum())
        stands_for = OUTSIDE_SHARE / (1 - OUTSIDE_SHARE) * max(own, 1) / max(int(strange.sum()), 1)
        counts = np.where(strange, stands_for, 1.0)
        order = np.argsort(-rows[:, :, 0], axis=1, kind="stable")
        best = order[:, 0]
        second = order[:, 1] if self._intents > 1 else np.full(len(rows), NONE)
        at = np.arange(len(rows))
        weights = fit(rows[at, best], (best == truth).astype(np.float64), counts)
        sure = probability(rows[at, best], weights)
        columns = zip(truth, best, second, sure, counts, tried, strict=True)
        return weights, tuple(
            Trial(int(owner), int(first), int(next_), float(confidence), float(weight), int(number))
            for owner, first, next_, confidence, weight, number in columns
        )
