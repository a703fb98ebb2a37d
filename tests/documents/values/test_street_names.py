from __future__ import annotations

import pytest

from giong.documents.values import street_names
from giong.documents.values.addresses import spelt


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("116 phố Cách Mạng Tháng Tâm, Phường 2", "116 phố Cách Mạng Tháng Tám, Phường 2"),
        ("25 đường TRƯỜNG CHÍNH", "25 đường TRƯỜNG CHINH"),
        ("Số 9 Trấn Phú, PDịch Vọng", "Số 9 Trần Phú, P.Dịch Vọng"),
    ],
)
def test_known_streets_and_lost_dots_are_brought_back(read: str, right: str) -> None:
    assert spelt(read) == right


def test_streets_of_other_letters_stay() -> None:
    assert street_names.spelt("12 Trần Phúc, Quảng Trung, Lê Lợ") == "12 Trần Phúc, Quảng Trung, Lê Lợ"
