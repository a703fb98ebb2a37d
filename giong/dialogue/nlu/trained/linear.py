"""Intents by the words of a sentence and pairs of them: one linear score for each. Knows no order of
sentences and no slot.

Multinomial logistic regression over hashed n-grams with tf-idf weights, which is hard to beat on rare intents (Wang and
Manning, "Baselines and bigrams", ACL 2012) and errs elsewhere than a network does.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from giong.dialogue.nlu.trained.parameters import Array
from giong.dialogue.nlu.trained.probability import softmax
from giong.dialogue.nlu.trained.vocabulary import HIDDEN, Encoded, Numbers

ROWS = 1 << 15
LONGEST = 2
_ROUNDS = 40
_RATE = 0.3
_PULL = 1e-5
"""How strongly weights are drawn to zero (L2)."""


@dataclass(frozen=True)
class Bags:
    """Sentences as n-grams: the rows and weights of all of them in one line, and where each sentence begins."""

    rows: Numbers
    weights: Array
    starts: Numbers


@dataclass(frozen=True)
class Linear:
    """`rarity` (ROWS,) is the inverse document frequency, `weights` (ROWS, intents)."""

    rarity: Array
    weights: Array
    bias: Array

    def scores(self, sentence: Encoded) -> Array:
        """Of each intent."""
        bags = _bags([_rows(sentence)], self.rarity)
        found: Array = bags.weights @ self.weights[bags.rows]
        return found + self.bias


def fit_linear(sentences: Sequence[Encoded], chosen: Numbers, members: Array) -> Linear:
    """Learns which of the sets of intents in `members` (sets, intents) each sentence was given: `chosen` (sentences,).

    Each sentence is read as it is and without diacritics.
    """
    bags = [_rows(form) for sentence in sentences for form in (sentence, _bare(sentence))]
    gold = np.repeat(chosen, 2)
    frequency = np.bincount(np.concatenate([np.unique(rows) for rows in bags]), minlength=ROWS)
    rarity = np.log((1 + len(bags)) / (1 + frequency)).astype(np.float32)
    seen = _bags(bags, rarity)
    model = Linear(rarity, np.zeros((ROWS, members.shape[1]), np.float32), np.zeros(members.shape[1], np.float32))
    _descend(model, seen, gold, members)
    return model


def _descend(model: Linear, bags: Bags, gold: Numbers, members: Array) -> None:
    """Adam over all sentences at once, with a step that goes down to nothing."""
    used, place = np.unique(bags.rows, return_inverse=True)
    order = np.argsort(place, kind="stable")
    owner = np.repeat(np.arange(len(gold)), np.diff(bags.starts, append=len(bags.rows)))[order]
    weight = bags.weights[order][:, None]
    first = np.searchsorted(place[order], np.arange(len(used)))
    theta = np.zeros((len(used) + 1, members.shape[1]), np.float32)
    mean, square = np.zeros_like(theta), np.zeros_like(theta)
    for step in range(1, _ROUNDS + 1):
        scores = np.add.reduceat(bags.weights[:, None] * theta[place], bags.starts) + theta[-1]
        chance = softmax(scores @ members.T)
        chance[np.arange(len(gold)), gold] -= 1
        error = (chance @ members) / np.float32(len(gold))
        gradient = np.concatenate([np.add.reduceat(weight * error[owner], first), error.sum(axis=0, keepdims=True)])
        gradient[:-1] += np.float32(_PULL) * theta[:-1]
        mean += np.float32(0.1) * (gradient - mean)
        square += np.float32(0.02) * (gradient**2 - square)
        rate = _RATE * (1 - (step - 1) / _ROUNDS)
        theta -= np.float32(rate / (1 - 0.9**step)) * mean / (np.sqrt(square / np.float32(1 - 0.98**step)) + 1e-8)
    model.weights[used] = theta[:-1]
    model.bias[...] = theta[-1]


def _bags(sentences: Sequence[Numbers], rarity: Array) -> Bags:
    """Each sentence's weights have length one."""
    lengths = np.array([len(rows) for rows in sentences])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    rows = np.concatenate(sentences)
    weights = rarity[rows]
    norms = np.sqrt(np.add.reduceat(weights**2, starts))
    return Bags(rows, weights / np.repeat(np.maximum(norms, np.float32(1e-6)), lengths), starts)


def _rows(sentence: Encoded) -> Numbers:
    """The rows of its n-grams, each once."""
    grams = set(_grams("p", sentence.plain))
    if HIDDEN not in sentence.accented:
        grams |= set(_grams("a", sentence.accented))
    return np.array(sorted({zlib.crc32(gram.encode()) % ROWS for gram in grams}), dtype=np.intp)


def _grams(kind: str, numbers: Numbers) -> Iterator[str]:
    """Words and pairs of them, with the ends of the sentence; pairs with one word between, too."""
    places = ["<", *map(str, numbers), ">"]
    for length in range(1, LONGEST + 1):
        for start in range(len(places) - length + 1):
            yield f"{kind} {' '.join(places[start : start + length])}"
    for one, other in zip(places, places[2:], strict=False):
        yield f"{kind} {one} * {other}"


def _bare(sentence: Encoded) -> Encoded:
    return Encoded(np.full_like(sentence.accented, HIDDEN), sentence.plain, sentence.looks)
