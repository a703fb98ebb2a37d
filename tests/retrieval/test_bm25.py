"""BM25 against numbers worked out by hand from the formula in Kamphuis et al. (2020), table 1, row "Lucene"."""

from __future__ import annotations

import math

import numpy as np
import pytest

from giong.retrieval import bm25

# Three texts of 4, 2 and 3 terms: "a a b c", "a d", "b b c".
TEXTS = np.array([0, 0, 0, 0, 1, 1, 2, 2, 2], np.int64)
KEYS = np.array([1, 1, 2, 3, 1, 4, 2, 2, 3], np.int64)


def test_scores_are_the_formula() -> None:
    postings = bm25.build(texts=TEXTS, keys=KEYS, size=3)
    scores, best_possible = postings.scores({1: 1, 4: 1, 99: 1})
    idf_a, idf_d, idf_unseen = (math.log(1 + (3 - n + 0.5) / (n + 0.5)) for n in (2, 1, 0))
    mean = 9 / 3
    first = idf_a * 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / mean))
    second = (idf_a + idf_d) * 1 / (1 + 1.2 * (0.25 + 0.75 * 2 / mean))
    assert scores.tolist() == pytest.approx([first, second, 0.0], rel=1e-5)
    assert best_possible == pytest.approx(idf_a + idf_d + idf_unseen, rel=1e-5)


def test_a_term_asked_twice_counts_twice() -> None:
    postings = bm25.build(texts=TEXTS, keys=KEYS, size=3)
    once, twice = postings.scores({2: 1})[0], postings.scores({2: 2})[0]
    assert twice.tolist() == pytest.approx((2 * once).tolist())


def test_an_empty_index_scores_nothing() -> None:
    none = np.zeros(0, np.int64)
    scores, best_possible = bm25.build(texts=none, keys=none, size=0).scores({1: 1})
    assert scores.shape == (0,)
    assert best_possible > 0


def test_the_rarest_lacking_key_is_a_share_of_all_that_is_asked() -> None:
    postings = bm25.build(texts=TEXTS, keys=KEYS, size=3)
    idf_a, idf_d, idf_unseen = (math.log(1 + (3 - n + 0.5) / (n + 0.5)) for n in (2, 1, 0))
    lacking = postings.rarest_lacking([1, 4])
    assert lacking.tolist() == pytest.approx([idf_d / (idf_a + idf_d), 0.0, idf_d / (idf_a + idf_d)], rel=1e-5)
    assert postings.rarest_lacking([1, 99]).tolist() == pytest.approx([idf_unseen / (idf_a + idf_unseen)] * 3, rel=1e-5)
    assert postings.rarest_lacking([]).tolist() == [0.0, 0.0, 0.0]
