"""What understanding is worth: a model is fitted to labelled sentences, then asked about others. Knows no engine."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giong.adaptation.report import Report, report
from giong.dialogue.nlu.trained.ensemble import fit
from giong.dialogue.nlu.trained.model import Model, Reading
from giong.dialogue.nlu.trained.sample import Sample
from giong.text.unicode import unaccented

Progress = Callable[[str, int, int], None]
"""Gets (what is being done, done, of all)."""


@dataclass(frozen=True)
class Figures:
    """A turn's time is that of one sentence read alone; `model_mb` is the size of the model's file."""

    report: Report
    fit_seconds: float
    turn_ms_p50: float
    turn_ms_p95: float
    model_mb: float
    unknown: tuple[str, ...]
    """Intents and slots of the test side that nobody could learn, since the training side has none of them."""

    def as_json(self) -> dict[str, Any]:
        shown = self.report.as_json()
        shown = {name: figure for name, figure in shown.items() if not isinstance(figure, dict | list)}
        return shown | {
            "fit_seconds": round(self.fit_seconds, 1),
            "turn_ms_p50": round(self.turn_ms_p50, 2),
            "turn_ms_p95": round(self.turn_ms_p95, 2),
            "model_mb": round(self.model_mb, 2),
            "unknown": self.unknown,
        }


def evaluate(
    train: Sequence[Sample],
    test: Sequence[Sample],
    *,
    strip_diacritics: bool = False,
    seed: int = 1,
    on_progress: Progress | None = None,
) -> Figures:
    """Fit to `train`, measure on `test`, whose diacritics may be taken away first. Raises `BadInput`."""
    began = time.perf_counter()
    model = fit(train, seed=seed, on_progress=on_progress and (lambda done, of: on_progress("fit", done, of)))
    fit_seconds = time.perf_counter() - began
    if strip_diacritics:
        test = [stripped(sample) for sample in test]
    readings, times_ms = _read(model, test, on_progress)
    ordered = sorted(times_ms) or [0.0]
    return Figures(
        report=report(test, readings, train),
        fit_seconds=fit_seconds,
        turn_ms_p50=ordered[len(ordered) // 2],
        turn_ms_p95=ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)],
        model_mb=_size_mb(model),
        unknown=tuple(sorted(_names(test) - _names(train))),
    )


def stripped(sample: Sample) -> Sample:
    """The same sentence typed without diacritics."""
    return Sample(tuple(map(unaccented, sample.words)), sample.tags, sample.intents)


def _read(model: Model, samples: Sequence[Sample], on_progress: Progress | None) -> tuple[list[Reading], list[float]]:
    readings, times_ms = [], []
    for done, sample in enumerate(samples, 1):
        began = time.perf_counter()
        readings.append(model.predict(sample.words))
        times_ms.append(1000 * (time.perf_counter() - began))
        if on_progress:
            on_progress("test", done, len(samples))
    return readings, times_ms


def _size_mb(model: Model) -> float:
    with tempfile.TemporaryDirectory(prefix="giong-evaluate-") as folder:
        file = Path(folder) / "model.npz"
        model.save(file)
        return file.stat().st_size / 1e6


def _names(samples: Sequence[Sample]) -> set[str]:
    intents = {intent for sample in samples for intent in sample.intents}
    return intents | {span.slot for sample in samples for span in sample.spans}
