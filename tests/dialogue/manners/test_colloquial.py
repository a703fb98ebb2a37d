"""How people really write and talk."""

from __future__ import annotations

import pytest

from giong.dialogue.manners.colloquial import as_typed, bare, written_out


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("chủ nhật có làm ko e", "chủ nhật có làm không em"),
        ("mún trả góp đc ko", "muốn trả góp được không"),
        ("mai co lam ko e", "mai co lam khong em"),
        ("hết nhiêu tiền", "hết bao nhiêu tiền"),
        ("hết bao nhiêu", "hết bao nhiêu"),
        ("mấy h mở cửa", "mấy giờ mở cửa"),
        ("9 h sáng, 500 k", "9 h sáng, 500 k"),
        ("đăng ký kết hôn", "đăng ký kết hôn"),
    ],
)
def test_shorthand_is_written_out(typed: str, whole: str) -> None:
    assert written_out(typed) == whole


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("dạ em ơi cho chị hỏi giá điện bao nhiêu vậy em?", "giá điện bao nhiêu"),
        ("mà này em, trễ hạn thì sao ạ", "trễ hạn thì sao"),
        ("giá điện", "giá điện"),
        ("dạ vâng ạ", "dạ vâng ạ"),
        ("", ""),
    ],
)
def test_courtesies_are_set_aside(said: str, matter: str) -> None:
    assert bare(said) == matter


@pytest.mark.parametrize(
    ("typed", "understood", "own_words"),
    [
        ("e tên Hoà, ở cty Thuỷ Tạ nha", "công ty Thủy Tạ", "cty Thuỷ Tạ"),
        ("báo mất điện 15 ngõ 2 Láng Hạ", "15 ngõ 2 Láng Hạ", "15 ngõ 2 Láng Hạ"),
        ("ko có", "chưa có", "chưa có"),
    ],
)
def test_what_was_understood_is_kept_in_the_persons_own_words(typed: str, understood: str, own_words: str) -> None:
    assert as_typed(typed, understood) == own_words
