"""Sentences of like meaning come together, always in the same way."""

from __future__ import annotations

import numpy as np

from giong.conversations.grouping import _linked, grouped, middle, word_vectors

TEXTS = [
    "mật khẩu wifi là gì",
    "cho em hỏi làm thẻ cần giấy tờ gì",
    "mat khau wifi la gi a",
    "wifi mật khẩu bao nhiêu vậy",
    "thủ tục làm thẻ cần những giấy tờ nào",
    "trả sách trễ bị phạt bao nhiêu tiền",
]


def by_definition(alike: np.ndarray, least: float) -> list[list[int]]:
    """Average linkage as it is defined: merge the two groups that are most alike, until none are enough."""
    groups = [[number] for number in range(len(alike))]
    while len(groups) > 1:
        pairs = [
            (float(alike[np.ix_(groups[i], groups[j])].mean()), i, j)
            for i in range(len(groups))
            for j in range(i + 1, len(groups))
        ]
        best, i, j = max(pairs)
        if best < least:
            break
        groups[i] += groups.pop(j)
    return sorted(sorted(group) for group in groups)


def test_the_chains_find_what_the_definition_does() -> None:
    chance = np.random.default_rng(7)
    for count in (1, 2, 9, 40):
        points = chance.normal(size=(count, 5)).astype(np.float32)
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        alike = points @ points.T
        for least in (-2.0, 0.2, 0.6, 2.0):
            assert _linked(alike.copy(), least) == by_definition(alike, least)


def test_words_bring_together_also_without_diacritics() -> None:
    assert grouped(TEXTS) == [[0, 2, 3], [1, 4], [5]]
    assert grouped([]) == []


def test_meanings_count_where_words_differ_and_only_among_enough() -> None:
    chance = np.random.default_rng(3)
    topics = np.eye(4, 16, dtype=np.float32) * 3 + 1  # what they share is not what tells them apart
    owners = [0, 1, 2, 3] * 3
    vectors = topics[owners] + chance.normal(scale=0.05, size=(12, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [f"từ{number} chữ{number} tiếng{number} đó" for number in range(12)]
    expected = [[number, number + 4, number + 8] for number in range(4)]
    assert grouped(texts, vectors) == expected
    assert grouped(texts[:4], vectors[:4], vectors[4:]) == [[0], [1], [2], [3]]
    assert len(grouped(texts[:4], vectors[:4])) == len(grouped(texts[:4]))


def test_the_order_of_the_sentences_is_no_matter() -> None:
    order = [4, 0, 5, 2, 1, 3]
    found = grouped([TEXTS[number] for number in order])
    assert sorted(sorted(order[place] for place in group) for group in found) == grouped(TEXTS)


def test_the_middle_is_the_sentence_that_most_people_are_near_to() -> None:
    vectors = word_vectors(TEXTS)
    assert middle([0, 2, 3], [1, 1, 1], vectors) in (0, 2)
    assert middle([0, 3, 5], [1, 1, 9], vectors) == 5
