"""Sentences are mistyped as people do, the same for the same seed, and are read back."""

from __future__ import annotations

import random

import pytest

from giong.evaluation.metrics import ErrorCount, word_errors
from giong.evaluation.mistyping import HABITS
from giong.text.diacritics import Lexicon
from giong.text.typed import normalised

SENTENCES = [
    "tôi muốn đổi số điện thoại",
    "nhà tôi bị mất điện từ tối qua không biết khi nào có lại",
    "giá phòng hai người bao nhiêu tiền một đêm",
    "thủ tục đăng ký tạm trú cần những giấy tờ gì",
    "cho em hỏi chuyến bay đến đà nẵng sáng thứ bảy còn vé không",
    "người thân nộp hồ sơ thay được không",
]


def test_telex_and_vni_as_keys() -> None:
    rng = random.Random(1)
    assert HABITS["telex"]("tôi đổi được", rng) == "tooi ddooir dduwowcj"
    assert HABITS["vni"]("tôi đổi được", rng) == "to6i d9o6i3 d9u7o7c5"


@pytest.mark.parametrize("habit", HABITS)
def test_the_same_for_the_same_seed(habit: str) -> None:
    def typed() -> list[str]:
        rng = random.Random(7)
        return [HABITS[habit](sentence, rng) for sentence in SENTENCES]

    assert typed() == typed()
    assert typed() != SENTENCES


@pytest.mark.parametrize("habit", HABITS)
def test_nearly_every_syllable_is_read_back(habit: str) -> None:
    rng, errors = random.Random(7), ErrorCount()
    lexicon = Lexicon(SENTENCES)
    for sentence in SENTENCES * 5:
        errors += word_errors(sentence, normalised(HABITS[habit](sentence, rng), lexicon=lexicon).text)
    assert errors.rate <= 0.05
