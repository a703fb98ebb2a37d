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
        apart = kernel.copy()
        np.fill_diagonal(apart, 0.0)
        likest, words = self._likest(apart), self._vocabulary.known_by_others()
        alone = self._ridge.without_each()
        inside = np.flatnonzero(self._owner != NONE)
        inside = np.array([number for number in inside if len(self._members[self._owner[number]]) > 1], dtype=np.intp)
        # A single word is understood word for word or not at all.
        inside = np.array([number for number in inside if " " in texts[int(number)].strip()], dtype=np.intp)
        known = features(alone[inside], likest[inside], words[inside])
        outside = np.flatnonzero(self._owner == NONE)
        strangers = features(alone[outside], likest[outside], words[outside])
        unknown = np.concatenate([strangers, *self._orphans(likest, words)])
        return self._judged(known, self._owner[inside], unknown)

    def _orphans(self, likest: Matrix, words: Matrix) -> Iterator[Scores]:
        """The features of each intent's sentences as if that intent were not known."""
        for intent, members in enumerate(self._members):
            if self._intents > 1 and members.size:
                scores, likeness = self._ridge.without(members), likest[members]
                scores[:, intent], likeness[:, intent] = -1.0, 0.0
                yield features(scores, likeness, words[members])

    def _judged(self, known: Scores, owners: NDArray[np.intp], unknown: Scores) -> tuple[Scores, tuple[Trial, ...]]:
        """Weights fitted on both kinds of sentence, and what they then say of each."""
        rows = np.concatenate([known, unknown])
        if not rows.size:
            return fit(np.zeros((0, FEATURES)), np.zeros(0), np.zeros(0)), ()
        truth = np.concatenate([owners, np.full(len(unknown), NONE)])
        share = OUTSIDE_SHARE / (1 - OUTSIDE_SHARE) if len(known) else 1.0
        stands_for = share * max(len(known), 1) / max(len(unknown), 1)
        counts = np.concatenate([np.ones(len(known)), np.full(len(unknown), stands_for)])
        order = np.argsort(-rows[:, :, 0], axis=1, kind="stable")
        best = order[:, 0]
        weights = fit(rows[np.arange(len(rows)), best], (best == truth).astype(np.float64), counts)
        sure = probability(rows, weights)
        second = order[:, 1] if self._intents > 1 else np.full(len(rows), NONE)
        trials = (
            Trial(int(truth[row]), int(best[row]), int(second[row]), float(sure[row, best[row]]), float(counts[row]))
            for row in range(len(rows))
        )
        return weights, tuple(trials)
