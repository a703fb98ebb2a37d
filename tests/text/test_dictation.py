"""Digits, letters and marks as people dictate them."""

from __future__ import annotations

import pytest

from giong.text.dictation import digit_rows, last_version, longest, meant, signs, spelled


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("một không hai", "102"),
        ("hai lần số năm", "55"),
        ("ba số tám", "888"),
        ("tam hoa sáu", "666"),
        ("năm năm", "55"),
        ("mười hai ba mươi tư", "1234"),
        ("chín linh hai", "902"),
        ("không chín, à, một hai", "0912"),
        ("0912.345.678", "0912345678"),
        ("khong chin mot hai", "0912"),
    ],
)
def test_rows_of_digits(said: str, digits: str) -> None:
    row = longest(said)
    assert row is not None
    assert row.text == digits
    assert (row.start, row.end) == (0, len(said))


def test_other_words_end_a_row() -> None:
    rows = ["".join(sign.text for sign in row) for row in digit_rows("phòng 12 tầng bảy một hai")]
    assert rows == ["12", "712"]


def test_what_was_taken_back_does_not_count() -> None:
    four = len("1234")
    assert meant("1234 à nhầm 1235", lambda digits: len(digits) == four).text == "1235"  # type: ignore[union-attr]
    assert meant("1234 à nhầm 35", lambda digits: len(digits) == four, (four,)).text == "1235"  # type: ignore[union-attr]
    assert last_version("0903 à nhầm 0913").strip() == "0913"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("a bờ cờ", "ABC"),
        ("bê như Bình", "B"),
        ("A, A như An", "A"),
        ("xê trong chữ Cường, vê kép", "CW"),
        ("đê gạch ngang một", "D-1"),
        ("ép chấm ích xì", "F.X"),
        ("ét gạch dưới i dài", "S_Y"),
        ("à bê ờ hai", "B2"),
    ],
)
def test_letters_and_marks(said: str, written: str) -> None:
    assert "".join(sign.text for sign in signs(said)) == written


def test_a_word_that_is_no_letter_is_plain() -> None:
    assert [(sign.text, sign.plain) for sign in signs("mã bê 12")] == [("MA", True), ("B", False), ("12", False)]


def test_only_names_of_letters_are_spelling() -> None:
    assert spelled(["a", "bê", "cê", "chấm", "một", "hai"]) == "ABC.12"
    assert spelled(["lan", "chấm", "nguyễn"]) is None
