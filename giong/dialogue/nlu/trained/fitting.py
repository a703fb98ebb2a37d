"""Fits one joint network to samples. Knows no file and no other network.

The same samples, course and seed give the same weights on the same machine: how long it learns follows from the number
of words, never from a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from giong.dialogue.nlu.trained import crf
from giong.dialogue.nlu.trained.labels import Labels
from giong.dialogue.nlu.trained.network import (
    DROPOUT,
    Batch,
    Dropout,
    Random,
    Sizes,
    forward,
    initialised,
    side_by_side,
)
from giong.dialogue.nlu.trained.optimiser import Adam
from giong.dialogue.nlu.trained.parameters import Array, Parameters
from giong.dialogue.nlu.trained.probability import softmax
from giong.dialogue.nlu.trained.sample import MAX_WORDS, Sample
from giong.dialogue.nlu.trained.vocabulary import HIDDEN, UNKNOWN, Encoded, Numbers, Vocabulary
from giong.threads import one_thread

Progress = Callable[[int, int], None]
"""Gets (rounds done, of all)."""

_BATCHES_TOGETHER = 12
"""So many batches are drawn together and sorted by length, which leaves little to fill up."""


@dataclass(frozen=True)
class Course:
    """How a network learns."""

    words: int = 800_000
    """How many words are read in all, in as many rounds as that makes …"""
    fewest_rounds: int = 6
    most_rounds: int = 40
    batch: int = 32
    rate: float = 0.004
    hidden: int = 128
    stripped: float = 0.2
    """The share of sentences read as if typed without diacritics."""
    forgotten: float = 0.25
    """A word seen n times is read as an unknown one with probability f / (f + n) (Kiperwasser and Goldberg 2016)."""
    intent_weight: float = 1.0
    decay: float = 0.02
    dropout: Dropout = DROPOUT

    def rounds(self, words: int) -> int:
        return int(np.clip(round(self.words / max(words, 1)), self.fewest_rounds, self.most_rounds))


def fit_network(
    samples: Sequence[Sample],
    vocabulary: Vocabulary,
    labels: Labels,
    *,
    course: Course,
    seed: int,
    on_progress: Progress | None = None,
) -> Parameters:
    """The weights of a network that has read the samples."""
    one_thread()
    random = np.random.default_rng(seed)
    examples = [_Example.of(sample, vocabulary, labels) for sample in samples]
    sizes = sizes_of(vocabulary, labels, course)
    parameters = initialised(sizes, random)
    gradient = parameters.zeros()
    forget = _Forgetting.of(examples, sizes, course.forgotten)
    words = sum(len(example.encoded) for example in examples)
    rounds = course.rounds(words)
    size = int(np.clip(len(examples) // 10, 4, course.batch))
    adam = Adam(parameters.vector, rate=course.rate, steps=rounds * -(-len(examples) // size), decay=course.decay)
    for done in range(1, rounds + 1):
        for drawn in _batches(examples, size, random):
            batch = _worn([example.encoded for example in drawn], forget, course.stripped, random)
            gradient.vector[...] = 0
            _learn(parameters, gradient, batch, drawn=drawn, labels=labels, course=course, random=random)
            adam.step(gradient.vector)
        if on_progress:
            on_progress(done, rounds)
    return parameters


def sizes_of(vocabulary: Vocabulary, labels: Labels, course: Course) -> Sizes:
    """How large the network for them is."""
    return Sizes(
        accented=len(vocabulary.accented) + 2,
        plain=len(vocabulary.plain) + 2,
        tags=len(labels.tags),
        intents=len(labels.intents),
        hidden=course.hidden,
    )


@dataclass(frozen=True)
class _Example:
    encoded: Encoded
    tags: Numbers
    choice: int

    @classmethod
    def of(cls, sample: Sample, vocabulary: Vocabulary, labels: Labels) -> _Example:
        tags = np.array([labels.tag_number[tag] for tag in sample.tags[:MAX_WORDS]], dtype=np.intp)
        return cls(vocabulary.encode(sample.words[:MAX_WORDS]), tags, labels.choice_number[sample.intents])


def _learn(
    parameters: Parameters,
    gradient: Parameters,
    batch: Batch,
    *,
    drawn: Sequence[_Example],
    labels: Labels,
    course: Course,
    random: Random,
) -> None:
    """Add the gradient of one batch's loss: tags by the field, intents by a softmax over the sets that occur."""
    emissions, scores, backward = forward(parameters, batch, random=random, dropout=course.dropout)
    count = np.float32(len(drawn))
    gold = np.zeros(batch.plain.shape, np.intp)
    for column, example in enumerate(drawn):
        gold[: len(example.encoded), column] = example.tags
    d_emissions = np.zeros_like(emissions)
    if labels.has_slots:
        field = crf.Field(parameters["start"], parameters["transitions"]) + labels.limits
        _, d_emissions, d_field = crf.loss(emissions, field, gold=gold, mask=batch.mask)
        d_emissions /= count
        gradient["start"][...] += d_field.start / count
        gradient["transitions"][...] += d_field.transitions / count
    chance = softmax(scores @ labels.members.T)
    chance[np.arange(len(drawn)), [example.choice for example in drawn]] -= 1
    backward(d_emissions, (chance @ labels.members) * np.float32(course.intent_weight) / count, gradient)


def _batches(examples: Sequence[_Example], size: int, random: Random) -> Iterator[list[_Example]]:
    """Every example once, those of like length together."""
    order = random.permutation(len(examples))
    batches = []
    for start in range(0, len(order), size * _BATCHES_TOGETHER):
        pool = sorted(order[start : start + size * _BATCHES_TOGETHER], key=lambda k: len(examples[k].encoded))
        batches += [pool[k : k + size] for k in range(0, len(pool), size)]
    for number in random.permutation(len(batches)):
        yield [examples[k] for k in batches[number]]


@dataclass(frozen=True)
class _Forgetting:
    """With which probability each word is read as an unknown one, with diacritics and without."""

    accented: Array
    plain: Array

    @classmethod
    def of(cls, examples: Sequence[_Example], sizes: Sizes, forgotten: float) -> _Forgetting:
        accented = np.concatenate([example.encoded.accented for example in examples])
        plain = np.concatenate([example.encoded.plain for example in examples])
        return cls(_rarely(accented, sizes.accented, forgotten), _rarely(plain, sizes.plain, forgotten))


def _rarely(words: Numbers, rows: int, forgotten: float) -> Array:
    counts = np.maximum(np.bincount(words, minlength=rows), 1)
    return (forgotten / (forgotten + counts)).astype(np.float32)


def _worn(sentences: Sequence[Encoded], forget: _Forgetting, stripped: float, random: Random) -> Batch:
    """A batch in which some words are unknown and some sentences have lost their diacritics."""
    batch = side_by_side(sentences)
    unknown_plain = random.random(batch.plain.shape) < forget.plain[batch.plain]
    unknown = (random.random(batch.accented.shape) < forget.accented[batch.accented]) | unknown_plain
    accented = np.where(unknown & (batch.accented != HIDDEN), UNKNOWN, batch.accented)
    accented[:, random.random(len(sentences)) < stripped] = HIDDEN
    return Batch(accented, np.where(unknown_plain, UNKNOWN, batch.plain), batch.looks, batch.lengths)
