"""Names of people and places whose marks were misread."""

from __future__ import annotations

from giong.documents.values import given_names, place_names
from giong.vision.page import Word
from giong.vision.shapes import Box


def test_doubtful_syllables_become_names() -> None:
    assert given_names.mended("TRỊNH PHƯƠNG THÁO", [0.9, 0.95, 0.5]) == "TRỊNH PHƯƠNG THẢO"
    assert given_names.mended("Phan Thúy Hàng", [0.9, 0.95, 0.5]) == "Phan Thúy Hằng"


def test_what_the_engine_is_sure_of_and_what_is_a_name_stays() -> None:
    assert given_names.mended("TRỊNH PHƯƠNG THÁO", [0.9, 0.95, 0.99]) == "TRỊNH PHƯƠNG THÁO"
    assert given_names.mended("LÊ THIÊN AN", [0.2, 0.2, 0.2]) == "LÊ THIÊN AN"


def test_a_syllable_that_cannot_be_is_no_name_however_sure_the_engine_is() -> None:
    assert given_names.mended("ĐINH QUÔC HẬU", [0.99, 0.99, 0.99]) == "ĐINH QUỐC HẬU"


def words(text: str, confidence: float) -> list[Word]:
    return [Word(word, Box(0, 0, 10, 10), confidence) for word in text.split()]


def test_doubtful_names_of_units_are_spelt_as_they_are() -> None:
    read = "Số 5 Lê Lợi, xã Hòa Thinh, Q. Hải Châu, H. Krông Pác"
    assert place_names.mended(words(read, 0.6)) == "Số 5 Lê Lợi, xã Hòa Thịnh, Q. Hải Châu, H. Krông Pắc"
    assert place_names.mended(words(read, 0.99)) == read
