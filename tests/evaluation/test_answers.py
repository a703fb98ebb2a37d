"""The answer figures: SQuAD's measures in Vietnamese, and an honest lower bound on real questions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from giong.errors import BadInput
from giong.evaluation.answers import Given, evaluate, exact_match, holds, overlap_f1, point
from giong.evaluation.comprehension import read_comprehension

DATA = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[2] / ".." / "shared" / "data"))


def test_measures() -> None:
    assert exact_match("Năm 1900.", "năm 1900") == 1.0
    assert exact_match("1900", "năm 1900") == 0.0
    assert overlap_f1("1900", "năm 1900") == pytest.approx(2 / 3)
    assert overlap_f1("hai", "ba") == 0.0


def written(folder: Path, *articles: tuple[str, str, str]) -> Path:
    """A file of articles of one paragraph each: (text, question, answer)."""
    data = [
        {
            "paragraphs": [
                {
                    "context": text,
                    "qas": [{"question": question, "answers": [{"text": told, "answer_start": text.index(told)}]}],
                }
            ]
        }
        for text, question, told in articles
    ]
    path = folder / "squad.json"
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), "utf-8")
    return path


LIBRARY = ("Thư viện mở cửa lúc 7 giờ. Bạn đọc để túi ở tủ ngoài.", "Thư viện mở cửa lúc mấy giờ?", "7 giờ")
POOL = ("Bể bơi nằm cạnh sân vận động Hoa Sen. Nước được thay hằng tuần.", "Bể bơi nằm ở đâu?", "sân vận động Hoa Sen")


def test_a_small_set(tmp_path: Path) -> None:
    measured = evaluate(written(tmp_path, LIBRARY, POOL), unanswerable=True)
    assert measured.n == 2
    assert measured.f1 > 0.5
    assert measured.answered == measured.right == 1.0
    assert measured.refusing is not None
    assert measured.refusing.n == 4
    chosen = measured.refusing.chosen
    assert chosen.recall == 1.0
    assert chosen.wrong == 0.0
    assert measured.as_json()["refusing"]["chosen"]["threshold"] == 0.5  # type: ignore[index]


def test_what_a_threshold_does() -> None:
    given = [
        Given(confidence=0.9, right=True, answerable=True),
        Given(confidence=0.8, right=False, answerable=True),
        Given(confidence=0.3, right=True, answerable=True),
        Given(confidence=0.7, right=False, answerable=False),
        Given(confidence=0.2, right=False, answerable=False),
    ]
    told = point(given, 0.5)
    assert told.answered == pytest.approx(2 / 3)
    assert told.right == pytest.approx(1 / 3)
    assert told.wrong == pytest.approx(2 / 3)
    assert told.precision == told.recall == 0.5


def test_an_answer_is_right_when_it_holds_the_accepted_words_whole(tmp_path: Path) -> None:
    asking = read_comprehension(written(tmp_path, LIBRARY)).questions[0]
    assert holds("Mở cửa lúc “7 giờ”, trừ chủ nhật.", asking)
    assert not holds("Mở cửa lúc 17 giờ.", asking)


def test_a_file_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[]", "utf-8")
    with pytest.raises(BadInput) as error:
        evaluate(path)
    assert error.value.code == "evaluation.not_squad"


@pytest.mark.data
def test_reading_articles_that_were_not_learnt_from(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    path = DATA / "xquad-vi" / "xquad.vi.dev.json"
    if not path.exists():
        pytest.skip(f"{path} is not here; set GIONG_DATA to the folder of the measuring data")
    some = tmp_path / "some.json"
    some.write_text(json.dumps({"data": json.loads(path.read_text("utf-8"))["data"][:4]}), "utf-8")
    measured = evaluate(some, folds=2)
    assert measured.f1 >= 0.3
    assert measured.exact >= 0.12
