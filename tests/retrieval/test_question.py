"""What is asked for, with and without diacritics."""

from __future__ import annotations

import pytest

from giong.retrieval.question import Asked, understood
from giong.text.unicode import unaccented


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("Mấy giờ mở cửa?", Asked.TIME),
        ("Khi nào có điện lại", Asked.TIME),
        ("Làm thẻ mất bao lâu?", Asked.DURATION),
        ("Giải quyết trong mấy ngày", Asked.DURATION),
        ("Lệ phí bao nhiêu tiền", Asked.PRICE),
        ("Giá điện bậc 3 là bao nhiêu?", Asked.PRICE),
        ("Đóng điện lại tốn bao nhiêu", Asked.PRICE),
        ("Bao nhiêu hộ gia đình thì được lập tổ", Asked.AMOUNT),
        ("Nộp hồ sơ ở đâu", Asked.PLACE),
        ("Ai ký giấy này?", Asked.PERSON),
        ("Tại sao hóa đơn tăng", Asked.REASON),
        ("Đăng ký như thế nào?", Asked.MANNER),
        ("Cần những giấy tờ gì", Asked.LIST),
        ("Hồ sơ gồm gì?", Asked.LIST),
        ("Tạm trú là gì?", Asked.THING),
        ("Có phải nộp bản sao không?", Asked.WHETHER),
        ("Lệ phí đăng ký", Asked.THING),
    ],
)
def test_kinds(query: str, asked: Asked) -> None:
    assert understood(query).asked is asked
    assert understood(unaccented(query)).asked is asked


def test_the_words_around_the_question() -> None:
    question = understood("Lệ phí là bao nhiêu nếu nộp trực tuyến?")
    assert question.before == ("lệ", "phí")
    assert question.after == ("nếu", "nộp", "trực", "tuyến")
