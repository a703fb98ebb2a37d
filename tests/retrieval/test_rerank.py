"""How surely a sentence answers, from what finding and reading say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from giong.retrieval.answer import ANSWERED_FROM, answer
from giong.retrieval.index import Index
from giong.retrieval.rerank import Signs, confidence, names

SURE = Signs(found=6.0, behind=0.0, score=4.0, agreement=0.6, kind=1.0, heading=0.0, names=0.0, words=0.0)


def test_each_sign_counts_in_its_own_direction() -> None:
    assert confidence(SURE) > 0.95
    for less in (
        {"found": 0.0},
        {"behind": -6.0},
        {"score": 0.0},
        {"agreement": 0.1},
        {"kind": 0.0},
        {"heading": -1.0},
    ):
        assert confidence(replace(SURE, **less)) < confidence(SURE)
    for more in ({"names": 1.0}, {"words": 1.0}):
        assert confidence(replace(SURE, **more)) < confidence(SURE)


def test_names_and_numbers_of_a_question() -> None:
    assert names("Năm 1975 ở Hoa Sen có gì?") == {"1975", "hoa", "sen"}
    assert names("năm nào thì xây?") == set()


def test_a_question_about_another_name_is_less_sure(tmp_path: Path) -> None:
    text = "Thư viện Hoa Sen mở cửa từ 7 giờ sáng. Bạn đọc gửi túi ở tầng một."
    with Index.open(tmp_path) as index:
        index.add("thu-vien.txt", text.encode(), title="Thư viện")
        index.add("be-boi.txt", "Bể bơi đóng cửa vào mùa đông.".encode(), title="Bể bơi")
        own, other = (
            answer(query, index.search(query))
            for query in ("Thư viện Hoa Sen mở cửa từ mấy giờ?", "Ngân hàng Sông Hồng mở cửa từ mấy giờ?")
        )
    assert own is not None
    assert other is not None
    assert own.confidence >= ANSWERED_FROM > other.confidence
