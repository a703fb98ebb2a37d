"""Whoever does not want to be recorded is understood, and nobody else."""

from __future__ import annotations

import pytest

from giong.dialogue.manners.consent import refuses_recording


@pytest.mark.parametrize(
    "text",
    [
        "đừng ghi âm",
        "Tôi không đồng ý ghi âm cuộc gọi này.",
        "em đừng có ghi âm nhé",
        "anh không muốn bị ghi âm đâu",
        "tắt ghi âm đi em",
        "ghi âm thì tôi không đồng ý",
        "không cho phép thu âm",
        "dung ghi am nhe",
        "thoi khong ghi am dau, toi khong dong y ghi am",
    ],
)
def test_refusals(text: str) -> None:
    assert refuses_recording(text)


@pytest.mark.parametrize(
    "text",
    [
        "tôi muốn xin bản ghi âm cuộc gọi hôm qua",
        "cuộc gọi này có ghi âm không",
        "em ghi lại giúp chị số điện thoại",
        "đừng ghi lại địa chỉ cũ",
        "đừng thu tiền nữa",
        "ghi âm đi em",
    ],
)
def test_other_words(text: str) -> None:
    assert not refuses_recording(text)
