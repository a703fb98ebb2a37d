"""What a question asks that the answer has nothing of."""

from __future__ import annotations

from pathlib import Path

import pytest

from giong.retrieval.index import Index
from giong.retrieval.matter import missing

TEXT = "# Nhà văn hóa\n\nGiá thuê sân cầu lông là 60.000 đồng một giờ. Làm thẻ mất 2 ngày làm việc.\n"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("giá thuê sân bóng đá bao nhiêu một giờ?", "bóng đá"),
        ("gia thue san bong da bao nhieu mot gio", "bong da"),
        ("giá thuê sân cầu lông hết bao nhiêu tiền vậy em ơi", ""),
        ("làm thẻ bên mình mất bao lâu ạ", ""),
        ("ai được thuê sân bóng đá?", ""),
    ],
)
def test_only_another_things_price_or_time_counts(tmp_path: Path, query: str, expected: str) -> None:
    with Index.open(tmp_path) as index:
        index.add("a.md", TEXT.encode())
        (passage,) = index.passages()
        assert missing(query, passage) == expected
