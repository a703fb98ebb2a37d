"""What is asked for by name and is no option is told from options, small talk and words that mean nothing."""

import pytest

from giong.dialogue.assistant import Option, Slot
from giong.dialogue.slots.choice import outside

SLOT = Slot(
    name="loai",
    title="loại địa điểm",
    type="choice",
    ask=(),
    options=(Option("ca_phe", "Cà phê", ("quán cà phê",)), Option("khach_san", "Khách sạn", ("nhà nghỉ",))),
)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("tìm giúp anh tiệm bánh", "tiệm bánh"),
        ("chị cần tìm quán bún ạ", "quán bún"),
        ("kiếm cho em nhà sách gần đây", "nhà sách"),
        ("quán lẩu", "quán lẩu"),
        ("tim giup toi tiem thuoc", "tiem thuoc"),
    ],
)
def test_what_is_asked_for_is_named(said: str, value: str) -> None:
    wrong = outside(said, SLOT)
    assert wrong is not None
    assert wrong.names["value"] == value
    assert wrong.names["options"] == "Cà phê, Khách sạn"


@pytest.mark.parametrize(
    "said", ["tìm quán", "tìm địa điểm", "ừm để xem", "không biết nữa", "0912345678", "hôm nay trời mưa to quá nhỉ"]
)
def test_what_names_nothing_else_is_left_alone(said: str) -> None:
    assert outside(said, SLOT) is None
