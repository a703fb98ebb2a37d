"""Who asks never to be called again, and who only asks for another time."""

import pytest

from giong.dialogue.manners.refusals import is_wrong_person, refuses_calls


@pytest.mark.parametrize(
    "text",
    [
        "đừng gọi nữa",
        "đừng gọi cho tôi nữa nhé",
        "thôi đừng có gọi điện cho anh nữa",
        "cấm gọi vào số này",
        "xoá số của tôi đi em",
        "tôi không muốn nhận những cuộc gọi như thế này",
        "đừng làm phiền tôi",
        "xin đừng gọi lại nữa",
        "dung goi cho toi nua",
        "không được gọi nữa đấy",
        "ngừng gọi cho tôi đi",
    ],
)
def test_refuses_all_calls(text: str) -> None:
    assert refuses_calls(text)


@pytest.mark.parametrize(
    "text",
    [
        "đừng gọi giờ này nữa, chiều gọi lại nhé",
        "gọi lại sau nhé",
        "đúng rồi, gọi lại cho anh buổi chiều",
        "dung roi goi lai cho anh",
        "nhầm số rồi",
        "không phải số của tôi",
        "cho bốn điểm",
        "tôi đang bận, không nghe được",
    ],
)
def test_asks_for_another_time_or_nothing_of_the_kind(text: str) -> None:
    assert not refuses_calls(text)


@pytest.mark.parametrize(
    "text",
    ["nhầm số rồi em ơi", "gọi nhầm rồi", "em gọi nhầm người rồi", "đây không phải số của chị Lan", "nham so roi"],
)
def test_is_somebody_else(text: str) -> None:
    assert is_wrong_person(text)


@pytest.mark.parametrize("text", ["tôi bấm nhầm số, chấm 4 điểm", "nhầm số tiền rồi", "không phải số 4, số 5", "không"])
def test_is_the_person_who_was_meant(text: str) -> None:
    assert not is_wrong_person(text)
