"""What a source says of when it holds."""

from __future__ import annotations

from datetime import date

import pytest

from giong.retrieval.document import Draft
from giong.retrieval.readers.markdown import read as read_markdown
from giong.retrieval.sources import Limits
from giong.retrieval.validity import Validity, validity

DECISION = """ỦY BAN NHÂN DÂN PHƯỜNG
Số: 12/2020/QĐ-UBND
Hoa Sữa, ngày 15 tháng 3 năm 2020
QUYẾT ĐỊNH
về việc thu phí chợ
Điều 1. Mức thu là 5.000 đồng.
Điều 2. Bãi bỏ khoản 2 Điều 4 Quyết định số 30/2017/QĐ-UBND.
Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 4 năm 2020 và thay thế Quyết định số 05/2018/QĐ-UBND
ngày 2 tháng 2 năm 2018."""


def test_a_decision_tells_its_number_its_days_and_what_it_replaces() -> None:
    found = validity("quyet-dinh.txt", DECISION, {})
    assert found.number == "12/2020/QĐ-UBND"
    assert found.issued == date(2020, 3, 15)
    assert found.since == date(2020, 4, 1)
    assert found.replaces == ("05/2018/QĐ-UBND",)
    assert found.amends == ("30/2017/QĐ-UBND",)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("Bảng giá này áp dụng từ ngày 01/06/2025 đến 31/12/2025.", date(2025, 6, 1), date(2025, 12, 31)),
        ("Áp dụng từ ngày 1/1/2026 đến hết ngày 30/6/2026\nGiá vé 5.000 đồng", date(2026, 1, 1), date(2026, 6, 30)),
        ("Nội quy này hết hiệu lực kể từ ngày 1/7/2026.", None, date(2026, 6, 30)),
        ("Khuyến mãi áp dụng từ ngày 1/5/2026 cho khách mới.", None, None),
        ("Luật số 5 hết hiệu lực từ ngày Luật này có hiệu lực thi hành.", None, None),
        ("Ngày 31/2/2026 không có trong lịch. Quy định này có hiệu lực từ ngày 31/2/2026.", None, None),
    ],
)
def test_days_are_taken_only_where_they_are_the_sources_own(text: str, since: date | None, until: date | None) -> None:
    found = validity("a.md", text, {})
    assert (found.since, found.until) == (since, until)


@pytest.mark.parametrize(
    ("name", "issued", "vague"),
    [
        ("bieu-gia-10-5-2025.xlsx", date(2025, 5, 10), False),
        ("uploads/20250510_bang-gia.csv", date(2025, 5, 10), False),
        ("bieu-phi-2024.csv", date(2024, 1, 1), True),
        ("mau-CT01-so-123456.docx", None, False),
    ],
)
def test_a_file_name_may_hold_its_day(name: str, issued: date | None, vague: bool) -> None:
    found = validity(name, "Giá", {})
    assert (found.issued, found.vague) == (issued, vague)


def test_the_head_counts_more_than_the_text_and_the_statement_more_than_both() -> None:
    draft = Draft()
    head = "Hiệu lực từ: 1/2/2026\nthay_the:\n  - bieu-phi-2024.csv\n  - 05/2018/QĐ-UBND\n"
    text = f"---\n{head}---\n# Biểu phí\n\nPhí 5 đồng.\n"
    read_markdown(text.encode(), draft, Limits())
    document = draft.document("")
    found = validity("bieu-phi-2025.md", "Biểu phí này áp dụng từ ngày 3/3/2026.", document.head)
    assert document.text == "Biểu phí\nPhí 5 đồng."
    assert found.since == date(2026, 2, 1)
    assert found.replaces == ("bieu-phi-2024.csv", "05/2018/QĐ-UBND")
    assert Validity(since=date(2026, 9, 9)).over(found).since == date(2026, 9, 9)


def test_it_comes_back_as_it_was_written() -> None:
    known = validity("quyet-dinh.txt", DECISION, {})
    assert Validity.load(known.dump()) == known
    assert Validity().dump() == "{}"
