from __future__ import annotations

import pytest

from giong.vision.recognition.syllables import FOREIGN, NEUTRAL, bare, syllables


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        ("xuất", "khẩu", "khâu"),
        ("kinh", "doanh", "đoanh"),
        ("nổ", "mìn", "min"),
        ("HÓA", "ĐƠN", "ĐỚN"),
        ("Buôn", "Ma", "Mã"),
        ("Date", "of", "oƒ"),
    ],
)
def test_what_is_printed_is_likelier_than_what_only_looks_like_it(before: str, right: str, wrong: str) -> None:
    assert syllables().likelihood(before, right) > syllables().likelihood(before, wrong) + 1


def test_numbers_and_codes_are_neither_likely_nor_unlikely() -> None:
    assert syllables().likelihood("số", "19/2016/NĐ-CP") == NEUTRAL
    assert syllables().likelihood("", "khí,bột") < NEUTRAL
    assert syllables().likelihood("", "xqzt") == FOREIGN
    assert bare("(khí).") == "khí"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("13/08/2020", "13/00/2020"), ("05.02.2019", "12/34/2019"), ("23:59", "23:95"), ("154/2024", "1541/2024")],
)
def test_what_makes_no_date_and_no_time_is_unlikely(right: str, wrong: str) -> None:
    assert syllables().likelihood("", right) == NEUTRAL > syllables().likelihood("", wrong)


def test_numbers_are_not_broken_by_spaces() -> None:
    assert syllables().likelihood("155,", "500") < syllables().likelihood("155", "500")


def test_syllables_are_found_by_their_bare_letters() -> None:
    assert {"nổ", "nó", "no"} <= set(syllables().alike["no"])
