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
    assert found.text == "Đơn giá của Bậc 3 là 2.380 đồng/kWh."
    assert found.span == "2.380"
    assert found.citations[0].quote.startswith("Bậc: Bậc 3;")


def test_rows_that_fit_equally_well_are_listed_in_their_order(index: Index) -> None:
    found = answered(index, "đơn giá mỗi bậc là bao nhiêu?")
    assert found.text == "- Bậc 1: 1.984 đồng/kWh\n- Bậc 2: 2.050 đồng/kWh\n- Bậc 3: 2.380 đồng/kWh"
    assert len(found.citations) == 3
    assert found.span == ""


def test_a_short_text_under_the_heading_that_is_asked_about_comes_whole(tmp_path: Path) -> None:
    text = "# Dịch vụ\n\n## Bảo hành tận nhà\n\nKỹ thuật viên gọi trước. Máy được sửa tại chỗ nếu đủ linh kiện.\n"
    with Index.open(tmp_path) as index:
        index.add("dich-vu.md", text.encode())
        found = answered(index, "bảo hành tận nhà thế nào?")
    assert found.text == "Kỹ thuật viên gọi trước. Máy được sửa tại chỗ nếu đủ linh kiện."


def test_the_heading_that_names_what_is_asked_for_decides(tmp_path: Path) -> None:
    text = (
        "# Khai sinh\n\n## Lệ phí đăng ký khai sinh\n\nKhai sinh quá hạn 60 ngày nộp 8.000 đồng.\n\n"
        "## Thời hạn đăng ký khai sinh\n\nPhường trả kết quả ngay trong ngày.\n"
    )
    with Index.open(tmp_path) as index:
        index.add("khai-sinh.md", text.encode())
        assert answered(index, "đăng ký khai sinh mất bao lâu").text == "Phường trả kết quả ngay trong ngày."
        assert answered(index, "đăng ký khai sinh hết bao nhiêu tiền").text.endswith("nộp 8.000 đồng.")


PLACES = "Tên,Địa chỉ,Điện thoại,Giờ mở cửa\nCà phê Bến Gốm,số 12 phố Bến Gốm,024 0111 2201,7 giờ đến 22 giờ\n"
FEES = "Thủ tục,Lệ phí,Thời hạn,Nơi nộp\nTách hộ,10.000 đồng,5 ngày làm việc,Công an phường\n"
TENANTS = "Câu hỏi,Trả lời\nNhà có nhiều hộ thuê trọ tính giá điện ra sao?,Kê khai thiếu thì tính theo giá bậc 3.\n"


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("cà phê Bến Gốm mở cửa mấy giờ vậy", "7 giờ đến 22 giờ"),
        ("ca phe ben gom mo cua may gio", "7 giờ đến 22 giờ"),
        ("cà phê Bến Gốm ở đâu", "số 12 phố Bến Gốm"),
        ("cà phê Bến Gốm điện thoại số mấy", "024 0111 2201"),
        ("tách hộ hết bao nhiêu tiền", "10.000 đồng"),
        ("tach ho mat bao lau", "5 ngày làm việc"),
        ("tách hộ nộp ở đâu", "Công an phường"),
        ("giá điện bậc 3 bao nhiêu?", "2.380 đồng/kWh"),
        ("gia dien bac 3 bao nhieu", "2.380 đồng/kWh"),
    ],
)
def test_the_column_that_is_meant(tmp_path: Path, query: str, value: str) -> None:
    with Index.open(tmp_path) as index:
        index.add("dia-diem.csv", PLACES.encode())
        index.add("le-phi.csv", FEES.encode())
        index.add(
            "gia.csv",
            "Đối tượng;Giá điện\nĐiện sinh hoạt, bậc 2;2.050 đồng/kWh\nĐiện sinh hoạt, bậc 3;2.380 đồng/kWh\n".encode(),
        )
        index.add("hoi-dap.csv", TENANTS.encode())
        assert answered(index, query).span == value


def test_a_near_miss_is_unsure(tmp_path: Path) -> None:
    with Index.open(tmp_path) as index:
        index.add("hoi-dap.csv", files.FAQ_CSV.encode())
        index.add("phuong.csv", "Câu hỏi,Trả lời\nĐổi chủ hộ cần giấy tờ gì?,Nộp tờ khai CT01.\n".encode())
        known = answered(index, "đổi chủ hộ cần giấy tờ gì ạ").confidence
        missed = answered(index, "tách thửa cần giấy tờ gì ạ").confidence
        assert known > 0.9
        assert missed < 0.6


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
