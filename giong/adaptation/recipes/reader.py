"""How the reader learns which words answer a question: texts with marked answers in, trees out. Knows no files.

LambdaRank (Burges, "From RankNet to LambdaRank to LambdaMART", Microsoft Research 2010) ranks all runs of words of a
question by how much of the marked answer they share. Needs the package `lightgbm`, which answering does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from giong.errors import Unavailable
from giong.retrieval import clues
from giong.retrieval.forest import Forest, fingerprint
from giong.retrieval.question import understood

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]

GRADES = 10
"""Steps between a run that shares nothing with the answer and the answer itself."""
GOOD_RUNS = 80
OTHER_RUNS = 150
"""How many runs of a question that share something and nothing with the answer are learnt from."""
FORESTS = 3
"""Forests with other random choices whose mean is taken: one alone depends on chance too much."""
TREES = 150
LEARNING = {
    "objective": "lambdarank",
    "num_leaves": 12,
    "learning_rate": 0.07,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "lambdarank_truncation_level": 15,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
"""Strongly held back, for a few hundred questions."""


@dataclass(frozen=True)
class Marked:
    """A question on a text of several sentences; the answer is `sentences[sentence][start:end]`."""

    question: str
    sentences: tuple[str, ...]
    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class Lesson:
    """What is learnt from one question: its runs' clues and grades. `mark` is the question's fingerprint."""

    mark: int
    values: Numbers
    grades: Places


def lesson(marked: Marked, *, seed: int) -> Lesson:
    """A question's runs, all of them or as many as are needed, chosen at random with the seed."""
    runs = clues.runs(understood(marked.question), marked.sentences)
    shared = np.minimum(runs.end, marked.end) - np.maximum(runs.start, marked.start)
    shared = np.where(runs.sentence == marked.sentence, np.maximum(shared, 0), 0)
    worth = 2 * shared / np.maximum(runs.end - runs.start + marked.end - marked.start, 1)
    choice = np.random.default_rng(seed)
    good, other = np.flatnonzero(worth > 0), np.flatnonzero(worth == 0)
    best = good[np.argsort(-worth[good], kind="stable")]
    half = GOOD_RUNS // 2
    kept = [
        best[:half],
        choice.permutation(best[half:])[: GOOD_RUNS - half],
        choice.permutation(other)[:OTHER_RUNS],
    ]
    chosen = np.concatenate(kept)
    return Lesson(fingerprint(marked.question), runs.values[chosen], np.rint(GRADES * worth[chosen]).astype(np.int64))


def fit(lessons: Sequence[Lesson], *, seed: int = 1) -> Forest:
    """Trees from lessons; the same lessons and seed give the same trees. Raises `Unavailable` without `lightgbm`."""
    learner = _learner()
    lessons = [one for one in lessons if one.grades.any()]
    values = np.concatenate([one.values for one in lessons])
    grades = np.concatenate([one.grades for one in lessons])
    sizes = [len(one.grades) for one in lessons]
    trees: list[dict[str, Any]] = []
    for number in range(FORESTS):
        settings = {**LEARNING, "seed": seed + number}
        data = learner.Dataset(values, grades, group=sizes)
        learnt = learner.train(settings, data, TREES)
        trees += [tree["tree_structure"] for tree in learnt.dump_model()["tree_info"]]
    forest = planted(trees, share=1 / FORESTS)
    return replace(forest, lessons=frozenset(one.mark for one in lessons))


def _learner() -> Any:
    try:
        return import_module("lightgbm")
    except ImportError as error:
        raise Unavailable(
            "training.lightgbm_missing",
            vi="Để huấn luyện bộ đọc cần gói lightgbm. Hãy cài: pip install lightgbm",
            en="Training the reader needs the package lightgbm. Install it: pip install lightgbm",
        ) from error


def planted(trees: Sequence[dict[str, Any]], *, share: float) -> Forest:
    """Trees in LightGBM's nested form as arrays; `share` is what each leaf's value is multiplied by."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots: list[int] = []
    deepest = 0
    for tree in trees:
        roots.append(len(nodes))
        deepest = max(deepest, _planted(tree, nodes, share))
    feature, threshold, left, right, value = (list(column) for column in zip(*nodes, strict=True))
    return Forest(
        feature=np.array(feature, np.int32),
        threshold=np.array(threshold, np.float32),
        left=np.array(left, np.int32),
        right=np.array(right, np.int32),
        value=np.array(value, np.float32),
        roots=np.array(roots, np.int32),
        depth=deepest,
    )


def _planted(node: dict[str, Any], nodes: list[tuple[int, float, int, int, float]], share: float) -> int:
    """Append the node and all below it; gives the longest way down from it."""
    here = len(nodes)
    if "split_feature" not in node:
        nodes.append((0, 0.0, here, here, share * float(node["leaf_value"])))
        return 0
    nodes.append((0, 0.0, here, here, 0.0))
    left = len(nodes)
    left_depth = _planted(node["left_child"], nodes, share)
    right = len(nodes)
    right_depth = _planted(node["right_child"], nodes, share)
    nodes[here] = (int(node["split_feature"]), float(node["threshold"]), left, right, 0.0)
    return 1 + max(left_depth, right_depth)
