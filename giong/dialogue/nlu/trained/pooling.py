"""The places of a sentence taken together: the highest value of each, and an attention-weighted mean. Knows no intent.

Attention as in Yang and others, "Hierarchical attention networks for document classification" (NAACL 2016), with one
learnt direction.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from giong.dialogue.nlu.trained.parameters import Array

Backward = Callable[[Array], tuple[Array, Array]]
"""Gets the gradient of the summary; gives those of the values and of the direction."""

_NEVER = np.float32(-1e4)


def pooled(values: Array, direction: Array, mask: Array) -> tuple[Array, Backward]:
    """Highest values and mean side by side, shape (sentences, 2 * n), and the way back.

    `values` has shape (places, sentences, n), `direction` (n,), `mask` (places, sentences) is one up to the end.
    """
    scores = np.where(mask > 0, values @ direction, _NEVER)
    attention = np.exp(scores - scores.max(axis=0))
    attention /= attention.sum(axis=0)
    mean = (attention[:, :, None] * values).sum(axis=0)
    highest = np.where(mask[:, :, None] > 0, values, _NEVER).argmax(axis=0)[None]
    summary: Array = np.concatenate([np.take_along_axis(values, highest, axis=0)[0], mean], axis=1)

    def backward(d_summary: Array) -> tuple[Array, Array]:
        d_highest, d_mean = np.split(d_summary, 2, axis=1)
        d_attention = (values * d_mean).sum(axis=2)
        d_scores = attention * (d_attention - (attention * d_attention).sum(axis=0))
        d_values = attention[:, :, None] * d_mean + d_scores[:, :, None] * direction
        columns = np.arange(values.shape[2])
        rows = np.arange(values.shape[1])[:, None]
        # Each highest value stands at one place of its own sentence and column.
        d_values[highest[0], rows, columns] += d_highest
        return d_values, np.tensordot(d_scores, values, axes=([0, 1], [0, 1]))

    return summary, backward
