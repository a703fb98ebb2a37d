"""The few words of a text that a question asks for: every run of words is weighed, and the run that agrees best with
all likely ones is taken. Knows no search and no citation.

The weights (`reader.npz`) are trees fitted by `scripts/train_reader` on a reading-comprehension set; without training
on what is measured they find the words about as well as the figures in `bench/LOG.md` say, not as a language model
would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from giong.retrieval import clues, forest
from giong.retrieval.forest import Forest
from giong.retrieval.question import Question
from giong.text.words import Span

Numbers = NDArray[np.float32]

SENTENCES_READ = 3
"""Of those that hold most of the question, how many are searched for the words."""
FIRST_TREES = 40
HOPEFUL = 160
"""The first trees choose so many runs that all trees weigh: weighing every run would take ten times as long."""
LIKELY = 40
"""How many of the likeliest runs have a say."""
SHARPNESS = 1.5
"""How fast a run's say falls with its score."""


@dataclass(frozen=True)
class Reading:
    """`span` stands in sentence number `sentence`. `agreement` in [0, 1] is how much of the say of all likely runs is
    for these words, `score` what the trees give the likeliest run.
    """

    sentence: int
    span: Span
    agreement: float
    score: float


def read(question: Question, sentences: Sequence[str], trees: Forest | None = None) -> Reading | None:
    """The words asked for, from sentences in the order of their text; None where these have no words."""
    runs = clues.runs(question, sentences, most=SENTENCES_READ)
    if not len(runs.start):
        return None
    trees = trees or trained()
    hopeful = np.argsort(-trees.scores(runs.values, trees=FIRST_TREES), kind="stable")[:HOPEFUL]
    scores = np.full(len(runs.start), -np.inf, np.float32)
    scores[hopeful] = trees.scores(runs.values[hopeful])
    likely = np.argsort(-scores, kind="stable")[: min(LIKELY, len(hopeful))]
    says = np.exp(SHARPNESS * (scores[likely] - scores[likely].max()))
    agreement = _overlaps(runs, likely) @ (says / says.sum())
    best = int(likely[agreement.argmax()])
    number, start, end = int(runs.sentence[best]), int(runs.start[best]), int(runs.end[best])
    return Reading(
        sentence=number,
        span=Span(sentences[number][start:end], start, end),
        agreement=float(agreement.max()),
        score=float(scores.max()),
    )


@cache
def trained() -> Forest:
    """The trees that come with the program."""
    with files("giong.retrieval").joinpath("reader.npz").open("rb") as file:
        return forest.read(file)


def _overlaps(runs: clues.Runs, chosen: NDArray[np.int64]) -> Numbers:
    """F1 of the characters that each two runs share, shape (chosen, chosen)."""
    start, end, sentence = runs.start[chosen], runs.end[chosen], runs.sentence[chosen]
    shared = np.minimum(end[:, None], end[None]) - np.maximum(start[:, None], start[None])
    shared = np.where(sentence[:, None] == sentence[None], np.maximum(shared, 0), 0)
    size = end - start
    return (2 * shared / (size[:, None] + size[None])).astype(np.float32)
