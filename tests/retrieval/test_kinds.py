"""What has the form of a time, a number, a name."""

from __future__ import annotations

import pytest

from giong.retrieval.kinds import found, has_form, holds
from giong.retrieval.question import Asked


@pytest.mark.parametrize(
    ("asked", "text", "forms"),
    [
        (Asked.AMOUNT, "Năm 1975 có 24 người và ba nghìn quyển.", ["24", "ba nghìn"]),
        (Asked.TIME, "Khánh thành ngày 6 tháng 10 năm 1973.", ["ngày 6 tháng 10 năm 1973"]),
        (
            Asked.DURATION,
            "Trả kết quả ngay trong ngày, chậm nhất 3 ngày làm việc.",
            ["ngay trong ngày", "3 ngày làm việc"],
        ),
        (Asked.PLACE, "Sang thăm Ấn Độ rồi về Đà Nẵng.", ["Ấn Độ", "Đà Nẵng"]),
        (Asked.PRICE, "Lệ phí 8.000 đồng, hộ nghèo miễn phí.", ["8.000 đồng", "miễn phí"]),
    ],
)
def test_forms(asked: Asked, text: str, forms: list[str]) -> None:
    assert [text[start:end] for start, end in found(asked, text) or []] == forms


def test_a_reason_has_no_form() -> None:
    assert found(Asked.REASON, "Vì mưa.") is None
    assert not has_form(Asked.REASON)
    assert holds(Asked.REASON, "Vì mưa.")
    assert not holds(Asked.TIME, "Vì mưa.")
