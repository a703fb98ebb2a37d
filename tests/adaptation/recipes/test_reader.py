"""What the reader learns from: runs of words graded by how much of the marked answer they share."""

from __future__ import annotations

import numpy as np
import pytest

from giong.adaptation.recipes.reader import GRADES, Marked, fit, lesson, planted
from giong.retrieval import reader
from giong.retrieval.question import understood

TEXT = ("Nhà máy Sông Hồng có ba cổng.", "Bảo vệ đổi ca lúc 6 giờ sáng.")


def marked(question: str, answer: str) -> Marked:
    sentence = next(number for number, text in enumerate(TEXT) if answer in text)
    start = TEXT[sentence].index(answer)
    return Marked(question, TEXT, sentence, start, start + len(answer))


def test_only_the_answer_has_the_full_grade() -> None:
    learnt = lesson(marked("Bảo vệ đổi ca lúc mấy giờ?", "6 giờ"), seed=1)
    assert (learnt.grades == GRADES).sum() == 1
    assert (learnt.grades == 0).sum() > 10
    assert len(learnt.values) == len(learnt.grades)


def test_nested_trees_become_arrays() -> None:
    nested = {
        "split_feature": 1,
        "threshold": 0.5,
        "left_child": {"leaf_value": 2.0},
        "right_child": {
            "split_feature": 0,
            "threshold": 1.0,
            "left_child": {"leaf_value": 4.0},
            "right_child": {"leaf_value": 8.0},
        },
    }
    trees = planted([nested, {"leaf_value": 100.0}], share=0.5)
    assert trees.depth == 2
    assert trees.scores(np.array([[0, 0], [0, 1], [2, 1]], np.float32)).tolist() == [51, 52, 54]


def test_the_same_lessons_give_the_same_reader() -> None:
    pytest.importorskip("lightgbm")
    lessons = [
        lesson(marked(question, answer), seed=1)
        for question, answer in (
            ("Bảo vệ đổi ca lúc mấy giờ?", "6 giờ"),
            ("Nhà máy Sông Hồng có mấy cổng?", "ba"),
            ("Ai đổi ca lúc 6 giờ?", "Bảo vệ"),
        )
    ]
    first, second = fit(lessons), fit(lessons)
    question = understood("Bảo vệ đổi ca lúc mấy giờ?")
    assert reader.read(question, TEXT, first) == reader.read(question, TEXT, second)
    assert np.array_equal(first.value, second.value)
