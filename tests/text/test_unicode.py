"""One composed form, and the form without diacritics."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from giong.text.unicode import LOWER, UPPER, fold, has_diacritics, nfc, unaccented


def test_nfc_composes_what_macos_sends_apart() -> None:
    apart = unicodedata.normalize("NFD", "Đường Nguyễn Huệ")
    assert nfc(apart) == "Đường Nguyễn Huệ"
    assert len(apart) > len(nfc(apart))


def test_fold_drops_marks_stroke_and_case() -> None:
    assert fold("Đường Nguyễn Thị Minh Khai, Ủy ban") == "duong nguyen thi minh khai, uy ban"
    assert unaccented("Đà Nẵng") == "Da Nang"


def test_has_diacritics_tells_a_question_typed_in_a_hurry() -> None:
    assert has_diacritics("đi đâu")
    assert has_diacritics(unicodedata.normalize("NFD", "mất điện"))
    assert not has_diacritics("mat dien o dau")
    assert not has_diacritics("10 – 20 €")


def test_letter_classes_hold_all_134_letters() -> None:
    small = {"ă", "â", "ê", "ô", "ơ", "ư", "đ", "ạ", "ả", "ấ", "ỹ", "ỵ", "ữ", "í", "ú"}
    assert small <= set(LOWER)
    assert {letter.upper() for letter in small} <= set(UPPER)
    assert not set(UPPER[4:]) & set(LOWER[4:])


@given(st.text())
def test_fold_is_idempotent_and_keeps_nothing_vietnamese(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert "đ" not in fold(text)
