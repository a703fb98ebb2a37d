"""The answer figures: SQuAD's measures in Vietnamese, and an honest lower bound on real questions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from giong.errors import BadInput
from giong.evaluation.answers import evaluate, exact_match, overlap_f1

DATA = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[2] / ".." / "shared" / "data"))


def test_measures() -> None:
    assert exact_match("Năm 1900.", "năm 1900") == 1.0
    assert exact_match("1900", "năm 1900") == 0.0
    assert overlap_f1("1900", "năm 1900") == pytest.approx(2 / 3)
    assert overlap_f1("hai", "ba") == 0.0


def test_a_small_set(tmp_path: Path) -> None:
    answers = [{"text": "lúc 7 giờ", "answer_start": 17}]
    paragraphs = [
        {
            "context": "Thư viện mở cửa lúc 7 giờ.",
            "qas": [{"question": "Thư viện mở cửa lúc mấy giờ?", "answers": answers}],
        },
        {"context": "Bể bơi ở cạnh sân vận động.", "qas": []},
    ]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}, ensure_ascii=False), "utf-8")
    measured = evaluate(path).as_json()
    assert measured == {"n": 1, "exact": 1.0, "f1": 1.0, "answered": 1.0}


def test_a_file_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[]", "utf-8")
    with pytest.raises(BadInput) as error:
        evaluate(path)
    assert error.value.code == "evaluation.not_squad"


@pytest.mark.data
def test_reading_comprehension_without_being_told_the_paragraph() -> None:
    path = DATA / "xquad-vi" / "xquad.vi.dev.json"
    if not path.exists():
        pytest.skip(f"{path} is not here; set GIONG_DATA to the folder of the measuring data")
    measured = evaluate(path)
    assert measured.f1 >= 0.38
    assert measured.exact >= 0.19
