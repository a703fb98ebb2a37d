"""Fits the confidence curves on the tuning set, and says on parts left out what they are worth. Knows no pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.papers.shares import expected_error
from giong.documents.calibration import Curve, Evidence, Sample, confidence, fit
from giong.documents.kinds.table import BY_NAME
from giong.evaluation.documents import CONFIDENT, Outcome

FOLDS = 5


@dataclass(frozen=True)
class Fitted:
    """`error` and `confident_wrong` were found on parts left out, `error_before` is that of the bare likelihoods;
    `confident` is the share of the given fields that reach a confidence of 0.9.
    """

    curves: dict[str, Curve]
    n: int
    error_before: float
    error: float
    confident: float
    confident_wrong: float

    def __str__(self) -> str:
        return (
            f"{self.n} fields; expected calibration error {self.error_before:.4f} before, {self.error:.4f} after; "
            f"{self.confident:.1%} reach {CONFIDENT}, of them {self.confident_wrong:.2%} wrong ({FOLDS} folds)"
        )


def samples(outcomes: Iterable[Outcome]) -> list[list[Sample]]:
    """The fields that were given, picture by picture, from outcomes with bare likelihoods."""
    return [held for outcome in outcomes if (held := _of_one(outcome))]


def _of_one(outcome: Outcome) -> list[Sample]:
    types = {spec.name: spec.type for spec in BY_NAME[outcome.kind].fields} if outcome.kind in BY_NAME else {}
    return [
        Sample(
            Evidence(
                outcome.kind, types.get(field.name, "text"), field.origin, field.checks_passed, field.checks_failed
            ),
            field.confidence,
            field.exact,
        )
        for field in outcome.fields
        if field.given
    ]


def fitted(pictures: Sequence[Sequence[Sample]]) -> Fitted:
    """All of one picture's fields are in the same fold."""
    trials: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        curves = fit(sample for place, held in enumerate(pictures) if place % FOLDS != fold for sample in held)
        for held in pictures[fold::FOLDS]:
            trials += [(confidence(curves, sample.likelihood, sample.evidence), sample.right) for sample in held]
    every = [sample for held in pictures for sample in held]
    sure = [right for belief, right in trials if belief >= CONFIDENT]
    return Fitted(
        fit(every),
        len(every),
        expected_error([(sample.likelihood, sample.right) for sample in every]),
        expected_error(trials),
        len(sure) / max(1, len(trials)),
        1 - sum(sure) / max(1, len(sure)) if sure else 0.0,
    )
