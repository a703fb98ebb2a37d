"""How people say whom they are, and how they are answered."""

from __future__ import annotations

import pytest

from giong.dialogue.manners.honorifics import Address, heard_in


@pytest.mark.parametrize(
    ("said", "own", "customer"),
    [
        ("chú hỏi cháu cái này", "cháu", "chú"),
        ("em ơi chị muốn đặt lịch", "em", "chị"),
        ("anh tên Nam", "em", "anh"),
        ("bà già rồi cháu ơi", "cháu", "bà"),
        ("con ơi cô bị cúp điện", "con", "cô"),
        ("cho chị hỏi giá điện", "em", "chị"),
        ("nhà anh mất điện rồi", "em", "anh"),
        ("nha chi mat dien roi em oi", "em", "chị"),
        ("kiểm tra giúp anh hồ sơ đã nộp", "em", "anh"),
        ("số chị là 0903123456", "em", "chị"),
        ("ông nhà bà mới mất bà muốn làm giấy khai tử", "cháu", "bà"),
        ("alo phường đấy hả cháu", "cháu", ""),
    ],
)
def test_a_person_who_names_themselves_is_answered_so(said: str, own: str, customer: str) -> None:
    assert heard_in(said) == Address(own, customer)


@pytest.mark.parametrize(
    "said",
    [
        "chị cho em hỏi", "bác cho cháu hỏi", "anh ơi cho em hỏi", "em chào anh", "em cần anh giúp",  # they address us
        "anh hàng xóm bị điện giật", "chú thợ hẹn mà không tới", "ông xã em bị ốm", "mẹ chị bị mất thẻ",  # others
        "giúp chị Lan với", "bà cụ hàng xóm bị ngã", "anh Nam đang bị ốm",
        "cô chú cho hỏi", "chị em tôi muốn hỏi",  # several people
        "tôi muốn hỏi", "anh là ai", "chị tên gì", "ba cho chau hoi", "co can giay to gi khong",
    ],
)  # fmt: skip
def test_words_of_kinship_for_others_change_nothing(said: str) -> None:
    assert heard_in(said) is None
