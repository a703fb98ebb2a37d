"""A linear-chain conditional random field over tags: likelihood, gradient, marginals, best path. Knows no words.

Lafferty, McCallum, Pereira, "Conditional random fields" (ICML 2001). Forward and backward sums are kept as
probabilities, scaled to one at every place (Rabiner, "A tutorial on hidden Markov models", 1989, section V.A), so that
a step is a product of matrices. Time is the first axis everywhere, and sentences are filled up at their end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giong.dialogue.nlu.trained.parameters import Array

Allowed = NDArray[np.bool_]
FORBIDDEN = np.float32(-1e4)


class Field(NamedTuple):
    """The scores of each tag at the beginning (tags,), and of each tag after each other one (tags, tags)."""

    start: Array
    transitions: Array

    def __add__(self, other: Field) -> Field:  # type: ignore[override]
        return Field(self.start + other.start, self.transitions + other.transitions)


@dataclass(frozen=True)
class Sums:
    """What one pass forth and back finds."""

    log_z: Array
    """Of each sentence, shape (sentences,)."""
    marginals: Array
    """Of each tag at each place, shape (places, sentences, tags); zero beyond the end."""
    pairs: Array
    """Expected number of each transition in all sentences together, shape (tags, tags)."""


def allowed(tags: Sequence[str]) -> tuple[Allowed, Allowed]:
    """Which tags may begin a sentence, and which may follow which: an I- only its own B- or I-."""
    inside = np.array([tag.startswith("I-") for tag in tags])
    slots = [tag[2:] for tag in tags]
    outside = np.array([tag[:2] not in ("B-", "I-") for tag in tags])
    same = np.array([[one == other for other in slots] for one in slots]) & ~outside[:, None]
    return ~inside, ~inside[None, :] | same


def sums(emissions: Array, field: Field, mask: Array) -> Sums:
    """`emissions` has shape (places, sentences, tags), `mask` (places, sentences) is one up to the end."""
    places = len(emissions)
    peaks = emissions.max(axis=2, keepdims=True)
    local = np.exp(emissions - peaks)
    matrix = np.exp(field.transitions)
    forward = np.empty_like(local)
    scales = np.ones(local.shape[:2], local.dtype)
    for t in range(places):
        unscaled = (forward[t - 1] @ matrix if t else np.exp(field.start)) * local[t]
        scale = np.maximum(unscaled.sum(axis=1), 1e-30)
        scales[t] = np.where(mask[t] > 0, scale, 1.0)
        forward[t] = np.where(mask[t][:, None] > 0, unscaled / scale[:, None], forward[t - 1] if t else 0.0)
    backward = np.empty_like(local)
    backward[-1] = 1.0
    incoming = np.zeros_like(local)
    for t in range(places - 1, 0, -1):
        incoming[t] = local[t] * backward[t] * (mask[t] / scales[t])[:, None]
        backward[t - 1] = np.where(mask[t][:, None] > 0, incoming[t] @ matrix.T, backward[t])
    size = local.shape[2]
    pairs = matrix * (forward[:-1].reshape(-1, size).T @ incoming[1:].reshape(-1, size))
    log_z = ((np.log(scales) + peaks[:, :, 0]) * mask).sum(axis=0)
    return Sums(log_z, forward * backward * mask[:, :, None], pairs)


def loss(emissions: Array, field: Field, *, gold: NDArray[np.intp], mask: Array) -> tuple[float, Array, Field]:
    """Negative log-likelihood of the gold tags, summed; and its gradients for the emissions and the field."""
    found = sums(emissions, field, mask)
    place, sentence = np.nonzero(mask)
    tag = gold[place, sentence]
    later = place > 0
    before = gold[place[later] - 1, sentence[later]]
    score = emissions[place, sentence, tag].sum()
    score += field.start[gold[0]].sum() + field.transitions[before, tag[later]].sum()
    d_emissions = found.marginals.copy()
    d_emissions[place, sentence, tag] -= 1
    d_start = found.marginals[0].sum(axis=0)
    np.subtract.at(d_start, gold[0], 1)
    d_transitions = found.pairs.copy()
    np.subtract.at(d_transitions, (before, tag[later]), 1)
    return float(found.log_z.sum() - score), d_emissions, Field(d_start, d_transitions)


def best_path(emissions: Array, field: Field) -> list[int]:
    """The likeliest tags of one sentence (Viterbi 1967); `emissions` has shape (places, tags)."""
    score = field.start + emissions[0]
    came_from = []
    for row in emissions[1:]:
        through = score[:, None] + field.transitions
        came_from.append(through.argmax(axis=0))
        score = through.max(axis=0) + row
    path = [int(score.argmax())]
    for back in reversed(came_from):
        path.append(int(back[path[-1]]))
    return path[::-1]
