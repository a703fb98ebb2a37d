"""Diacritics come back from known words; what carries some already stays."""

from __future__ import annotations

import pytest

from giong.text.diacritics import Lexicon, everyday, restored

STATUTE = Lexicon(["thời hạn đăng ký tạm trú", "lệ phí nộp tại công an phường", "thời gian giải quyết"])


@pytest.mark.parametrize(
    ("lexicon", "typed", "meant"),
    [
        (STATUTE, "thoi han dang ky tam tru", "thời hạn đăng ký tạm trú"),
        (STATUTE, "le phi nop o dau", "lệ phí nộp ở đâu"),
        (STATUTE, "xyz 15 phường tạm", "xyz 15 phường tạm"),
        (everyday(), "toi muon hoi gia ve may bay", "tôi muốn hỏi giá vé máy bay"),
        (everyday(), "", ""),
    ],
)
def test_neighbours_decide_between_spellings(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert " ".join(restored(typed.split(), lexicon)) == meant


def test_only_what_the_texts_say_counts_as_said() -> None:
    assert STATUTE.says("tạm trú")
    assert not STATUTE.says("phí tạm")
    assert not STATUTE.says("tôi muốn")
