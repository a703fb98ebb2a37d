"""The field beside a count of every possible path."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from giong.dialogue.nlu.trained import crf

TAGS = ("O", "B-a", "I-a", "B-b", "I-b")
LENGTHS = (4, 1, 3)


@pytest.fixture
def field() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Scores of three sentences of different lengths, with the limits of BIO in them, and their mask."""
    random = np.random.default_rng(7)
    begin, follow = crf.allowed(TAGS)
    emissions = random.normal(0, 2, (max(LENGTHS), len(LENGTHS), len(TAGS)))
    start = random.normal(size=len(TAGS)) + np.where(begin, 0, crf.FORBIDDEN)
    transitions = random.normal(size=(len(TAGS), len(TAGS))) + np.where(follow, 0, crf.FORBIDDEN)
    mask = (np.arange(max(LENGTHS))[:, None] < np.array(LENGTHS)).astype(float)
    return emissions, start, transitions, mask


def score(path: tuple[int, ...], emissions: np.ndarray, start: np.ndarray, transitions: np.ndarray) -> float:
    steps = sum(transitions[one, other] for one, other in pairwise(path))
    return float(start[path[0]] + steps + sum(emissions[place, tag] for place, tag in enumerate(path)))


def test_sums_are_those_over_all_paths(field) -> None:  # type: ignore[no-untyped-def]
    emissions, start, transitions, mask = field
    found = crf.sums(emissions, crf.Field(start, transitions), mask)
    pairs = np.zeros_like(transitions)
    for sentence, length in enumerate(LENGTHS):
        paths = list(product(range(len(TAGS)), repeat=length))
        weights = np.array([np.exp(score(path, emissions[:, sentence], start, transitions)) for path in paths])
        assert found.log_z[sentence] == pytest.approx(np.log(weights.sum()))
        marginals = np.zeros((length, len(TAGS)))
        for path, weight in zip(paths, weights / weights.sum(), strict=True):
            marginals[np.arange(length), path] += weight
            for step in pairwise(path):
                pairs[step] += weight
        np.testing.assert_allclose(found.marginals[:length, sentence], marginals, atol=1e-9)
        assert not found.marginals[length:, sentence].any()
    np.testing.assert_allclose(found.pairs, pairs, atol=1e-9)


def test_best_path_is_the_best_of_all_and_never_breaks_a_slot(field) -> None:  # type: ignore[no-untyped-def]
    emissions, start, transitions, _ = field
    for sentence, length in enumerate(LENGTHS):
        own = emissions[:length, sentence]
        best = max(product(range(len(TAGS)), repeat=length), key=lambda path: score(path, own, start, transitions))
        assert crf.best_path(own, crf.Field(start, transitions)) == list(best)
    alone = np.full((3, len(TAGS)), -5.0)
    alone[:, TAGS.index("I-b")] = 5.0
    assert [TAGS[tag] for tag in crf.best_path(alone, crf.Field(start, transitions))] == ["B-b", "I-b", "I-b"]


def test_an_inner_tag_follows_only_its_own_slot() -> None:
    begin, follow = crf.allowed(TAGS)
    assert [tag for tag, may in zip(TAGS, begin, strict=True) if may] == ["O", "B-a", "B-b"]
    before_inner = {TAGS[one] for one in range(len(TAGS)) if follow[one, TAGS.index("I-a")]}
    assert before_inner == {"B-a", "I-a"}
    assert follow[:, [TAGS.index("O"), TAGS.index("B-a")]].all()
