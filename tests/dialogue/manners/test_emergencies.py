"""What is an emergency, and what only sounds like one."""

from __future__ import annotations

import pytest

from giong.dialogue.manners.emergencies import KINDS, told_in
from giong.dialogue.standing import LINES

NUMBERS = {
    "emergency_fire": "114", "emergency_medical": "115", "emergency_shock": "115", "emergency_police": "113",
    "emergency_child": "111", "emergency_suicide": "115",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("cháy nhà rồi em ơi", "emergency_fire"),
        ("chay nha roi cuu voi", "emergency_fire"),
        ("nhà hàng xóm cháy to quá", "emergency_fire"),
        ("có người bị điện giật", "emergency_shock"),
        ("nguoi bi dien giat", "emergency_shock"),
        ("con tôi bị điện giật phải làm sao", "emergency_shock"),
        ("bố tôi bị đột quỵ", "emergency_medical"),
        ("vợ tôi vỡ ối rồi gọi ai", "emergency_medical"),
        ("vừa có tai nạn ở ngã tư", "emergency_medical"),
        ("có trộm vào nhà em ơi", "emergency_police"),
        ("chồng đánh tôi", "emergency_police"),
        ("hàng xóm đánh con dã man lắm", "emergency_child"),
        ("tôi chán quá không muốn sống nữa", "emergency_suicide"),
    ],
)
def test_an_emergency_is_known(said: str, line: str) -> None:
    told = told_in(said)
    assert told is not None
    assert told.line == line


@pytest.mark.parametrize(
    "said",
    [
        "bóng đèn nhà tôi bị cháy", "phòng cháy chữa cháy cần giấy tờ gì", "quán nào cháy hàng vậy",
        "toi chay nha hang",
        "thủ tục hưởng chế độ tai nạn", "hôm qua nhà em bị cướp giờ làm lại căn cước thế nào", "nóng muốn chết",
        "khi có người bị điện giật thì làm gì", "tháng này bị đánh thuế à", "nhà tôi bị mất điện", "giết thời gian",
    ],
)  # fmt: skip
def test_what_only_sounds_like_one_is_none(said: str) -> None:
    assert told_in(said) is None


def test_every_kind_says_its_number() -> None:
    assert {kind.line for kind in KINDS} == NUMBERS.keys()
    for line, number in NUMBERS.items():
        assert all(f"gọi {number} ngay" in text for text in LINES[line])
