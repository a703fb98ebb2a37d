"""Questions drafted from documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from giong.adaptation.faq.drafting import drafted
from giong.retrieval.index import Index

STATUTE = """Điều 1. Phạm vi điều chỉnh
Luật này quy định về thư viện của phường và của xã.
Điều 2. Giải thích từ ngữ
1. Bạn đọc là người sử dụng thư viện và các dịch vụ của thư viện.
2. Tài liệu là vật mang thông tin được bảo quản trong thư viện.
Điều 3. Quyền của bạn đọc trong thư viện
1. Được mượn sách về nhà theo nội quy.
2. Được đọc tại chỗ và được giúp tìm sách.
Điều 4. Thời hạn cấp thẻ
Thẻ được cấp trong 3 ngày làm việc kể từ ngày nộp đơn.
Điều 5. Hồ sơ làm thẻ
Hồ sơ làm thẻ bao gồm:
a) Đơn xin cấp thẻ;
b) Một ảnh cỡ 3 x 4.
Điều 6. Trường hợp khác
1. Chỗ ở là nhà thuê hoặc nhà mượn của người khác trong phường."""


def questions(tmp_path: Path, name: str, text: str) -> dict[str, str]:
    with Index.open(tmp_path) as index:
        index.add(name, text.encode())
        return {pair.question: pair.answer for pair in drafted(index.passages())}


def test_a_statutes_articles_definitions_and_lists_become_questions(tmp_path: Path) -> None:
    found = questions(tmp_path, "luat.txt", STATUTE.replace("\n", "\n\n"))
    assert found["Bạn đọc là ai?"] == "Bạn đọc là người sử dụng thư viện và các dịch vụ của thư viện."
    assert "Tài liệu là gì?" in found
    assert "Bạn đọc có những quyền gì trong thư viện?" in found
    assert found["Thời hạn cấp thẻ là bao lâu?"].startswith("Thẻ được cấp trong 3 ngày")
    assert found["Hồ sơ làm thẻ gồm những gì?"].endswith("b) Một ảnh cỡ 3 x 4.")
    assert not [question for question in found if question.startswith(("Phạm vi", "Chỗ ở là"))]


def test_a_tables_cells_and_a_general_headings_matter(tmp_path: Path) -> None:
    found = questions(tmp_path / "1", "le-phi.csv", "Thủ tục,Lệ phí,Thời hạn\nTách hộ,10.000 đồng,5 ngày\n")
    assert found["Lệ phí tách hộ là bao nhiêu?"] == "Lệ phí của thủ tục Tách hộ là 10.000 đồng."
    assert "Thời hạn tách hộ là bao lâu?" in found
    page = "# Đăng ký tạm trú\n\n## Thành phần hồ sơ\n\nTờ khai CT01 và hợp đồng thuê nhà.\n"
    assert list(questions(tmp_path / "2", "a.md", page)) == ["Thành phần hồ sơ đăng ký tạm trú gồm những gì?"]


@pytest.mark.parametrize("text", ["Điều này là cần thiết cho mọi người dân trong phường.", "Ngày mai là ngày nghỉ lễ."])
def test_sentences_that_define_nothing_make_no_question(tmp_path: Path, text: str) -> None:
    assert questions(tmp_path, "a.md", f"# Thông báo\n\n{text}\n") == {}
