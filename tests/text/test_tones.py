"""Tones, and the two customs of where the mark stands."""

from __future__ import annotations

import unicodedata

import pytest

from giong.text.tones import Tone, to_new, to_old, tone, without_tone

PAIRS = [
    ("hòa", "hoà"),
    ("hóa", "hoá"),
    ("khỏe", "khoẻ"),
    ("thúy", "thuý"),
    ("ủy", "uỷ"),
    ("tòa", "toà"),
    ("Hòa", "Hoà"),
    ("HÒA", "HOÀ"),
    ("xòe", "xoè"),
    ("lũy", "luỹ"),
    ("họa", "hoạ"),
    ("Ủy ban xã Hòa Bình", "Uỷ ban xã Hoà Bình"),
]
# One place for the mark in both customs.
SAME = [
    "quý",
    "quá",
    "quỳ",
    "hoàn",
    "toán",
    "khuỷu",
    "ngoài",
    "thuyền",
    "giá",
    "mùa",
    "của",
    "tiến",
    "hoài",
    "loét",
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_both_ways(old: str, new: str) -> None:
    assert to_new(old) == new
    assert to_old(new) == old
    assert to_old(old) == old
    assert to_new(new) == new


@pytest.mark.parametrize("word", SAME)
def test_other_rhymes_have_one_place(word: str) -> None:
    assert to_new(word) == word
    assert to_old(word) == word


def test_decomposed_text_is_understood() -> None:
    assert to_new(unicodedata.normalize("NFD", "hòa")) == "hoà"


def test_tone_and_its_removal() -> None:
    said = {
        "ma": Tone.NGANG,
        "mà": Tone.HUYEN,
        "má": Tone.SAC,
        "mã": Tone.NGA,
        "mả": Tone.HOI,
        "mạ": Tone.NANG,
    }
    assert {word: tone(word) for word in said} == said
    assert without_tone("người Việt ở đường Trần Phú") == "ngươi Viêt ơ đương Trân Phu"
