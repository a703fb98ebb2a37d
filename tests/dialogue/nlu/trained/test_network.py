"""The gradient of the whole network beside small differences of its loss."""

from __future__ import annotations

import numpy as np
import pytest

from giong.dialogue.nlu.trained import crf
from giong.dialogue.nlu.trained.network import Sizes, forward, initialised, side_by_side
from giong.dialogue.nlu.trained.parameters import Parameters
from giong.dialogue.nlu.trained.vocabulary import Vocabulary

SENTENCES = (("tôi", "muốn", "bay", "đi", "huế"), ("toi", "bay"), ("Huế", "13", "đi"))
TAGS = ("O", "B-a", "I-a", "B-b", "I-b")
GOLD = np.array([[0, 1, 0], [1, 2, 3], [2, 0, 4], [0, 0, 0], [3, 0, 0]])
LIMITS = crf.Field(*(np.where(may, np.float32(0), crf.FORBIDDEN) for may in crf.allowed(TAGS)))

VOCABULARY = Vocabulary.of([SENTENCES[0], ("12",)])
BATCH = side_by_side([VOCABULARY.encode(words) for words in SENTENCES])
SIZES = Sizes(
    accented=len(VOCABULARY.accented) + 2,
    plain=len(VOCABULARY.plain) + 2,
    tags=len(TAGS),
    intents=3,
    accented_width=5,
    plain_width=4,
    look_width=3,
    hidden=6,
)
WANTED = np.random.default_rng(1).normal(size=(3, 3))


def loss(weights: Parameters, gradient: Parameters | None = None) -> float:
    """Of tags as in training, and a square error of the intents."""
    tags, intents, backward = forward(weights, BATCH, random=None)
    field = crf.Field(weights["start"], weights["transitions"]) + LIMITS
    value, d_tags, d_field = crf.loss(tags, field, gold=GOLD, mask=BATCH.mask)
    if gradient is not None:
        backward(d_tags, (2 * (intents - WANTED)).astype(intents.dtype), gradient)
        gradient["start"][...] += d_field.start
        gradient["transitions"][...] += d_field.transitions
    return value + float(((intents - WANTED) ** 2).sum())


@pytest.mark.parametrize("name", list(SIZES.shapes))
def test_gradient_is_the_slope_of_the_loss(name: str) -> None:
    random = np.random.default_rng(0)
    exact = initialised(SIZES, random).vector.astype(np.float64)
    exact += random.normal(0, 0.1, exact.shape)
    weights = Parameters(SIZES.shapes, exact)  # type: ignore[arg-type]  # small differences need all digits
    gradient = weights.zeros()
    loss(weights, gradient)
    part, slopes = weights[name].reshape(-1), gradient[name].reshape(-1)
    steepest = np.argsort(-np.abs(slopes))[:5]
    for place in {*steepest, *random.choice(len(part), min(10, len(part)), replace=False)}:
        here = part[place]
        part[place] = here + 1e-5
        above = loss(weights)
        part[place] = here - 1e-5
        below = loss(weights)
        part[place] = here
        assert slopes[place] == pytest.approx((above - below) / 2e-5, abs=1e-6)
    assert np.abs(slopes).max() > 0


def test_a_sentence_reads_the_same_alone_and_beside_longer_ones() -> None:
    weights = initialised(SIZES, np.random.default_rng(3))
    together = forward(weights, BATCH)[:2]
    for column, words in enumerate(SENTENCES):
        alone = forward(weights, side_by_side([VOCABULARY.encode(words)]))[:2]
        np.testing.assert_allclose(together[0][: len(words), column], alone[0][:, 0], atol=1e-5)
        np.testing.assert_allclose(together[1][column], alone[1][0], atol=1e-5)
