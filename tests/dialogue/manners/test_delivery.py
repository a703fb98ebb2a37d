"""Requests about how the assistant speaks."""

from __future__ import annotations

import pytest

from giong.dialogue.manners.delivery import is_hello, wanted


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("em nói chậm lại giúp chị", "slower"),
        ("nói nhanh quá không nghe kịp", "slower"),
        ("noi cham lai di em", "slower"),
        ("nói nhanh lên", "faster"),
        ("em nói to lên được không", "louder"),
        ("nói nhỏ quá bác không nghe thấy gì", "louder"),
        ("nói to quá", "softer"),
    ],
)
def test_how_to_speak(text: str, line: str) -> None:
    change = wanted(text)
    assert change is not None
    assert change.line == line


@pytest.mark.parametrize(
    "text",
    [
        "mạng chậm lại từ hôm qua",
        "hàng xóm nói to quá tôi muốn báo",
        "giá điện bao nhiêu",
        "làm thủ tục nhanh lên được không",
        "hóa đơn về chậm lại một tháng",
    ],
)
def test_other_things_are_slow_and_loud_too(text: str) -> None:
    assert wanted(text) is None


@pytest.mark.parametrize(
    "text", ["alo", "A lô?", "alo alo em ơi", "alo có nghe rõ không", "em ơi", "alo, còn đó không?"]
)
def test_hello(text: str) -> None:
    assert is_hello(text)


@pytest.mark.parametrize("text", ["", "alo báo mất điện", "không", "em ơi cho hỏi", "lô đất"])
def test_more_than_hello(text: str) -> None:
    assert not is_hello(text)
