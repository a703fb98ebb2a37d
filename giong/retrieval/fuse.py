"""Putting the evidence of words and of meaning together: how sure we are that a passage answers. Knows no index.

A logistic model with one weight for each kind of evidence ranks passages and is the confidence at the same time, so
that hits with and without a vector, and hits of different questions, can be compared. It was fitted on XQuAD-vi, each
question asked twice: with its paragraph among the knowledge, and with it taken out, together with 78 questions to the
sample assistants, of which 32 ask for what they do not know (each counting three times). At 0.5 it lets 88 % of the
right first hits pass on XQuAD-vi, and 13 % of the first hits when the answer is not there. That one weight for meaning
is good for finding was checked on two sets of statutes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """Log-odds for a whole unit of each kind of evidence, and without any."""

    words: float
    lacking: float
    meaning: float
    none: float


WORDS_ALONE = Weights(words=20.65, lacking=-2.91, meaning=0.0, none=-4.55)
WORDS_AND_MEANING = Weights(words=16.16, lacking=-3.69, meaning=3.09, none=-5.84)


@dataclass(frozen=True)
class Evidence:
    """What speaks for each passage, shape (passages,).

    `lexical` in [0, 1] is the share of the question's information that its words hold, `lacking` the share of the one
    most telling word that they do not hold: a text on "lệ phí tạm trú" has nearly all words of "lệ phí thường trú".
    `meaning` is 0 for the usual cosine with a text that has nothing to do with the question and 1 for that with one
    that answers it; NaN where there is no vector, None where there is none at all.
    """

    lexical: Numbers
    lacking: Numbers
    meaning: Numbers | None


def scored(evidence: Evidence) -> Numbers:
    """The passages' log-odds of answering: higher is better."""
    words_alone = _by_words(evidence, WORDS_ALONE)
    if evidence.meaning is None:
        return words_alone
    both = _by_words(evidence, WORDS_AND_MEANING) + WORDS_AND_MEANING.meaning * evidence.meaning
    return np.where(np.isnan(evidence.meaning), words_alone, both).astype(np.float32)


def _by_words(evidence: Evidence, weights: Weights) -> Numbers:
    log_odds = weights.words * evidence.lexical + weights.lacking * evidence.lacking + weights.none
    return log_odds.astype(np.float32)


def confidence(log_odds: float) -> float:
    """The probability that log-odds stand for."""
    return float(1 / (1 + np.exp(-np.clip(log_odds, -40.0, 40.0))))
