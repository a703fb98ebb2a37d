"""Where a sentence ends, and where a dot is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giong.text.sentences import sentences

CASES = [
    ("Tôi ở TP. Hồ Chí Minh. Anh ở đâu?", ["Tôi ở TP. Hồ Chí Minh.", "Anh ở đâu?"]),
    ("Gặp ThS. Lan ở Q. 1. Cảm ơn.", ["Gặp ThS. Lan ở Q. 1.", "Cảm ơn."]),
    ("Giá 1.250.000 đ. Hết hàng!", ["Giá 1.250.000 đ.", "Hết hàng!"]),
    (
        "Điều 3. Phạm vi áp dụng. Nghị định này có hiệu lực.",
        ["Điều 3. Phạm vi áp dụng.", "Nghị định này có hiệu lực."],
    ),
    ("1. Hồ sơ gồm:\n2. Lệ phí", ["1. Hồ sơ gồm:", "2. Lệ phí"]),
    ("Chương II. Quy định chung", ["Chương II. Quy định chung"]),
    ("Mang bút, vở, v.v. và giấy. Xong.", ["Mang bút, vở, v.v. và giấy.", "Xong."]),
    ("Dạ có... nhưng mà chờ chút. Vâng!", ["Dạ có... nhưng mà chờ chút.", "Vâng!"]),
    ('Chị nói: "Mai có điện." Tôi chờ.', ['Chị nói: "Mai có điện."', "Tôi chờ."]),
    ("Ông Nguyễn V. A. đến rồi.", ["Ông Nguyễn V. A. đến rồi."]),
    ("Vào giong.vn/gia. Gọi 1900.1234.", ["Vào giong.vn/gia.", "Gọi 1900.1234."]),
    ("Thật sao?! Tuyệt…", ["Thật sao?!", "Tuyệt…"]),
    ("Không có dấu chấm", ["Không có dấu chấm"]),
    ("  \n ", []),
    ("Sống ở P. Bến Nghé. Tầng 5.", ["Sống ở P. Bến Nghé.", "Tầng 5."]),
    ("Năm 2025. Giá tăng.", ["Năm 2025.", "Giá tăng."]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [span.text for span in sentences(text)] == expected


@given(st.text(alphabet='aÁđ1. !?…\n"TP'))
def test_nothing_is_lost_and_spans_are_true(text: str) -> None:
    spans = sentences(text)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert "".join("".join(span.text.split()) for span in spans) == "".join(text.split())
