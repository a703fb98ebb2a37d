"""Diacritics come back from known words; what carries some already stays."""

from __future__ import annotations

from giong.text.diacritics import Lexicon, everyday, restored

STATUTE = Lexicon(["thời hạn đăng ký tạm trú", "lệ phí nộp tại công an phường", "thời gian giải quyết"])


def test_neighbours_decide_between_spellings() -> None:
    assert restored(["thoi", "han", "dang", "ky", "tam", "tru"], STATUTE) == ["thời", "hạn", "đăng", "ký", "tạm", "trú"]
    assert restored(["le", "phi", "nop", "o", "dau"], STATUTE) == ["lệ", "phí", "nộp", "ở", "đâu"]


def test_unknown_words_and_typed_diacritics_stay() -> None:
    assert restored(["xyz", "15", "phường", "tạm"], STATUTE) == ["xyz", "15", "phường", "tạm"]
    assert restored([], STATUTE) == []


def test_everyday_words_need_no_assistant() -> None:
    assert restored(["toi", "muon", "hoi", "gia", "ve", "may", "bay"], everyday()) == [
        "tôi",
        "muốn",
        "hỏi",
        "giá",
        "vé",
        "máy",
        "bay",
    ]


def test_only_what_the_texts_say_counts_as_said() -> None:
    assert STATUTE.says("tạm trú")
    assert not STATUTE.says("phí tạm")
    assert not STATUTE.says("tôi muốn")
