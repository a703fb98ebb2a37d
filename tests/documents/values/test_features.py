"""Marks on a face whose words were misread."""

from __future__ import annotations

import pytest

from giong.documents.values.features import spelt


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Nôt ruổi C€: 2cm trên sau đuôi mất phai", "Nốt ruồi C: 2cm trên sau đuôi mắt phải"),
        ("Sẹo chấm C:2,5cm dưới khoé mặt", "Sẹo chấm C:2,5cm dưới khoé mặt"),
        ("Sẹo chấm c. 1,5cm dưới trước mặt phải", "Sẹo chấm c. 1,5cm dưới trước mắt phải"),
        ("SẸO THĂNG trên cánh mủi Trái", "SẸO THẲNG trên cánh mũi Trái"),
    ],
)
def test_words_of_descriptions_are_spelt_as_they_are(read: str, meant: str) -> None:
    assert spelt(read) == meant
