"""How sure a model may be: one number that its scores are divided by. Knows no words.

Guo and others, "On calibration of modern neural networks" (ICML 2017).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from giong.dialogue.nlu.trained.parameters import Array

_STEPS = np.geomspace(0.5, 4.0, 43)


def temperature(scores: Sequence[Array], right: Sequence[int]) -> float:
    """The one with which what was right on held-out sentences is likeliest; 1 without sentences.

    `scores` has one row (choices,) for each sentence, `right` the number of its right choice.
    """
    if not scores:
        return 1.0
    rows, place = np.stack(scores).astype(np.float64), np.arange(len(scores))
    losses = []
    for step in _STEPS:
        cooled = rows / step
        peaks = cooled.max(axis=1)
        log_sums = peaks + np.log(np.exp(cooled - peaks[:, None]).sum(axis=1))
        losses.append((log_sums - cooled[place, list(right)]).mean())
    return float(_STEPS[int(np.argmin(losses))])
