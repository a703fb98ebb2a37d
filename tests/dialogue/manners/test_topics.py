"""Questions that leave out what they are about."""

from __future__ import annotations

import pytest

from giong.dialogue.manners.topics import completed, leaves_subject_out, other_subject, subject, with_subject


@pytest.mark.parametrize(
    "said",
    ["cái đó bao nhiêu tiền?", "thế cần giấy tờ gì", "ở đâu?", "mất bao lâu", "lệ phí bao nhiêu vậy em", "nộp ở đâu",
     "co mat phi khong", "bao giờ thì xong"],
)  # fmt: skip
def test_a_question_without_a_subject_is_known(said: str) -> None:
    assert leaves_subject_out(said)


@pytest.mark.parametrize(
    "said",
    ["làm khai sinh cần giấy tờ gì", "lắp công tơ mới mất bao lâu", "gửi xe ở đâu", "số 15 Láng Hạ", "đúng rồi"],
)
def test_a_whole_question_is_left_alone(said: str) -> None:
    assert not leaves_subject_out(said)


def test_the_subject_takes_the_place_of_its_pronoun() -> None:
    assert completed("cái đó bao nhiêu tiền vậy em", "lắp công tơ mới") == "lắp công tơ mới bao nhiêu tiền"
    assert completed("mất bao lâu", "đăng ký kết hôn") == "đăng ký kết hôn mất bao lâu"
    assert subject("lắp công tơ mới cần giấy tờ gì") == "lắp công tơ mới"


def test_another_subject_is_asked_the_same() -> None:
    assert other_subject("thế còn tạm trú thì sao?") == "tạm trú"
    assert other_subject("thế còn giấy tờ") == ""
    assert with_subject("khai sinh cần giấy tờ gì", "khai sinh", "kết hôn") == "kết hôn cần giấy tờ gì"
