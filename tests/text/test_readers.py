"""Corners of single readers that the cases do not reach."""

from __future__ import annotations

import pytest

from giong.text import dates, roman
from giong.text.heard import digit_run, heard, year
from giong.text.links import heard_emails
from giong.text.spoken import spoken
from giong.text.written import written


@pytest.mark.parametrize(("numeral", "number"), [("IV", 4), ("XIX", 19), ("MCMXLV", 1945), ("I", 1), ("XL", 40)])
def test_roman_numerals(numeral: str, number: int) -> None:
    assert roman.value(numeral) == number


@pytest.mark.parametrize("text", ["", "IIX", "VX", "IIII", "ABC", "iv"])
def test_ill_formed_numerals(text: str) -> None:
    assert roman.value(text) is None


def test_days_that_exist() -> None:
    assert dates.exists(29, 2)
    assert dates.exists(29, 2, 2024)
    assert not dates.exists(29, 2, 2023)
    assert not dates.exists(29, 2, 1900)
    assert not dates.exists(31, 4)
    assert not dates.exists(1, 13)
    assert not dates.exists(0, 1)


def test_digit_runs() -> None:
    row = heard("ba số tám, chín chín không có").words
    run = digit_run(row, 0)
    assert run is not None
    assert run.digits == "888"
    across = digit_run(row, 0, commas=True)
    assert across is not None
    assert across.digits == "88899"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("hai nghìn không trăm lẻ năm", 2005),
        ("hai không hai sáu", 2026),
        ("một chín bảy lăm", 1975),
        ("chín lăm", 95),
    ],
)
def test_years(said: str, meant: int) -> None:
    found = year(said.split(), 0)
    assert found is not None
    assert found[0] == meant


def test_no_years() -> None:
    assert year(["hai", "nghìn", "đồng"], 0) is None
    assert year(["nay", "tôi", "bận"], 0) is None


def test_place_of_a_spoken_address() -> None:
    text = "gửi vào lan chấm lê a còng gmail chấm com nhé"
    assert heard_emails(text) == [(8, 41, "lan.le@gmail.com")]
    assert text[8:41] == "lan chấm lê a còng gmail chấm com"


def test_case_and_punctuation_survive() -> None:
    assert (
        spoken("Chào Anh! Phí là 5.000 đ, nộp tại UBND.") == "Chào Anh! Phí là năm nghìn đồng, nộp tại ủy ban nhân dân."
    )
    assert written("Chào Anh! Phí là năm nghìn đồng.") == "Chào Anh! Phí là 5.000 đồng."


def test_decomposed_input_is_understood() -> None:
    assert written("mười la\u0306m phần trăm") == "15%"


def test_empty() -> None:
    assert spoken("") == ""
    assert written("") == ""
