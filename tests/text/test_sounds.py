"""Sounds that ears and recognisers confuse have one key, others do not."""

from __future__ import annotations

import pytest

from giong.text.sounds import sound, sounds


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("năm", "lăm"), ("sổ", "xổ"), ("trăng", "chăn"), ("gì", "dì"), ("giường", "rường"), ("quý", "quí"),
        ("mặt", "mặc"), ("nghĩa", "nghỉa"), ("gia", "da"), ("giếng", "diến"), ("sẽ", "xẻ"), ("bách", "bát"),
    ],
)  # fmt: skip
def test_alike(said: str, heard: str) -> None:
    assert sound(said) == sound(heard)


@pytest.mark.parametrize(("one", "other"), [("ba", "bà"), ("nhà", "là"), ("tám", "bám"), ("tay", "tây"), ("mở", "mơ")])
def test_not_alike(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_a_phrase_misheard_keeps_its_key() -> None:
    assert sounds("Sửa đường dây điện, nhà số năm") == sounds("xữa đườn dây điệng nhà xố lăm")
