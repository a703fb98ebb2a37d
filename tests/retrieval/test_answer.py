"""Answers are the source's own words, cited at the place where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from giong.retrieval.answer import Answer, answer
from giong.retrieval.index import Index
from tests.retrieval import files

PRICES = "Bậc;Mức dùng (kWh);Đơn giá (đồng/kWh)\nBậc 1;0–50;1.984\nBậc 2;51–100;2.050\nBậc 3;101–200;2.380\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("index")) as opened:
        opened.add("hoi-dap.csv", files.FAQ_CSV.encode())
        opened.add("tam-tru.md", files.MARKDOWN.encode())
        opened.add("quy-che.txt", files.STATUTE.encode(), title="Quy chế thư viện")
        opened.add("gia-dien.csv", PRICES.encode())
        yield opened


def answered(index: Index, query: str) -> Answer:
    found = answer(query, index.search(query))
    assert found is not None
    for citation in found.citations:
        assert index.source_text(citation.source_id)[citation.start : citation.end] == citation.quote
    return found


def test_a_listed_question_gets_its_answer(index: Index) -> None:
    found = answered(index, "mất điện thì tôi báo ở đâu")
    assert found.text == "Quý khách gọi tổng đài 1900 0000, chúng tôi xử lý trong 2 giờ."
    assert found.citations[0].quote == found.text


def test_a_row_is_said_as_a_sentence(index: Index) -> None:
    found = answered(index, "đơn giá bậc 3 là bao nhiêu?")
    assert found.text == "Bậc 3: đơn giá (đồng/kWh) là 2.380."
    assert found.span == "2.380"
    assert found.citations[0].quote.startswith("Bậc: Bậc 3;")


def test_a_list_comes_whole_with_the_sentence_that_leads_to_it(index: Index) -> None:
    found = answered(index, "hồ sơ đăng ký tạm trú cần những giấy tờ gì?")
    assert found.text == ("Hồ sơ gồm:\n- Tờ khai thay đổi thông tin cư trú;\n- Giấy tờ chứng minh chỗ ở hợp pháp.")


def test_running_text_is_answered_by_its_sentence(index: Index) -> None:
    found = answered(index, "Mỗi người được mượn sách trong bao lâu?")
    assert found.text == "2. Mỗi người được mượn 5 quyển trong 14 ngày."
    assert found.span == "14 ngày"
    assert found.citations[0].heading == ("Chương I QUY ĐỊNH CHUNG", "Điều 2. Người được mượn sách")


def test_without_diacritics(index: Index) -> None:
    assert answered(index, "moi nguoi duoc muon sach trong bao lau").span == "14 ngày"


def test_no_hits_no_answer() -> None:
    assert answer("gì vậy", []) is None


def test_an_answer_knows_how_sure_it_is(index: Index, tmp_path: Path) -> None:
    sure = answered(index, "báo mất điện ở đâu")
    unsure = answered(index, "thủ tục nhận con nuôi ở đâu")
    assert sure.confidence > 0.5 > unsure.confidence
