"""Syllables, words and Vietnamese spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giong.text.lexicon import bag
from giong.text.words import Span, is_vietnamese_syllable, syllables, words


def texts(spans: list[Span]) -> list[str]:
    return [span.text for span in spans]


def test_syllables_with_their_places() -> None:
    assert syllables("Mất điện, 5kg!") == [
        Span("Mất", 0, 3),
        Span("điện", 4, 8),
        Span("5", 10, 11),
        Span("kg", 11, 13),
    ]


def test_numbers_stay_whole() -> None:
    assert texts(syllables("giá 1.250.000 đ, tăng 3,5")) == ["giá", "1.250.000", "đ", "tăng", "3,5"]


@given(st.text(alphabet="aáàđĐềộ 1.,-\u0301\n!"))
def test_spans_are_pieces_of_the_source_in_order(text: str) -> None:
    last = 0
    for span in syllables(text):
        assert text[span.start : span.end] == span.text
        assert span.start >= last
        last = span.end


def test_words_join_compounds_by_the_longest_match() -> None:
    assert texts(words("Tôi làm căn cước công dân ở ủy ban")) == [
        "Tôi",
        "làm",
        "căn cước công dân",
        "ở",
        "ủy ban",
    ]
    assert texts(words("căn cước, công dân")) == ["căn cước", "công dân"]
    assert texts(words("Uỷ ban")) == ["Uỷ ban"]
    assert texts(words("gói cước tháng", lexicon={"gói cước"})) == ["gói cước", "tháng"]


@pytest.mark.parametrize(
    "syllable",
    sorted(
        bag("nghiêng người quốc giếng gì khuỷu xoong thuyền yêu Đường ngoằn quạnh uống ướt huơ giữ ghế nghỉ cua Quỳnh")
    ),
)
def test_possible_syllables(syllable: str) -> None:
    assert is_vietnamese_syllable(syllable)


SPELT_WRONG = ("street", "nghang", "cê", "kat", "wifi", "bcd", "hòap", "gmail", "họch", "ngê", "fan", "tac")


@pytest.mark.parametrize("syllable", SPELT_WRONG)
def test_impossible_syllables(syllable: str) -> None:
    assert not is_vietnamese_syllable(syllable)
