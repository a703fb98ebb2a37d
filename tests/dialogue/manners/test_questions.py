"""What counts as a question."""

from __future__ import annotations

import pytest

from giong.dialogue.manners.questions import is_question, matter


@pytest.mark.parametrize(
    "text",
    [
        "phí lắp đặt là bao nhiêu ạ",
        "phi lap dat bao nhieu",
        "mấy giờ mở cửa vậy em",
        "kiểm tra công tơ có mất phí không",
        "co mat phi khong a",
        "cho em hỏi hồ sơ khai sinh",
        "tách hộ cần giấy tờ gì",
        "vì sao nước đục",
        "12 Láng Hạ phải không?",
        "trễ hạn bao lâu thì bị cắt điện",
        "tre han bao lau thi bi cat dien",
        "đóng tiền qua ví được ko e",
        "sao tháng này tiền điện cao vậy",
        "có điện lại chưa",
    ],
)
def test_questions(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "nhà tôi mất nước",
        "số 12 Láng Hạ",
        "không",
        "dạ không ạ",
        "0912 345 678",
        "thôi không làm nữa",
        "",
        "khi nào cũng được",
        "sao y bản chính",
        "tôi không cần gì nữa",
        "chưa",
    ],
)
def test_no_questions(text: str) -> None:
    assert not is_question(text)


def test_a_long_row_of_marks_is_read_quickly() -> None:
    assert not is_question("chưa" + "!" * 100_000 + "a")


def test_a_question_about_nothing_has_no_matter() -> None:
    assert matter("bao lâu thì có vậy em") == []
    assert matter("phí lắp đặt bao nhiêu") == ["phí", "lắp", "đặt"]
