"""People's names, and what only looks like them."""

from __future__ import annotations

import pytest

from giong.text.names import find

FOUND = [
    ("Em tên là Nguyễn Văn An, sinh năm 1990", ["Nguyễn Văn An"]),
    ("tôi tên là nguyễn thị lan anh ở quận một", ["nguyễn thị lan anh"]),
    ("Anh Tuấn ơi", ["Tuấn"]),
    ("chị Lan Anh gọi lại cho bác Hùng", ["Lan Anh", "Hùng"]),
    ("Khách hàng: Trần Thị Bích Ngọc", ["Trần Thị Bích Ngọc"]),
    ("toi ten la nguyen van an sdt", ["nguyen van an"]),
    ("Hợp đồng giữa Lê Hoàng Phúc và Phạm Minh Đức", ["Lê Hoàng Phúc", "Phạm Minh Đức"]),
    ("họ và tên: Vũ Thu Hà", ["Vũ Thu Hà"]),
    ("cháu là con của ông Huỳnh Tấn Phát ạ", ["Huỳnh Tấn Phát"]),
    ("dạ em tên hương ạ", ["hương"]),
    ("tên chồng tôi là Đỗ Quang Huy", ["Đỗ Quang Huy"]),
    ("gọi cho trần văn bình giúp em", ["trần văn bình"]),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_found(text: str, names: list[str]) -> None:
    spans = find(text)
    assert [span.text for span in spans] == names
    assert all(text[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "nhà ở đường Nguyễn Trãi, quận 1",
        "trường THPT Lê Hồng Phong",
        "TP. Hồ Chí Minh",
        "Công ty Hoàng Anh Gia Lai",
        "tên tôi là gì nhỉ",
        "12/5 Trần Hưng Đạo",
        "bệnh viện Phạm Ngọc Thạch",
        "em tên gì",
        "anh có thể chờ không",
        "Ủy ban nhân dân phường Võ Thị Sáu",
        "đi Hà Nội rồi về Thái Bình",
    ],
)
def test_not_names(text: str) -> None:
    assert find(text) == []
