"""Lists of questions: several phrasings, keywords, days of their own, and the rows that they stand in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from giong.retrieval.answer import answer
from giong.retrieval.document import Kind
from giong.retrieval.index import Index

TABLE = """Câu hỏi,Cách hỏi khác,Trả lời,Nhóm,Từ khoá,Hiệu lực từ,Hiệu lực đến
Có cho thuê bàn ghế không?,Mượn bàn ghế được không? | thuê rạp ở đâu,"Có, 5.000 đồng một bộ.",Tiện ích,đám cưới,,
Thiếu câu trả lời?,,,,,,

Phí đỗ ô tô bao nhiêu?,,20.000 đồng một lượt.,,,1/1/2027,31/12/2027
Gửi xe đạp mất tiền không?,,Không.,,,từ 1/1/2026 đến hết 30/6/2026,
"""


def test_each_phrasing_finds_the_answer_and_its_row(tmp_path: Path) -> None:
    with Index.open(tmp_path) as index:
        index.add("hoi-dap.csv", TABLE.encode())
        passages = index.passages()
        assert [(one.question, one.row) for one in passages] == [
            ("Có cho thuê bàn ghế không?", 2),
            ("Mượn bàn ghế được không?", 2),
            ("thuê rạp ở đâu", 2),
            ("Phí đỗ ô tô bao nhiêu?", 5),
            ("Gửi xe đạp mất tiền không?", 6),
        ]
        assert (passages[4].since, passages[4].until) == (date(2026, 1, 1), date(2026, 6, 30))
        assert (passages[3].since, passages[3].until) == (date(2027, 1, 1), date(2027, 12, 31))
        assert index.search("đám cưới")[0].passage.text == "Có, 5.000 đồng một bộ."


def test_the_rows_of_a_table_are_told(tmp_path: Path) -> None:
    with Index.open(tmp_path) as index:
        index.add("gia.csv", "Gói,Giá (đồng)\nCơ bản,50.000\n\nNâng cao,90.000\n".encode())
        assert [one.row for one in index.passages()] == [2, 4]


def test_titles_sections_counters_and_cells_left_empty_are_read_as_people_do(tmp_path: Path) -> None:
    table = """BẢNG GIÁ DỊCH VỤ,,,
Đơn vị tính: đồng,,,
STT,Dịch vụ,Loại,Giá (đồng)
I. Sân bãi,,,
1,Sân cầu lông,Ngày thường,40.000
2,,Cuối tuần,60.000
II. Phòng họp,,,
3,Phòng 105,,100.000
"""
    with Index.open(tmp_path) as index:
        index.add("gia.csv", table.encode())
        rows = [(one.heading, one.row, one.text) for one in index.passages() if one.kind is Kind.ROW]
        assert rows == [
            (("BẢNG GIÁ DỊCH VỤ", "I. Sân bãi"), 5, "Dịch vụ: Sân cầu lông; Loại: Ngày thường; Giá (đồng): 40.000"),
            (("BẢNG GIÁ DỊCH VỤ", "I. Sân bãi"), 6, "Dịch vụ: Sân cầu lông; Loại: Cuối tuần; Giá (đồng): 60.000"),
            (("BẢNG GIÁ DỊCH VỤ", "II. Phòng họp"), 8, "Dịch vụ: Phòng 105; Giá (đồng): 100.000"),
        ]
        query = "giá sân cầu lông bao nhiêu?"
        found = answer(query, index.search(query))
        assert found is not None
        assert "40.000 đồng" in found.text
        assert "60.000 đồng" in found.text
