"""The words that are asked for, among all words of a text."""

from __future__ import annotations

import io

import numpy as np
import pytest

from giong.retrieval import forest, reader
from giong.retrieval.forest import Forest
from giong.retrieval.question import understood
from giong.text.unicode import unaccented

LIBRARY = (
    "Thư viện Hoa Sen được xây dựng năm 1975 theo bản vẽ của kiến trúc sư Trần Văn Bảo.",
    "Mỗi bạn đọc được mượn năm quyển trong 14 ngày.",
    "Kho sách quý nằm ở tầng ba của nhà cũ.",
)


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("Thư viện Hoa Sen được xây dựng năm nào?", 0, "1975"),
        ("Mỗi bạn đọc được mượn trong bao lâu?", 1, "14 ngày"),
        ("Kiến trúc sư của thư viện Hoa Sen là ai?", 0, "Trần Văn Bảo"),
        ("Kho sách quý nằm ở đâu?", 2, "tầng ba"),
    ],
)
def test_the_words_that_are_asked_for(question: str, sentence: int, words: str) -> None:
    for asked in (question, unaccented(question)):
        found = reader.read(understood(asked), LIBRARY)
        assert found is not None
        assert found.sentence == sentence
        assert words in found.span.text
        assert len(found.span.text.split()) <= len(words.split()) + 3
        assert LIBRARY[sentence][found.span.start : found.span.end] == found.span.text
        assert 0 < found.agreement <= 1


def test_nothing_to_read() -> None:
    question = understood("Ở đâu?")
    assert reader.read(question, []) is None
    assert reader.read(question, ["…", "—"]) is None


def test_a_question_without_words() -> None:
    assert reader.read(understood("gì?"), LIBRARY) is not None


@pytest.fixture
def trees() -> Forest:
    """Two trees: 1 where the first clue is above 0.5, and 10, 20 or 30 by the second clue."""
    return Forest(
        feature=np.array([0, 0, 0, 1, 0, 1, 0, 0], np.int32),
        threshold=np.array([0.5, 0, 0, 1, 0, 2, 0, 0], np.float32),
        left=np.array([1, 1, 2, 4, 4, 6, 6, 7], np.int32),
        right=np.array([2, 1, 2, 5, 4, 7, 6, 7], np.int32),
        value=np.array([0, 0, 1, 0, 10, 0, 20, 30], np.float32),
        roots=np.array([0, 3], np.int32),
        depth=2,
    )


def test_what_trees_add_up_to(trees: Forest) -> None:
    rows = np.array([[0.4, 1.0], [0.6, 1.5], [0.6, 9.0]] * 400, np.float32)
    assert trees.scores(rows).tolist() == [10, 21, 31] * 400
    assert trees.scores(rows[:3], trees=1).tolist() == [0, 1, 1]
    assert trees.scores(rows[:0]).shape == (0,)


def test_trees_are_kept(trees: Forest) -> None:
    file = io.BytesIO()
    trees.write(file)
    file.seek(0)
    rows = np.array([[0.6, 1.5]], np.float32)
    assert forest.read(file).scores(rows).tolist() == [21]
