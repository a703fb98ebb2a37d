"""The recipe of the trained understander: learn from most of the samples, measure on the rest, then learn from all.
Knows no file.

What is held out says what the model is worth and how sure it may be; the model that is used has seen everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from giong.adaptation.report import Report, report
from giong.adaptation.split import held_out
from giong.dialogue.nlu.trained.ensemble import fit
from giong.dialogue.nlu.trained.fitting import Progress
from giong.dialogue.nlu.trained.model import Model
from giong.dialogue.nlu.trained.sample import Sample
from giong.dialogue.nlu.trained.temperature import temperature
from giong.errors import BadInput

FEWEST = 20


@dataclass(frozen=True)
class Learnt:
    """A model that has seen all samples; `tried` has not seen those held `out`, and `report` is its worth on them."""

    model: Model
    report: Report
    tried: Model
    out: tuple[Sample, ...]


def learn(
    samples: Sequence[Sample],
    *,
    share: float = 0.1,
    beside: Sequence[Sample] = (),
    seed: int = 1,
    on_progress: Progress | None = None,
) -> Learnt:
    """Fit, measure, calibrate, and fit again to everything. At least the `share` of the samples is held out, of what is
    `beside` nothing. Raises `BadInput` when there is too little to hold out.
    """
    part, out = held_out(samples, share=share, seed=seed)
    if len(samples) < FEWEST or not part:
        raise BadInput(
            "understanding.too_few_samples",
            vi=f"Mới có {len(samples)} câu mẫu khác nhau. Cần ít nhất {FEWEST} câu để vừa học vừa đo.",
            en=f"There are only {len(samples)} different samples; learning and measuring needs at least {FEWEST}.",
        )
    tried = fit([*part, *beside], seed=seed, on_progress=on_progress and (lambda done, of: on_progress(done, 2 * of)))
    known = [sample for sample in out if sample.intents in tried.labels.choice_number]
    sure = temperature(
        [tried.choice_scores(sample.words) for sample in known],
        [tried.labels.choice_number[sample.intents] for sample in known],
    )
    tried = replace(tried, temperature=sure)
    worth = report(out, [tried.predict(sample.words) for sample in out], samples)
    model = fit(
        [*samples, *beside], seed=seed, on_progress=on_progress and (lambda done, of: on_progress(of + done, 2 * of))
    )
    return Learnt(replace(model, temperature=sure), worth, tried, tuple(out))
